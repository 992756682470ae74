import { toAnalysis } from '../../lambda-src/analysis';
import { failedForNow, judge } from '../../lambda-src/verdict';

function analysis(details: object) {
  const made = toAnalysis({ NetworkInsightsAnalysisId: 'nia-0a', NetworkInsightsPathId: 'nip-0a', ...details });
  if (!made) throw new Error('not an analysis');
  return made;
}

it.each([
  ['succeeded', true, 'reachable', 'kept'],
  ['succeeded', false, 'reachable', 'broken'],
  ['succeeded', true, 'unreachable', 'broken'],
  ['succeeded', false, 'unreachable', 'kept'],
  ['succeeded', undefined, 'reachable', 'inconclusive'],
  ['succeeded', undefined, 'unreachable', 'inconclusive'],
  ['failed', true, 'reachable', 'inconclusive'],
  ['failed', false, 'unreachable', 'inconclusive'],
  ['cancelled', true, 'reachable', 'inconclusive'],
] as const)('%s with NetworkPathFound %s, promised %s: %s', (Status, NetworkPathFound, expected, outcome) => {
  expect(judge(analysis({ Status, NetworkPathFound }), expected)).toEqual({ outcome, expect: expected });
});

it.each([
  ['failed', 'The request failed due to modifications in network resources during the analysis', true],
  ['failed', 'The request failed due to throttling errors from EC2', true],
  ['failed', 'The request failed due to insufficient permissions', false],
  ['failed', undefined, false],
  ['succeeded', 'modifications', false],
])('%s because "%s" is worth another analysis: %s', (Status, StatusMessage, worth) => {
  expect(failedForNow(analysis({ Status, StatusMessage }))).toBe(worth);
});
