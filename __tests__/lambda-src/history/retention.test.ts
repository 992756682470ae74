import { toAnalysis } from '../../../lambda-src/history/analysis';
import { toPrune } from '../../../lambda-src/history/retention';

/** Analyses of one path, oldest first, by their outcomes; '-' for an unjudged one. */
function pruned(judgements: string, keep: number): string[] {
  const analyses = judgements.split(' ').flatMap((judged, n) => {
    const Tags = judged === '-' ? [] : [{ Key: 'ReachabilityMonitorJudged', Value: `${judged}/reachable` }];
    return (
      toAnalysis({
        NetworkInsightsAnalysisId: `nia-${n}`,
        NetworkInsightsPathId: 'nip-0a',
        StartDate: new Date(n),
        Tags,
      }) ?? []
    );
  });
  return toPrune(analyses, keep).map(({ id }) => id);
}

it.each([
  ['the oldest judged ones go', 'kept broken kept kept', 2, ['nia-0', 'nia-1']],
  ['fewer than are kept: none goes', 'kept broken', 3, []],
  ['an unjudged one stays, and does not count', 'kept - kept kept', 2, ['nia-0']],
  ['the newest conclusive one stays', 'kept broken inconclusive inconclusive', 1, ['nia-0', 'nia-2']],
  ['the newest verdict stays behind superseded ones', 'kept inconclusive superseded superseded', 1, ['nia-2']],
])('%s', (_, judgements, keep, gone) => {
  expect(pruned(judgements, keep)).toEqual(gone);
});
