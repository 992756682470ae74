import type {
  DescribeNetworkInsightsAnalysesRequest,
  Explanation,
  NetworkInsightsAnalysis,
  NetworkInsightsPath,
  PathComponent,
  StartNetworkInsightsAnalysisRequest,
  Tag,
} from '@aws-sdk/client-ec2';
import type { PublishInput } from '@aws-sdk/client-sns';
import { type Environment, parseEnvironment } from '../../../lambda-src/environment';
import { handle } from '../../../lambda-src/handle';
import type { Ec2, LogLevel, Sns } from '../../../lambda-src/ports';
import type { Result } from '../../../lambda-src/result';
import { type Death, Lifeline } from './lifeline';
import { VirtualClock } from './virtual-clock';

/** What an analysis would find of a path right now. */
export interface Finding {
  readonly found: boolean;
  readonly explanations?: Explanation[];
  readonly components?: PathComponent[];
}

/** What happens to an analysis instead of the usual. */
export interface Script {
  readonly durationMs?: number;
  readonly status?: 'failed';
  readonly statusMessage?: string;
}

export interface Fault {
  readonly call: keyof Ec2 | keyof Sns;
  readonly code: string;
  /** How often; once when absent. */
  times?: number;
}

export interface InvocationOptions {
  readonly requestId?: string;
  readonly timeoutMs?: number;
  /** When the process dies; never when absent. */
  readonly dies?: Death;
}

interface StoredAnalysis {
  readonly details: NetworkInsightsAnalysis;
  readonly endsAt: number;
  readonly end: Partial<NetworkInsightsAnalysis>;
}

const ACCOUNT_ENVIRONMENT = {
  SNS_TOPIC_ARN: 'arn:aws:sns:eu-central-1:123456789012:reachability-monitor',
  AWS_REGION: 'eu-central-1',
  MONITOR_NAME: 'reachability-monitor',
  NOTIFY_ON: 'change',
  CHECK: 'affected',
  SETTLE_SECONDS: '5',
  KEEP_ANALYSES: '3',
};

/** A call to AWS takes this long. */
const LATENCY_MS = 20;

export function awsError(code: string, message = `AWS says ${code}`): Error {
  return Object.assign(new Error(message), { name: code });
}

/** An AWS account in memory: network insights, tags, and a topic, in virtual time. */
export class Simulation {
  readonly clock = new VirtualClock();
  readonly paths = new Map<string, NetworkInsightsPath>();
  readonly messages: PublishInput[] = [];
  readonly calls: string[] = [];
  readonly logs: { level: LogLevel; message: string; details: Readonly<Record<string, unknown>> }[] = [];
  readonly faults: Fault[] = [];
  /** For the next analyses, first to first. */
  readonly scripts: Script[] = [];
  /** How the network is. An analysis sees it as it was at its start. */
  network: (pathId: string) => Finding = () => ({ found: true });
  analysisMs = 20_000;
  private readonly stored = new Map<string, StoredAnalysis>();
  private readonly tokens = new Map<string, { parameters: string; id: string }>();
  private nextAnalysis = 1;
  private nextRequest = 1;

  constructor(private readonly variables: Readonly<Record<string, string>> = {}) {}

  get environment(): Environment {
    return parseEnvironment({ ...ACCOUNT_ENVIRONMENT, ...this.variables });
  }

  /** Every analysis as AWS shows it now, oldest first. */
  get analyses(): NetworkInsightsAnalysis[] {
    return [...this.stored.values()].map((analysis) => this.shown(analysis));
  }

  get subjects(): string[] {
    return this.messages.map(({ Subject }) => Subject ?? '');
  }

  addPath(id: string, name: string, expect = 'reachable', monitor = this.environment.monitorName): void {
    this.paths.set(id, {
      NetworkInsightsPathId: id,
      Source: 'i-0aaaaaaaaaaaaaaaa',
      Destination: 'igw-0bbbbbbbbbbbbbbbb',
      Protocol: 'tcp',
      DestinationPort: 443,
      Tags: tags({ Name: name, Expect: expect, ReachabilityMonitor: monitor }),
    });
  }

