import type {
  DescribeNetworkInsightsAnalysesRequest,
  DescribeNetworkInsightsPathsRequest,
  Explanation,
  NetworkInsightsAnalysis,
  NetworkInsightsPath,
  PathComponent,
  StartNetworkInsightsAnalysisRequest,
  Tag,
} from '@aws-sdk/client-ec2';
import type { PublishInput } from '@aws-sdk/client-sns';
import type { Clock, Ec2, Sns } from '../../lambda-src/context';
import { AnalysisHistory, type StoredAnalysis } from './analysis-history';
import { awsError } from './aws-error';
import { type AwsCall, FAIR, type Weather } from './weather';

/** What an analysis finds of a path. */
export interface Finding {
  readonly found: boolean;
  readonly explanations?: Explanation[];
  readonly components?: PathComponent[];
}

/** How one analysis differs from the usual. */
export interface Script {
  readonly durationMs?: number;
  readonly status?: 'failed';
  readonly statusMessage?: string;
}

export interface Fault {
  readonly call: AwsCall;
  readonly code: string;
  /** @default 1 */
  times?: number;
}

export interface Published {
  readonly at: number;
  readonly invocation: number;
  readonly input: PublishInput;
}

const PAGE = 100;
const MAX_TAGS = 50;
/** The longest value, and the characters, that EC2 accepts in a tag as the function writes it. */
const TAG_VALUE = /^[A-Za-z0-9 +\-=._:/@]{0,256}$/;

export function tags(map: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(map).map(([Key, Value]) => ({ Key, Value }));
}

/** An AWS account in memory: network insights paths and analyses, their tags, and a topic. */
export class Account {
  readonly paths = new Map<string, NetworkInsightsPath>();
  readonly messages: PublishInput[] = [];
  readonly published: Published[] = [];
  readonly tagWritings: { readonly at: number; readonly invocation: number; readonly ids: readonly string[] }[] = [];
  /** How the chat topic behaves, whose ARN ends with `-chat`. */
  chat = { delayMs: 0, refuses: false };
  /** The name of every call. */
  readonly calls: string[] = [];
  readonly requests: { call: string; input: unknown }[] = [];
  readonly faults: Fault[] = [];
  /** For the next analyses, in their order. */
  readonly scripts: Script[] = [];
  /** What an analysis would find at the time, which is now if it is absent. */
  network: (pathId: string, at?: number) => Finding = () => ({ found: true });
  weather: Weather = FAIR;
  /** How long the next analysis takes. */
  analysisMs: number = 20_000;
  /** Milliseconds for which listings do not show a new analysis. */
  listingLagMs = 0;
  private readonly history: AnalysisHistory;
  private readonly tokens = new Map<string, { parameters: string; id: string }>();

  constructor(protected readonly clock: Clock) {
    this.history = new AnalysisHistory(clock);
  }

  /** Every analysis that AWS has not deleted, as it is now, oldest first. */
  get analyses(): NetworkInsightsAnalysis[] {
    return this.history.all.map((analysis) => this.history.shown(analysis, 0, 0));
  }

  /** Every analysis ever started, by id. */
  get everStarted(): ReadonlyMap<string, StoredAnalysis> {
    return this.history.everStarted;
  }

  /** The number of analyses ever started, which AWS bills. */
  get started(): number {
    return this.history.everStarted.size;
  }

  startAnalysis(pathId: string, tagList: readonly Tag[]): string {
    if (!this.paths.has(pathId)) throw awsError('InvalidNetworkInsightsPathId.NotFound');
    const id = this.history.nextId();
    const { durationMs = this.analysisMs, status, statusMessage } = this.scripts.shift() ?? {};
    const now = this.clock.now();
    const { found, explanations = [], components = [] } = this.network(pathId, now - this.weather.sightLagMs);
    const start = { NetworkInsightsAnalysisId: id, NetworkInsightsPathId: pathId, StartDate: new Date(now) };
    const answer = { NetworkPathFound: found, Explanations: explanations, ForwardPathComponents: components };
    const end = status ? { Status: status, StatusMessage: statusMessage } : { Status: 'succeeded' as const, ...answer };
    this.history.put(id, { details: { ...start, Tags: [...tagList] }, endsAt: now + durationMs, end });
    return id;
  }

