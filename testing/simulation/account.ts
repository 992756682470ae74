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
import type { Clock, Ec2, Sns } from '../../lambda-src/context';

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

export interface Published {
  readonly at: number;
  readonly invocation: number;
  readonly input: PublishInput;
}

/** How AWS behaves beside its rules: how long calls take, what fails, and how late reads show what was written. */
export interface Weather {
  /** Milliseconds from sending a call to its effect, and from there to the answer. */
  latency(call: Fault['call']): { readonly before: number; readonly after: number };
  /** The error that a call ends with, before or after it has had its effect. */
  failure(call: Fault['call']): { readonly code: string; readonly when: 'before' | 'after' } | undefined;
  /** Milliseconds for which a new analysis is unknown to calls that name it. */
  readonly birthLagMs: number;
  /** Milliseconds for which a listing, or a look by id, shows a finished analysis as running. */
  readonly listedStatusLagMs: number;
  readonly statusLagMs: number;
  /** Milliseconds for which reads show tags as they were before a write. */
  readonly tagLagMs: number;
  /** So many milliseconds before its start, an analysis looks at the network. */
  readonly sightLagMs: number;
}

/** Every call takes 20 ms, nothing fails, and reads show what was written. */
const FAIR: Weather = {
  latency: () => ({ before: 20, after: 0 }),
  failure: () => undefined,
  birthLagMs: 0,
  listedStatusLagMs: 0,
  statusLagMs: 0,
  tagLagMs: 0,
  sightLagMs: 0,
};

/** AWS deletes an analysis so long after it began: https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html */
export const EXPIRES_AFTER_MS = 120 * 86_400_000;

