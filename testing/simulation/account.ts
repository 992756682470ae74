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
import type { Clock, Ec2, Sns } from '../../lambda-src/ports';

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

interface StoredAnalysis {
  readonly details: NetworkInsightsAnalysis;
  readonly endsAt: number;
  readonly end: Partial<NetworkInsightsAnalysis>;
}

/** A call to AWS takes this long. */
const LATENCY_MS = 20;
const PAGE = 100;
const MOST_TAGS = 50;

export const NETWORK_CHANGED = 'The request failed due to modifications in network resources during the analysis';

export function awsError(code: string, message = `AWS says ${code}`): Error {
  return Object.assign(new Error(message), { name: code });
}

export function tags(map: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(map).map(([Key, Value]) => ({ Key, Value }));
}

/** An AWS account in memory: network insights paths and analyses, their tags, and a topic. */
export class Account {
  readonly paths = new Map<string, NetworkInsightsPath>();
  readonly messages: PublishInput[] = [];
  /** The name of every call, and what it asked for. */
  readonly calls: string[] = [];
  readonly requests: { call: string; input: unknown }[] = [];
  readonly faults: Fault[] = [];
  /** For the next analyses, first to first. */
  readonly scripts: Script[] = [];
  /** How the network is. An analysis sees it as it was at its start. */
  network: (pathId: string) => Finding = () => ({ found: true });
  /** How long the next analysis takes. */
  analysisMs: number = 20_000;
  /** So long an analysis is missing from listings. */
  listingLagMs = 0;
  private readonly stored = new Map<string, StoredAnalysis>();
  private readonly tokens = new Map<string, { parameters: string; id: string }>();
  private nextAnalysis = 1;

  constructor(protected readonly clock: Clock) {}

  /** Every analysis as AWS shows it now, oldest first. */
  get analyses(): NetworkInsightsAnalysis[] {
    return [...this.stored.values()].map((analysis) => this.shown(analysis));
  }

  /** How many have ever been started: what the account is billed for. */
  get bought(): number {
    return this.nextAnalysis - 1;
  }

  startAnalysis(pathId: string, tagList: readonly Tag[]): string {
    if (!this.paths.has(pathId)) throw awsError('InvalidNetworkInsightsPathId.NotFound');
    const id = `nia-${(this.nextAnalysis++).toString(16).padStart(17, '0')}`;
    const { durationMs = this.analysisMs, status, statusMessage } = this.scripts.shift() ?? {};
    const { found, explanations = [], components = [] } = this.network(pathId);
    const now = this.clock.now();
    const start = { NetworkInsightsAnalysisId: id, NetworkInsightsPathId: pathId, StartDate: new Date(now) };
    const verdict = { NetworkPathFound: found, Explanations: explanations, ForwardPathComponents: components };
    const end = status
      ? { Status: status, StatusMessage: statusMessage }
      : { Status: 'succeeded' as const, ...verdict };
    this.stored.set(id, { details: { ...start, Tags: [...tagList] }, endsAt: now + durationMs, end });
    return id;
  }

  deleteAnalysis(id: string): void {
    this.known(id);
    this.stored.delete(id);
  }

  /** The network has changed: what is being analysed fails. */
  failRunning(): void {
    const now = this.clock.now();
    for (const [id, { details, endsAt }] of this.stored) {
      if (endsAt <= now) continue;
      this.stored.set(id, { details, endsAt: now, end: { Status: 'failed', StatusMessage: NETWORK_CHANGED } });
    }
  }

