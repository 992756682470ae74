import {
  AllocateAddressCommand,
  AssociateAddressCommand,
  DescribeNetworkInterfacesCommand,
  StartNetworkInsightsAnalysisCommand,
} from '@aws-sdk/client-ec2';
import { DisableRuleCommand } from '@aws-sdk/client-eventbridge';
import { TAGS } from '../contract/tags';
import { judgementText } from '../lambda-src/history/judgement';
import { type Sandbox, startSandbox } from '../sandbox/sandbox';
import { Monitor } from '../testing/deployment/deployed-monitor';
import { Recipe } from './baseline/deployment';

/** The stack's default, in MiB. */
const MEMORY_SIZE = 256;
const KEPT_ANALYSES = 3;
/** AWS's quota of concurrent analyses. */
const AT_ONCE = 100;
/** A finished analysis that began a day ago. */
const EARLIER = { durationMs: 20, beganEarlierMs: 86_400_000 };
const DESCRIBE_CALLS = ['DescribeNetworkInsightsAnalyses', 'DescribeNetworkInsightsPaths'];
const LONGEST_MS = 200_000;

/** A message about a path. */
export interface Sent {
  readonly pathId: string;
  readonly analysisId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** One invocation of a function, and what it cost. */
export interface Invocation {
  readonly seconds: number;
  /** MiB, the most that its process has ever had. */
  readonly memory: number;
  /** How often it made each call. */
  readonly calls: Readonly<Record<string, number>>;
  /** Its Describe calls for analyses by id: the ticks of waiting. */
  readonly ticks: number;
  /** The pages that its other Describe calls requested, one text each. */
  readonly pages: readonly string[];
}

interface ArenaOptions {
  /** Paths from the web server to the internet, which `breakPaths` breaks. */
  readonly affected: number;
  /** Paths from another server, which stay open. */
  readonly others?: number;
  readonly analysisSeconds: number;
  /** The zip to run instead of the monitor's own. */
  readonly code?: Uint8Array;
}

/** The monitor and the original recipe in one sandbox, watching the same paths. */
export class Arena {
  readonly pathIds: string[] = [];
  private ticks = 0;
  private readonly pages: string[] = [];

  private constructor(
    readonly sandbox: Sandbox,
    readonly monitor: Monitor,
    readonly recipe: Recipe,
  ) {}

  /** Does the work in a new arena. */
  static async within<T>(options: ArenaOptions, work: (arena: Arena) => Promise<T>): Promise<T> {
    const arena = await Arena.open(options);
    try {
      return await work(arena);
    } finally {
      await arena.close();
    }
  }

  private static async open({ affected, others = 0, analysisSeconds, code }: ArenaOptions): Promise<Arena> {
    const sandbox = await startSandbox({ port: 0, analysisSeconds, eventDelaySeconds: 0 });
    const monitor = new Monitor(sandbox, 'watch', {
      code,
      memorySize: MEMORY_SIZE,
      timeoutSeconds: 900,
    });
    const arena = new Arena(sandbox, monitor, new Recipe(monitor, sandbox.account));
    for (const action of DESCRIBE_CALLS) arena.observe(action);
    await monitor.deploy();
    arena.pathIds.push(monitor.pathId);
    await arena.givePublicAddress('batch');
    for (let n = 1; n < affected + others; n++) {
      const groupName = n < affected ? 'web' : 'batch';
      arena.pathIds.push(await monitor.path(`${groupName}-${n}`, 'reachable', groupName));
    }
    await arena.recipe.deploy(arena.pathIds, MEMORY_SIZE);
    return arena;
  }

  /** Gives every path the history of a monitor at work: as many judged analyses as are kept. */
  async recordHistory(): Promise<void> {
    const expect = 'reachable' as const;
    const tags = {
      [TAGS.monitor]: this.monitor.name,
      [TAGS.owner]: 'earlier/earlier',
      [TAGS.judged]: judgementText({ outcome: 'kept', expect, isFollowed: false }),
    };
    const { nextAnalyses } = this.sandbox.services.ec2;
    const TagSpecifications = [
      {
        ResourceType: 'network-insights-analysis' as const,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      },
    ];
    const start = (NetworkInsightsPathId: string) =>
      new StartNetworkInsightsAnalysisCommand({ NetworkInsightsPathId, TagSpecifications });
    for (let kept = 0; kept < KEPT_ANALYSES; kept++) {
      for (let n = 0; n < this.pathIds.length; n += AT_ONCE) {
        const ids = this.pathIds.slice(n, n + AT_ONCE);
        nextAnalyses.push(...ids.map(() => EARLIER));
        await Promise.all(ids.map((id) => this.monitor.aws.ec2.send(start(id))));
        await this.rest();
      }
    }
  }