export interface StoredAnalysis {
  readonly details: NetworkInsightsAnalysis;
  readonly endsAt: number;
  readonly end: Partial<NetworkInsightsAnalysis>;
}

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
  readonly published: Published[] = [];
  readonly tagWritings: { readonly at: number; readonly invocation: number; readonly ids: readonly string[] }[] = [];
  /** How the topic of chat behaves; its ARN ends with `-chat`. */
  chat = { delayMs: 0, refuses: false };
  /** The name of every call, and what it asked for. */
  readonly calls: string[] = [];
  readonly requests: { call: string; input: unknown }[] = [];
  readonly faults: Fault[] = [];
  /** For the next analyses, first to first. */
  readonly scripts: Script[] = [];
  /** How the network was at the time. */
  network: (pathId: string, at?: number) => Finding = () => ({ found: true });
  weather: Weather = FAIR;
  /** How long the next analysis takes. */
  analysisMs: number = 20_000;
  /** So long an analysis is missing from listings. */
  listingLagMs = 0;
  private readonly stored = new Map<string, StoredAnalysis>();
  /** What the tags of a resource were before each write. */
  private readonly tagWrites = new Map<string, { readonly at: number; readonly before: readonly Tag[] }[]>();
  private readonly tokens = new Map<string, { parameters: string; id: string }>();
  private nextAnalysis = 1;

  constructor(protected readonly clock: Clock) {}

  /** Every analysis as it is now, oldest first. */
  get analyses(): NetworkInsightsAnalysis[] {
    return [...this.stored.values()].map((analysis) => this.shown(analysis, 0, 0));
  }

  /** Every analysis that there ever was, as it ended or will end, with the tags it has or had last. */
  readonly everStarted = new Map<string, StoredAnalysis>();

  /** How many have ever been started: what the account is billed for. */
  get bought(): number {
    return this.nextAnalysis - 1;
  }

  startAnalysis(pathId: string, tagList: readonly Tag[]): string {
    if (!this.paths.has(pathId)) throw awsError('InvalidNetworkInsightsPathId.NotFound');
    const id = `nia-${(this.nextAnalysis++).toString(16).padStart(17, '0')}`;
    const { durationMs = this.analysisMs, status, statusMessage } = this.scripts.shift() ?? {};
    const {
      found,
      explanations = [],
      components = [],
    } = this.network(pathId, this.clock.now() - this.weather.sightLagMs);
    const now = this.clock.now();
    const start = { NetworkInsightsAnalysisId: id, NetworkInsightsPathId: pathId, StartDate: new Date(now) };
    const verdict = { NetworkPathFound: found, Explanations: explanations, ForwardPathComponents: components };
    const end = status
      ? { Status: status, StatusMessage: statusMessage }
      : { Status: 'succeeded' as const, ...verdict };
    this.store(id, { details: { ...start, Tags: [...tagList] }, endsAt: now + durationMs, end });
    return id;
  }

  private store(id: string, analysis: StoredAnalysis): void {
    this.stored.set(id, analysis);
    this.everStarted.set(id, analysis);
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
      this.store(id, { details, endsAt: now, end: { Status: 'failed', StatusMessage: NETWORK_CHANGED } });
    }
  }

  /** @param invocation which invocation of the function is calling */
  ec2(invocation = 0): Ec2 {
    return {
      describeNetworkInsightsPaths: this.call('describeNetworkInsightsPaths', (input) => {
        const { NetworkInsightsPathIds: ids, NextToken } = input;
        for (const id of ids ?? []) if (!this.paths.has(id)) throw awsError('InvalidNetworkInsightsPathId.NotFound');
        const chosen = [...this.paths].filter(([id]) => !ids || ids.includes(id)).map(([, path]) => path);
        const { page, next } = paged(chosen, NextToken);
        const shown = page.map((path) => ({
          ...path,
          Tags: this.shownTags(path.NetworkInsightsPathId ?? '', path.Tags ?? [], this.weather.tagLagMs),
        }));
        return { NetworkInsightsPaths: shown, ...next };
      }),
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
          const isTaken = (tag: Tag) =>
            Tags.some(({ Key, Value }) => Key === tag.Key && (Value === undefined || Value === tag.Value));
          this.retag(
            id,
            (this.taggable(id).Tags ?? []).filter((tag) => !isTaken(tag)),
          );
        }
      }),
    };
  }

  /** @param invocation which invocation of the function is calling */
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

  /** Counts the call, lets it take its time, and lets it fail where a fault says so. */
  private call<I, O>(name: Fault['call'], work: (input: I) => O): (input: I) => Promise<O> {
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
      this.expire();
      const answer = work(input);
      if (after > 0) await this.clock.sleep(after);
      if (failure) throw awsError(failure.code);
      return answer;
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
    return { NetworkInsightsAnalysis: stored ? this.shown(stored, 0) : gone };
  }

  private describe(input: DescribeNetworkInsightsAnalysesRequest) {
    const { NetworkInsightsAnalysisIds: ids, NetworkInsightsPathId: pathId, AnalysisStartTime: since } = input;
    if ((ids?.length ?? 0) > PAGE) throw awsError('InvalidParameterValue', 'too many ids');
    const { statusLagMs, listedStatusLagMs } = this.weather;
    for (const id of ids ?? []) this.refuseUnborn(id);
    if (ids) return { NetworkInsightsAnalyses: ids.map((id) => this.shown(this.known(id), statusLagMs)) };
    if (pathId && !this.paths.has(pathId)) throw awsError('InvalidNetworkInsightsPathId.NotFound');
    const listedUntil = new Date(this.clock.now() - this.listingLagMs);
    const chosen = [...this.stored.values()].filter(
      ({ details: { NetworkInsightsPathId, StartDate = new Date(0) } }) =>
        (!pathId || pathId === NetworkInsightsPathId) && (!since || StartDate >= since) && StartDate <= listedUntil,
    );
    const { page, next } = paged(chosen, input.NextToken);
    return { NetworkInsightsAnalyses: page.map((analysis) => this.shown(analysis, listedStatusLagMs)), ...next };
  }

  private shown(
    { details, endsAt, end }: StoredAnalysis,
    statusLagMs: number,
    tagLagMs = this.weather.tagLagMs,
  ): NetworkInsightsAnalysis {
    const isEnded = this.clock.now() >= endsAt + statusLagMs;
    const state: Partial<NetworkInsightsAnalysis> = isEnded ? end : { Status: 'running' };
    const id = details.NetworkInsightsAnalysisId ?? '';
    return { ...details, ...state, Tags: this.shownTags(id, details.Tags ?? [], tagLagMs) };
  }

  private shownTags(id: string, now: readonly Tag[], lagMs: number): Tag[] {
    const unseen = this.tagWrites.get(id)?.find(({ at }) => at > this.clock.now() - lagMs);
    return [...(unseen ? unseen.before : now)];
  }

  private retag(id: string, fresh: Tag[]): void {
    const taggable = this.taggable(id);
    const writes = this.tagWrites.get(id) ?? [];
    writes.push({ at: this.clock.now(), before: taggable.Tags ?? [] });
    this.tagWrites.set(id, writes);
    taggable.Tags = fresh;
  }

  /** A new analysis is not known everywhere at once. */
  private refuseUnborn(id: string): void {
    const began = this.stored.get(id)?.details.StartDate?.getTime() ?? Number.NEGATIVE_INFINITY;
    if (this.clock.now() - began < this.weather.birthLagMs) throw awsError('InvalidNetworkInsightsAnalysisId.NotFound');
  }

  private expire(): void {
    for (const [id, { details }] of this.stored) {
      if (this.clock.now() - (details.StartDate?.getTime() ?? 0) <= EXPIRES_AFTER_MS) return;
      this.stored.delete(id);
    }
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
