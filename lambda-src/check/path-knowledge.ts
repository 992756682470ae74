import type { NetworkInsightsPath } from '@aws-sdk/client-ec2';
import { TAGS } from '../../contract/tags';
import { nextWait, type Wait } from '../decisions/judging';
import type { Knowledge } from '../decisions/next-step';
import { CLOCKS_DIFFER_BY_MS, KNOWN_WITHIN_MS } from '../decisions/timing';
import { type Analysis, byStart, isFinished, tagValue } from '../history/analysis';
import type { Judgement } from '../history/judgement';
import { newerStanding, readStanding, type Standing } from '../history/standing';
import type { WatchedPath } from '../history/watched-paths';

/**
 * What this invocation knows of a path: what AWS has shown it, and what it has done itself, which
 * reads may not show yet. Only its own methods change it; others hold it as `Readonly`.
 */
export class PathKnowledge implements Knowledge {
  /** The path's own analyses as last seen, oldest first. */
  own: readonly Analysis[] = [];
  /** What was last reported about the path. */
  standing: Standing | undefined;
  listedAt = 0;
  /** Since when the next analysis waits for its owner to judge it. */
  wait: Wait | undefined;
  /** Whether the `Expect` tag was changed after this invocation read it. */
  isPromiseChanged = false;
  /** Ids of analyses that no longer exist, to which a token may still lead. */
  private readonly vanished = new Set<string>();
  /** By id: when AWS last showed the analysis. */
  private readonly seenAt = new Map<string, number>();
  private readonly finishedAt = new Map<string, number>();
  /** By id: what this invocation judged. */
  private readonly judgedByUs = new Map<string, Judgement>();

  constructor(readonly path: WatchedPath) {}

  get newestId(): string | undefined {
    return this.own.at(-1)?.id;
  }

  finishedSince(id: string): number | undefined {
    return this.finishedAt.get(id);
  }

  find(id: string | undefined): Analysis | undefined {
    return this.own.find((analysis) => analysis.id === id);
  }

  /** Whether the analysis was ever seen, even if it has vanished since. */
  hasSeen(id: string): boolean {
    return this.vanished.has(id) || this.find(id) !== undefined;
  }

  /** Adds what AWS has shown; an analysis that is known to have vanished stays away. */
  see(seen: readonly Analysis[], now: number): void {
    for (const { id } of seen) this.seenAt.set(id, now);
    const merged = new Map([...this.own, ...seen].map((analysis) => [analysis.id, this.withOurJudgement(analysis)]));
    for (const id of this.vanished) merged.delete(id);
    this.own = [...merged.values()].sort(byStart);
    for (const analysis of this.own) {
      if (isFinished(analysis) && !this.finishedAt.has(analysis.id)) this.finishedAt.set(analysis.id, now);
    }
    this.wait = nextWait(this.own, this.wait, now);
  }

  /** @param listedAt when the listing was asked for */
  seeListing(listed: readonly Analysis[], listedAt: number, now: number): void {
    this.see(listed, now);
    this.listedAt = listedAt;
  }

  /**
   * Takes over what the path's tags say. A standing whose analysis began in the future is forged,
   * or was written by a clock that is far off: it would silence the path, so it is ignored.
   *
   * @param path as AWS has just described it
   */
  seePath(path: NetworkInsightsPath, now: number): void {
    const standing = readStanding(path);
    if (standing && standing.startedAt <= now + CLOCKS_DIFFER_BY_MS) this.seeStanding(standing);
    this.isPromiseChanged = tagValue(path.Tags, TAGS.expect) !== tagValue(this.path.details.Tags, TAGS.expect);
  }

  seeStanding(standing: Standing | undefined): void {
    this.standing = newerStanding(this.standing, standing);
  }

  seeJudged(id: string, judgement: Judgement): void {
    this.judgedByUs.set(id, judgement);
    this.own = this.own.map((analysis) => this.withOurJudgement(analysis));
  }

  forget(ids: readonly string[]): void {
    for (const id of ids) this.vanished.add(id);
    this.own = this.own.filter(({ id }) => !this.vanished.has(id));
  }

  /**
   * Forgets those of the ids that AWS has not shown for longer than a new analysis may be unknown.
   *
   * @returns the forgotten ones
   */
  forgetUnknown(ids: readonly string[], now: number): readonly string[] {
    const gone = ids.filter((id) => now >= (this.seenAt.get(id) ?? now) + KNOWN_WITHIN_MS);
    this.forget(gone);
    return gone;
  }

  private withOurJudgement(analysis: Analysis): Analysis {
    const judgement = this.judgedByUs.get(analysis.id);
    return judgement ? { ...analysis, judgement } : analysis;
  }
}
