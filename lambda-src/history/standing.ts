import type { NetworkInsightsPath, Tag } from '@aws-sdk/client-ec2';
import { TAGS } from '../../contract/tags';
import { type Analysis, tagValue } from './analysis';
import { readVerdict, type Verdict, verdictText } from './judgement';

/**
 * What was last reported about a path, in a tag on the path itself. AWS deletes analyses after 120
 * days, and people delete them by hand. The path's tag stays, so that nothing known is reported as
 * new, and no recovery is lost.
 */
export interface Standing {
  readonly verdict: Verdict;
  /** If the verdict is inconclusive: the last conclusive one, if there was one. */
  readonly conclusive?: Verdict;
  /** The analysis that was reported. */
  readonly analysisId: string;
  /** When that analysis began, in milliseconds since 1970. */
  readonly startedAt: number;
}

/**
 * Such as `broken/reachable nia-0… 2026-11-23T10:00:00.000Z`, with ` after kept/reachable` if the
 * verdict is inconclusive.
 */
export function standingTag({ verdict, conclusive, analysisId, startedAt }: Standing): Tag {
  const after = conclusive ? ` after ${verdictText(conclusive)}` : '';
  const began = new Date(startedAt).toISOString();
  return { Key: TAGS.standing, Value: `${verdictText(verdict)} ${analysisId} ${began}${after}` };
}

const STANDING = /^(\S+) (nia-\w+) (\S+)(?: after (\S+))?$/;

/** Undefined if nothing was ever reported, or the monitor did not write the tag. */
export function readStanding({ Tags }: NetworkInsightsPath): Standing | undefined {
  const [, own, analysisId, began = '', after] = STANDING.exec(tagValue(Tags, TAGS.standing) ?? '') ?? [];
  const [verdict, conclusive, startedAt] = [readVerdict(own), readVerdict(after), Date.parse(began)];
  if (!verdict || analysisId === undefined || Number.isNaN(startedAt)) return undefined;
  return { verdict, analysisId, startedAt, conclusive };
}

/** The path's standing once the analysis is reported. */
export function nextStanding(
  { id, startedAt }: Pick<Analysis, 'id' | 'startedAt'>,
  { outcome, expect }: Verdict,
  conclusive: Verdict | undefined,
): Standing {
  const isInconclusive = outcome === 'inconclusive';
  return {
    verdict: { outcome, expect },
    analysisId: id,
    startedAt,
    conclusive: isInconclusive ? conclusive : undefined,
  };
}

/** The standing of the later analysis: a read may show an older one than is known. */
export function newerStanding(a: Standing | undefined, b: Standing | undefined): Standing | undefined {
  if (!a || !b) return a ?? b;
  return b.startedAt >= a.startedAt ? b : a;
}
