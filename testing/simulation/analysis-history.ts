import type { NetworkInsightsAnalysis, Tag } from '@aws-sdk/client-ec2';
import type { Clock } from '../../lambda-src/context';
import { awsError } from './aws-error';

/**
 * AWS deletes an analysis this long after its start:
 * https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html
 */
export const EXPIRES_AFTER_MS = 120 * 86_400_000;

export const NETWORK_CHANGED = 'The request failed due to modifications in network resources during the analysis';

export interface StoredAnalysis {
  readonly details: NetworkInsightsAnalysis;
  readonly endsAt: number;
  /** What is added to the details when the analysis ends. */
  readonly end: Partial<NetworkInsightsAnalysis>;
}

/** The analyses of an account, and the tags of its resources as they were before each write. */
export class AnalysisHistory {
  /** Every analysis ever started, as it ended or will end, with its last tags. AWS may have deleted it since. */
  readonly everStarted = new Map<string, StoredAnalysis>();
  private readonly stored = new Map<string, StoredAnalysis>();
  private readonly tagWrites = new Map<string, { readonly at: number; readonly before: readonly Tag[] }[]>();

  constructor(private readonly clock: Clock) {}

  /** The analyses that AWS has not deleted, oldest first. */
  get all(): StoredAnalysis[] {
    return [...this.stored.values()];
  }

  nextId(): string {
    return `nia-${(this.everStarted.size + 1).toString(16).padStart(17, '0')}`;
  }

  put(id: string, analysis: StoredAnalysis): void {
    this.stored.set(id, analysis);
    this.everStarted.set(id, analysis);
  }

  find(id: string): StoredAnalysis | undefined {
    return this.stored.get(id);
  }

  get(id: string): StoredAnalysis {
    const analysis = this.stored.get(id);
    if (!analysis) throw awsError('InvalidNetworkInsightsAnalysisId.NotFound');
    return analysis;
  }

  delete(id: string): void {
    this.get(id);
    this.stored.delete(id);
  }

  /** Ends every running analysis as AWS does when the network changes. */
  failRunning(): void {
    const now = this.clock.now();
    for (const [id, { details, endsAt }] of this.stored) {
      if (endsAt <= now) continue;
      this.put(id, { details, endsAt: now, end: { Status: 'failed', StatusMessage: NETWORK_CHANGED } });
    }
  }

  /** Deletes what is older than AWS keeps. */
  expire(): void {
    for (const [id, { details }] of this.stored) {
      if (this.clock.now() - (details.StartDate?.getTime() ?? 0) <= EXPIRES_AFTER_MS) return;
      this.stored.delete(id);
    }
  }

  /** The analysis as a read shows it whose status and tags lag behind. */
  shown({ details, endsAt, end }: StoredAnalysis, statusLagMs: number, tagLagMs: number): NetworkInsightsAnalysis {
    const isEnded = this.clock.now() >= endsAt + statusLagMs;
    const state: Partial<NetworkInsightsAnalysis> = isEnded ? end : { Status: 'running' };
    const id = details.NetworkInsightsAnalysisId ?? '';
    return { ...details, ...state, Tags: this.shownTags(id, details.Tags ?? [], tagLagMs) };
  }

  /** The tags as a read shows them that does not see writes of the last `lagMs` milliseconds. */
  shownTags(resourceId: string, now: readonly Tag[], lagMs: number): Tag[] {
    const unseen = this.tagWrites.get(resourceId)?.find(({ at }) => at > this.clock.now() - lagMs);
    return [...(unseen ? unseen.before : now)];
  }

  rememberTags(resourceId: string, before: readonly Tag[]): void {
    const writes = this.tagWrites.get(resourceId) ?? [];
    writes.push({ at: this.clock.now(), before });
    this.tagWrites.set(resourceId, writes);
  }
}