  deleteAnalysis(id: string): void {
    this.history.delete(id);
  }

  /** Ends every running analysis as AWS does when the network changes. */
  failRunning(): void {
    this.history.failRunning();
  }

  /** @param invocation the invocation of the function that makes the calls */
  ec2(invocation = 0): Ec2 {
    return {
      describeNetworkInsightsPaths: this.call('describeNetworkInsightsPaths', (input) => this.describePaths(input)),
      describeNetworkInsightsAnalyses: this.call('describeNetworkInsightsAnalyses', (input) => this.describe(input)),
      startNetworkInsightsAnalysis: this.call('startNetworkInsightsAnalysis', (input) => this.start(input)),
      deleteNetworkInsightsAnalysis: this.call('deleteNetworkInsightsAnalysis', (input) =>
        this.deleteAnalysis(input.NetworkInsightsAnalysisId ?? ''),
      ),
      createTags: this.call('createTags', ({ Resources = [], Tags = [] }) => {
        for (const id of Resources) this.refuseUnborn(id);
        const all = Resources.map((id) => ({ id, merged: this.merged(id, Tags) }));
        for (const { id, merged } of all) this.retag(id, merged);
        this.tagWritings.push({ at: this.clock.now(), invocation, ids: Resources });
      }),
      deleteTags: this.call('deleteTags', ({ Resources = [], Tags = [] }) => {
        for (const id of Resources) {
          const isRemoved = (tag: Tag) =>
            Tags.some(({ Key, Value }) => Key === tag.Key && (Value === undefined || Value === tag.Value));
          const before = this.taggable(id).Tags ?? [];
          this.retag(
            id,
            before.filter((tag) => !isRemoved(tag)),
          );
        }
      }),
    };
  }

  /** @param invocation the invocation of the function that makes the calls */
  sns(invocation = 0): Sns {
    const publish = this.call('publish', (input: PublishInput) => {
      this.messages.push(input);
      this.published.push({ at: this.clock.now(), invocation, input });
    });
    return {
      publish: async (input) => {
        const { delayMs, refuses } = input.TopicArn?.endsWith('-chat') ? this.chat : { delayMs: 0, refuses: false };
        if (delayMs > 0) await this.clock.sleep(delayMs);
        if (refuses) throw awsError('AuthorizationError');
        return publish(input);
      },
    };
  }

  /** Counts the call, waits for its latency, and throws where a fault or the weather asks for it. */
  private call<I, O>(name: AwsCall, work: (input: I) => O): (input: I) => Promise<O> {
    return async (input) => {
      this.calls.push(name);
      this.requests.push({ call: name, input });
      const { before, after } = this.weather.latency(name);
      await this.clock.sleep(before);
      const fault = this.faults.find((each) => each.call === name && (each.times ?? 1) > 0);
      if (fault) {
        fault.times = (fault.times ?? 1) - 1;
        throw awsError(fault.code);
      }
      const failure = this.weather.failure(name);
      if (failure?.when === 'before') throw awsError(failure.code);
      this.history.expire();
      const response = work(input);
      if (after > 0) await this.clock.sleep(after);
      if (failure) throw awsError(failure.code);
      return response;
    };
  }

  private start({
    // The SDK also makes one up.
    ClientToken = `made-up-${this.started + 1}`,
    NetworkInsightsPathId: pathId = '',
    TagSpecifications,
  }: StartNetworkInsightsAnalysisRequest) {
    const parameters = JSON.stringify([pathId, TagSpecifications]);
    const earlier = this.tokens.get(ClientToken);
    if (earlier && earlier.parameters !== parameters) throw awsError('IdempotentParameterMismatch');
    const id = earlier?.id ?? this.startAnalysis(pathId, TagSpecifications?.[0]?.Tags ?? []);
    this.tokens.set(ClientToken, { parameters, id });
    const stored = this.history.find(id);
    const deleted = { NetworkInsightsAnalysisId: id, NetworkInsightsPathId: pathId };
    return { NetworkInsightsAnalysis: stored ? this.history.shown(stored, 0, this.weather.tagLagMs) : deleted };
  }