  /** Runs the function and lets time pass until it has answered. */
  invoke(event: unknown, options: InvocationOptions = {}): Promise<Result> {
    return this.clock.run(this.begin(event, options));
  }

  /** Starts the function; time passes only while the clock runs. */
  begin(event: unknown, { requestId, timeoutMs = 900_000, dies }: InvocationOptions = {}): Promise<Result> {
    const endsAt = this.clock.now() + timeoutMs;
    const lifeline = new Lifeline(dies);
    const work = handle(event, {
      environment: this.environment,
      requestId: requestId ?? `request-${this.nextRequest++}`,
      ...lifeline.tied(this.ec2(), this.sns()),
      clock: this.clock,
      random: () => 0.5,
      remaining: () => endsAt - this.clock.now(),
      log: (level, message, details = {}) => this.logs.push({ level, message, details }),
    });
    return Promise.race([work, lifeline.death]);
  }

  /** An analysis that nobody of ours started, as from the console, or one with the tags given. */
  startByHand(pathId: string, tagMap: Readonly<Record<string, string>> = {}): string {
    return this.startAnalysis(pathId, tags(tagMap));
  }

  deleteByHand(analysisId: string): void {
    this.stored.delete(analysisId);
  }

  private ec2(): Ec2 {
    return {
      describeNetworkInsightsPaths: this.call(
        'describeNetworkInsightsPaths',
        ({ NetworkInsightsPathIds: ids, NextToken }) => {
          for (const id of ids ?? []) if (!this.paths.has(id)) throw awsError('InvalidNetworkInsightsPathId.NotFound');
          const chosen = [...this.paths.values()].filter(
            ({ NetworkInsightsPathId: id }) => !ids || ids.includes(id ?? ''),
          );
          const { page, next } = paged(chosen, NextToken);
          return { NetworkInsightsPaths: page, ...next };
        },
      ),
      describeNetworkInsightsAnalyses: this.call('describeNetworkInsightsAnalyses', (input) =>
        this.describeAnalyses(input),
      ),
      startNetworkInsightsAnalysis: this.call('startNetworkInsightsAnalysis', (input) => this.start(input)),
      deleteNetworkInsightsAnalysis: this.call(
        'deleteNetworkInsightsAnalysis',
        ({ NetworkInsightsAnalysisId: id = '' }) => {
          this.known(id);
          this.stored.delete(id);
          return {};
        },
      ),
      createTags: this.call('createTags', ({ Resources = [], Tags = [] }) => {
        for (const id of Resources) {
          const details = this.taggable(id);
          details.Tags = [...(details.Tags ?? []).filter(({ Key }) => !Tags.some((tag) => tag.Key === Key)), ...Tags];
        }
        return {};
      }),
      deleteTags: this.call('deleteTags', ({ Resources = [], Tags = [] }) => {
        for (const id of Resources) {
          const details = this.taggable(id);
          details.Tags = (details.Tags ?? []).filter(
            (tag) => !Tags.some(({ Key, Value }) => Key === tag.Key && (Value === undefined || Value === tag.Value)),
          );
        }
        return {};
      }),
    };
  }

  private sns(): Sns {
    return {
      publish: this.call('publish', (input) => {
        this.messages.push(input);
        return {};
      }),
    };
  }

  /** Counts the call, lets it take its time, and lets it fail where a fault says so. */
  private call<I, O>(name: Fault['call'], work: (input: I) => O): (input: I) => Promise<O> {
    return async (input) => {
      this.calls.push(name);
      await this.clock.sleep(LATENCY_MS);
      const fault = this.faults.find((each) => each.call === name && (each.times ?? 1) > 0);
      if (fault) {
        fault.times = (fault.times ?? 1) - 1;
        throw awsError(fault.code);
      }
      return work(input);
    };
  }

