import type { Outcome } from '../../contract/result';
import type { Analysis } from '../history/analysis';
import { isVerdict, type Verdict } from '../history/judgement';
import type { Standing } from '../history/standing';

/** The kinds of message about a verdict. */
export type Notice = 'alert' | 'recovered' | 'error' | 'runs-again' | 'confirmed';

type Conclusive = 'kept' | 'broken';

/**
 * The message when the outcome turns from the row's to the column's; `unchanged`: it does not turn.
 */
const TURNS: Readonly<Record<Conclusive, Readonly<Record<Outcome, Notice | 'unchanged'>>>> = {
  kept: { kept: 'unchanged', broken: 'alert', inconclusive: 'error' },
  broken: { kept: 'recovered', broken: 'unchanged', inconclusive: 'error' },
};

/** The message that repeats or confirms an outcome which did not turn. */
const REPEATED: Readonly<Record<Outcome, Notice>> = { kept: 'confirmed', broken: 'alert', inconclusive: 'error' };

export interface EarlierVerdicts {
  /** The newest earlier verdict; absent counts as kept. */
  readonly previous?: Verdict;
  /** The newest earlier verdict that was not inconclusive. */
  readonly conclusive?: Verdict;
}

export interface NoticePolicy {
  readonly notifyOn: 'change' | 'every-check';
  /** Whether an outcome that is still bad is reported again. */
  readonly repeatsBad: boolean;
}

/** The message that a verdict is worth after the earlier ones; undefined for none. */
export function noticeOf(
  now: Verdict,
  { previous, conclusive }: EarlierVerdicts,
  policy: NoticePolicy,
): Notice | undefined {
  const turn = turnOf(now, previous, conclusive);
  if (turn !== 'unchanged') return turn;
  const wanted = now.outcome === 'kept' ? policy.notifyOn === 'every-check' : policy.repeatsBad;
  return wanted ? REPEATED[now.outcome] : undefined;
}

function turnOf(now: Verdict, previous: Verdict | undefined, conclusive: Verdict | undefined): Notice | 'unchanged' {
  const wasInconclusive = previous?.outcome === 'inconclusive';
  if (wasInconclusive && now.outcome === 'inconclusive') return 'unchanged';
  // If `Expect` was turned around and the new promise is broken as well, that is another breach.
  if (now.outcome === 'broken' && conclusive?.outcome === 'broken' && conclusive.expect !== now.expect) return 'alert';
  const turn = TURNS[conclusive?.outcome === 'broken' ? 'broken' : 'kept'][now.outcome];
  return wasInconclusive && turn === 'unchanged' ? 'runs-again' : turn;
}

/**
 * The verdicts before the one at hand: those of own analyses that began before it, oldest first,
 * and what was last reported according to the path's own tag, which outlives deleted analyses.
 */
export function earlierVerdicts(before: readonly Analysis[], standing: Standing | undefined): EarlierVerdicts {
  const judged = before.flatMap(({ startedAt, judgement }) =>
    isVerdict(judgement) ? [{ startedAt, verdict: judgement }] : [],
  );
  const reported = standing
    ? [standing.conclusive, standing.verdict].flatMap((verdict) =>
        verdict ? [{ startedAt: standing.startedAt, verdict }] : [],
      )
    : [];
  // For the same analysis, what was reported comes last.
  const verdicts = [...judged, ...reported].sort((a, b) => a.startedAt - b.startedAt).map(({ verdict }) => verdict);
  return {
    previous: verdicts.at(-1),
    conclusive: verdicts.findLast(({ outcome }) => outcome !== 'inconclusive'),
  };
}