  private describePaths({ NetworkInsightsPathIds: ids, NextToken: token }: DescribeNetworkInsightsPathsRequest) {
    for (const id of ids ?? []) if (!this.paths.has(id)) throw awsError('InvalidNetworkInsightsPathId.NotFound');
    const chosen = [...this.paths].filter(([id]) => !ids || ids.includes(id)).map(([, path]) => path);
    const { page, NextToken } = paged(chosen, token);
    const shown = page.map((path) => ({
      ...path,
      Tags: this.history.shownTags(path.NetworkInsightsPathId ?? '', path.Tags ?? [], this.weather.tagLagMs),
    }));
    return { NetworkInsightsPaths: shown, NextToken };
  }

  private describe(input: DescribeNetworkInsightsAnalysesRequest) {
    const { NetworkInsightsAnalysisIds: ids, NetworkInsightsPathId: pathId, AnalysisStartTime: since } = input;
    if ((ids?.length ?? 0) > PAGE) throw awsError('InvalidParameterValue', 'too many ids');
    const { statusLagMs, listedStatusLagMs, tagLagMs } = this.weather;
    for (const id of ids ?? []) this.refuseUnborn(id);
    const shown = (analysis: StoredAnalysis, lagMs: number) => this.history.shown(analysis, lagMs, tagLagMs);
    if (ids) return { NetworkInsightsAnalyses: ids.map((id) => shown(this.history.get(id), statusLagMs)) };
    if (pathId && !this.paths.has(pathId)) throw awsError('InvalidNetworkInsightsPathId.NotFound');
    const listedUntil = new Date(this.clock.now() - this.listingLagMs);
    const chosen = this.history.all.filter(
      ({ details: { NetworkInsightsPathId, StartDate = new Date(0) } }) =>
        (!pathId || pathId === NetworkInsightsPathId) && (!since || StartDate >= since) && StartDate <= listedUntil,
    );
    const { page, NextToken } = paged(chosen, input.NextToken);
    return { NetworkInsightsAnalyses: page.map((analysis) => shown(analysis, listedStatusLagMs)), NextToken };
  }

  private retag(id: string, fresh: Tag[]): void {
    const taggable = this.taggable(id);
    this.history.rememberTags(id, taggable.Tags ?? []);
    taggable.Tags = fresh;
  }

  /** Throws as long as AWS does not know a new analysis everywhere. */
  private refuseUnborn(id: string): void {
    const began = this.history.find(id)?.details.StartDate?.getTime() ?? Number.NEGATIVE_INFINITY;
    if (this.clock.now() - began < this.weather.birthLagMs) throw awsError('InvalidNetworkInsightsAnalysisId.NotFound');
  }

  private taggable(id: string): { Tags?: Tag[] } {
    const path = this.paths.get(id);
    if (path) return path;
    if (id.startsWith('nip-')) throw awsError('InvalidNetworkInsightsPathId.NotFound');
    return this.history.get(id).details;
  }

  private merged(id: string, fresh: readonly Tag[]): Tag[] {
    const kept = (this.taggable(id).Tags ?? []).filter(({ Key }) => !fresh.some((tag) => tag.Key === Key));
    if (kept.length + fresh.length > MAX_TAGS) throw awsError('TagLimitExceeded');
    for (const { Value = '' } of fresh) if (!TAG_VALUE.test(Value)) throw awsError('InvalidParameterValue', Value);
    return [...kept, ...fresh];
  }
}

function paged<T>(all: readonly T[], token: string | undefined): { page: T[]; NextToken: string | undefined } {
  const from = Number(token ?? 0);
  const end = from + PAGE;
  return { page: all.slice(from, end), NextToken: end < all.length ? String(end) : undefined };
}