  private start({
    ClientToken = '',
    NetworkInsightsPathId: pathId = '',
    TagSpecifications,
  }: StartNetworkInsightsAnalysisRequest) {
    const parameters = JSON.stringify([pathId, TagSpecifications]);
    const earlier = this.tokens.get(ClientToken);
    if (earlier && earlier.parameters !== parameters) throw awsError('IdempotentParameterMismatch');
    const id = earlier?.id ?? this.startAnalysis(pathId, TagSpecifications?.[0]?.Tags ?? []);
    this.tokens.set(ClientToken, { parameters, id });
    return {
      NetworkInsightsAnalysis: this.shown(
        this.stored.get(id) ?? {
          details: { NetworkInsightsAnalysisId: id, NetworkInsightsPathId: pathId },
          endsAt: 0,
          end: {},
        },
      ),
    };
  }

  private startAnalysis(pathId: string, tagList: Tag[]): string {
    if (!this.paths.has(pathId)) throw awsError('InvalidNetworkInsightsPathId.NotFound');
    const id = `nia-${(this.nextAnalysis++).toString(16).padStart(17, '0')}`;
    const { durationMs = this.analysisMs, status, statusMessage } = this.scripts.shift() ?? {};
    const { found, explanations = [], components = [] } = this.network(pathId);
    this.stored.set(id, {
      details: {
        NetworkInsightsAnalysisId: id,
        NetworkInsightsPathId: pathId,
        StartDate: new Date(this.clock.now()),
        Tags: [...tagList],
      },
      endsAt: this.clock.now() + durationMs,
      end: status
        ? { Status: status, StatusMessage: statusMessage }
        : {
            Status: 'succeeded',
            NetworkPathFound: found,
            Explanations: explanations,
            ForwardPathComponents: components,
          },
    });
    return id;
  }

  private describeAnalyses({
    NetworkInsightsAnalysisIds: ids,
    NetworkInsightsPathId: pathId,
    AnalysisStartTime,
    NextToken,
  }: DescribeNetworkInsightsAnalysesRequest) {
    for (const id of ids ?? []) this.known(id);
    if (pathId && !this.paths.has(pathId)) throw awsError('InvalidNetworkInsightsPathId.NotFound');
    const chosen = this.analyses.filter(
      ({ NetworkInsightsAnalysisId: id = '', NetworkInsightsPathId, StartDate }) =>
        (!ids || ids.includes(id)) &&
        (!pathId || pathId === NetworkInsightsPathId) &&
        (!AnalysisStartTime || (StartDate !== undefined && StartDate >= AnalysisStartTime)),
    );
    const { page, next } = paged(chosen, NextToken);
    return { NetworkInsightsAnalyses: page, ...next };
  }

  private shown({ details, endsAt, end }: StoredAnalysis): NetworkInsightsAnalysis {
    const state: Partial<NetworkInsightsAnalysis> = this.clock.now() >= endsAt ? end : { Status: 'running' };
    return { ...details, ...state, Tags: [...(details.Tags ?? [])] };
  }

  private known(id: string): StoredAnalysis {
    const analysis = this.stored.get(id);
    if (!analysis) throw awsError('InvalidNetworkInsightsAnalysisId.NotFound');
    return analysis;
  }

  private taggable(id: string): { Tags?: Tag[] | undefined } {
    const path = this.paths.get(id);
    if (path) return path;
    if (id.startsWith('nip-')) throw awsError('InvalidNetworkInsightsPathId.NotFound');
    return this.known(id).details;
  }
}

function tags(map: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(map).map(([Key, Value]) => ({ Key, Value }));
}

/** AWS's pages hold at most 100. */
function paged<T>(all: readonly T[], token: string | undefined): { page: T[]; next: { NextToken?: string } } {
  const from = Number(token ?? 0);
  return { page: all.slice(from, from + 100), next: from + 100 < all.length ? { NextToken: String(from + 100) } : {} };
}