  ec2(): Ec2 {
    return {
      describeNetworkInsightsPaths: this.call('describeNetworkInsightsPaths', (input) => {
        const { NetworkInsightsPathIds: ids, NextToken } = input;
        for (const id of ids ?? []) if (!this.paths.has(id)) throw awsError('InvalidNetworkInsightsPathId.NotFound');
        const chosen = [...this.paths].filter(([id]) => !ids || ids.includes(id)).map(([, path]) => path);
        const { page, next } = paged(chosen, NextToken);
        return { NetworkInsightsPaths: page, ...next };
      }),
      describeNetworkInsightsAnalyses: this.call('describeNetworkInsightsAnalyses', (input) => this.describe(input)),
      startNetworkInsightsAnalysis: this.call('startNetworkInsightsAnalysis', (input) => this.start(input)),
      deleteNetworkInsightsAnalysis: this.call('deleteNetworkInsightsAnalysis', (input) =>
        this.deleteAnalysis(input.NetworkInsightsAnalysisId ?? ''),
      ),
      createTags: this.call('createTags', ({ Resources = [], Tags = [] }) => {
        const all = Resources.map((id) => ({ details: this.taggable(id), merged: this.merged(id, Tags) }));
        for (const { details, merged } of all) details.Tags = merged;
      }),
      deleteTags: this.call('deleteTags', ({ Resources = [], Tags = [] }) => {
        for (const id of Resources) {
          const details = this.taggable(id);
          details.Tags = (details.Tags ?? []).filter(
            (tag) => !Tags.some(({ Key, Value }) => Key === tag.Key && (Value === undefined || Value === tag.Value)),
          );
        }
      }),
    };
  }

  sns(): Sns {
    return { publish: this.call('publish', (input) => this.messages.push(input)) };
  }

  /** Counts the call, lets it take its time, and lets it fail where a fault says so. */
  private call<I, O>(name: Fault['call'], work: (input: I) => O): (input: I) => Promise<O> {
    return async (input) => {
      this.calls.push(name);
      this.requests.push({ call: name, input });
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
    // As the SDK, which makes one up.
    ClientToken = `made-up-${this.nextAnalysis}`,
    NetworkInsightsPathId: pathId = '',
    TagSpecifications,
  }: StartNetworkInsightsAnalysisRequest) {
    const parameters = JSON.stringify([pathId, TagSpecifications]);
    const earlier = this.tokens.get(ClientToken);
    if (earlier && earlier.parameters !== parameters) throw awsError('IdempotentParameterMismatch');
    const id = earlier?.id ?? this.startAnalysis(pathId, TagSpecifications?.[0]?.Tags ?? []);
    this.tokens.set(ClientToken, { parameters, id });
    const stored = this.stored.get(id);
    const gone = { NetworkInsightsAnalysisId: id, NetworkInsightsPathId: pathId };
    return { NetworkInsightsAnalysis: stored ? this.shown(stored) : gone };
  }

  private describe(input: DescribeNetworkInsightsAnalysesRequest) {
    const { NetworkInsightsAnalysisIds: ids, NetworkInsightsPathId: pathId, AnalysisStartTime: since } = input;
    if ((ids?.length ?? 0) > PAGE) throw awsError('InvalidParameterValue', 'too many ids');
    if (ids) return { NetworkInsightsAnalyses: ids.map((id) => this.shown(this.known(id))) };
    if (pathId && !this.paths.has(pathId)) throw awsError('InvalidNetworkInsightsPathId.NotFound');
    const listedUntil = new Date(this.clock.now() - this.listingLagMs);
    const chosen = [...this.stored.values()].filter(
      ({ details: { NetworkInsightsPathId, StartDate = new Date(0) } }) =>
        (!pathId || pathId === NetworkInsightsPathId) && (!since || StartDate >= since) && StartDate <= listedUntil,
    );
    const { page, next } = paged(chosen, input.NextToken);
    return { NetworkInsightsAnalyses: page.map((analysis) => this.shown(analysis)), ...next };
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

  private merged(id: string, fresh: readonly Tag[]): Tag[] {
    const kept = (this.taggable(id).Tags ?? []).filter(({ Key }) => !fresh.some((tag) => tag.Key === Key));
    if (kept.length + fresh.length > MOST_TAGS) throw awsError('TagLimitExceeded');
    for (const { Value = '' } of fresh)
      if (!/^[A-Za-z0-9 +\-=._:/@]{0,256}$/.test(Value)) throw awsError('InvalidParameterValue', Value);
    return [...kept, ...fresh];
  }
}

function paged<T>(all: readonly T[], token: string | undefined): { page: T[]; next: { NextToken?: string } } {
  const from = Number(token ?? 0);
  return {
    page: all.slice(from, from + PAGE),
    next: from + PAGE < all.length ? { NextToken: String(from + PAGE) } : {},
  };
}
