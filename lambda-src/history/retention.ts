import { type Analysis, byStart } from './analysis';
import { isVerdict } from './judgement';

/**
 * The analyses of one path that are no longer needed: judged ones beyond the newest `keep`. The
 * newest verdict and the newest conclusive verdict always stay, since the next verdict is compared
 * with them. Unjudged analyses stay as well.
 */
export function toPrune(own: readonly Analysis[], keep: number): readonly Analysis[] {
  const judged = own.filter(({ judgement }) => judgement !== undefined).sort(byStart);
  const newestVerdict = judged.findLast(({ judgement }) => isVerdict(judgement));
  const newestConclusive = judged.findLast(
    ({ judgement }) => judgement?.outcome === 'kept' || judgement?.outcome === 'broken',
  );
  return judged.slice(0, -keep).filter((analysis) => analysis !== newestVerdict && analysis !== newestConclusive);
}
