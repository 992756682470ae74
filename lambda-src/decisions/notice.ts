import type { Outcome } from '../../contract/result';
import type { Analysis } from '../history/analysis';
import { isVerdict, type Verdict } from '../history/judgement';
import type { Standing } from '../history/standing';

/** The kinds of message, by what they tell. */
export type Notice = 'alert' | 'recovered' | 'error' | 'runs-again' | 'confirmed';

type Conclusive = 'kept' | 'broken';

/** What is told when `row` becomes `column`; `same`: no turn. */
const TURNS: Readonly<Record<Conclusive, Readonly<Record<Outcome, Notice | 'same'>>>> = {
  kept: { kept: 'same', broken: 'alert', inconclusive: 'error' },
  broken: { kept: 'recovered', broken: 'same', inconclusive: 'error' },
};

/** What is told again, or confirmed, when nothing turned. */
const STANDING: Readonly<Record<Outcome, Notice>> = { kept: 'confirmed', broken: 'alert', inconclusive: 'error' };

export interface Earlier {
  /** The newest earlier verdict; none counts as kept. */
  readonly previous?: Verdict;
  /** The newest earlier verdict that was not inconclusive. */
  readonly conclusive?: Verdict;
}

export interface Telling {
  readonly notifyOn: 'change' | 'every-check';
  /** Whether what is still bad is told again. */
  readonly reminds: boolean;
}

/** The message that a verdict is worth after the earlier ones; undefined for none. */
export function noticeOf(now: Verdict, { previous, conclusive }: Earlier, telling: Telling): Notice | undefined {
  const turn = turnOf(now, previous, conclusive);
  if (turn !== 'same') return turn;
  const wanted = now.outcome === 'kept' ? telling.notifyOn === 'every-check' : telling.reminds;
  return wanted ? STANDING[now.outcome] : undefined;
}

function turnOf(now: Verdict, previous: Verdict | undefined, conclusive: Verdict | undefined): Notice | 'same' {
  const wasInconclusive = previous?.outcome === 'inconclusive';
  if (wasInconclusive && now.outcome === 'inconclusive') return 'same';
  // A promise turned around and broken at once is another breach, not the old one.
  if (now.outcome === 'broken' && conclusive?.outcome === 'broken' && conclusive.expect !== now.expect) return 'alert';
  const turn = TURNS[conclusive?.outcome === 'broken' ? 'broken' : 'kept'][now.outcome];
  return wasInconclusive && turn === 'same' ? 'runs-again' : turn;
}

/**
 * The verdicts before the one at hand: those of own analyses that began before it, oldest first, and what the path itself says
 * was last reported, which also knows of analyses that are gone.
 */
export function earlierVerdicts(before: readonly Analysis[], standing: Standing | undefined): Earlier {
  const judged = before.flatMap(({ startedAt, judgement }) =>
    isVerdict(judgement) ? [{ startedAt, verdict: judgement }] : [],
  );
  const reported = standing
    ? [standing.conclusive, standing.verdict].flatMap((verdict) =>
        verdict ? [{ startedAt: standing.startedAt, verdict }] : [],
      )
    : [];
  // Of the same analysis, what was reported comes last.
  const verdicts = [...judged, ...reported].sort((a, b) => a.startedAt - b.startedAt).map(({ verdict }) => verdict);
  const previous = verdicts.at(-1);
  const conclusive = verdicts.findLast(({ outcome }) => outcome !== 'inconclusive');
  return { ...(previous && { previous }), ...(conclusive && { conclusive }) };
}