  /** Closes the web server's paths, and waits until the monitor has handled it. */
  async breakPaths(): Promise<Invocation> {
    return this.watched(async () => {
      await this.monitor.breakPath();
      await this.rest();
    });
  }

  /** Opens them again, and waits until the monitor has handled it. */
  async mendPaths(): Promise<Invocation> {
    return this.watched(async () => {
      await this.monitor.mendPath();
      await this.rest();
    });
  }

  /** Closes the web server's paths while the monitor's rule is disabled. */
  async breakPathsUnnoticed(): Promise<void> {
    const { aws, names } = this.monitor;
    await aws.events.send(new DisableRuleCommand({ Name: names.changeRule }));
    await this.monitor.breakPath();
    await this.rest();
  }

  /**
   * Runs the original recipe. No rule starts it, so that the two do not compete for the machine.
   */
  async runRecipe(): Promise<Invocation> {
    return this.watched(() => this.recipe.run());
  }

  sent(topicArn: string): Sent[] {
    return this.sandbox.inbox
      .filter((message) => message.topicArn === topicArn)
      .map(({ message, publishedAt }) => ({
        pathId: /^Path ID: (\S+)$/m.exec(message)?.[1] ?? '',
        analysisId: /^Analysis ID: (\S+)$/m.exec(message)?.[1] ?? '',
        at: Date.parse(publishedAt),
      }));
  }

  /**
   * The paths that messages to the topic name, in the order of `pathIds`. Both sides must agree on
   * them.
   */
  reported(topicArn: string): string[] {
    const paths = this.sent(topicArn).map(({ pathId }) => pathId);
    return [...paths].sort((one, other) => this.pathIds.indexOf(one) - this.pathIds.indexOf(other));
  }

  private async close(): Promise<void> {
    this.monitor.close();
    await this.sandbox.close();
  }

  private observe(action: string): void {
    const { operations } = this.sandbox.services.ec2;
    const describe = operations[action];
    if (!describe) throw new Error(`the sandbox has no ${action}`);
    operations[action] = (input, call) => {
      if (input.NetworkInsightsAnalysisIds) this.ticks++;
      else this.pages.push(JSON.stringify([action, input]));
      return describe(input, call);
    };
  }

  /** Without one, the server could not reach the internet. */
  private async givePublicAddress(groupName: string): Promise<void> {
    const { ec2 } = this.monitor.aws;
    const inGroup = { Filters: [{ Name: 'group-name', Values: [groupName] }] };
    const { NetworkInterfaces } = await ec2.send(new DescribeNetworkInterfacesCommand(inGroup));
    const { AllocationId } = await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }));
    const NetworkInterfaceId = NetworkInterfaces?.[0]?.NetworkInterfaceId;
    await ec2.send(new AssociateAddressCommand({ AllocationId, NetworkInterfaceId }));
    await this.rest();
  }

  private async rest(): Promise<void> {
    if (!(await this.sandbox.activity.idle(LONGEST_MS)))
      throw new Error(`the sandbox was not idle after ${LONGEST_MS} ms`);
  }

  private async watched(work: () => Promise<void>): Promise<Invocation> {
    const { calls, timeline } = this.sandbox;
    const [callsBefore, entriesBefore] = [calls.length, timeline.entries.length];
    this.ticks = 0;
    this.pages.length = 0;
    await work();
    const entries = timeline.entries.slice(entriesBefore).filter(({ type }) => type === 'invocation');
    const [entry] = entries;
    if (entries.length !== 1 || entry?.outcome !== 'succeeded')
      throw new Error(`not one invocation: ${JSON.stringify(entries)}`);
    const count: Record<string, number> = {};
    for (const { principal, action } of calls.slice(callsBefore)) {
      if (principal === 'lambda') count[action] = (count[action] ?? 0) + 1;
    }
    const { ticks, pages } = this;
    const [seconds, memory] = [Number(entry.durationMs) / 1_000, Number(entry.maxMemoryUsedMB)];
    return { seconds, memory, calls: count, ticks, pages: [...pages] };
  }
}
