import { failedForNow, judge, lacksPermission } from '../../../lambda-src/decisions/verdict';
import { slim, toAnalysis } from '../../../lambda-src/history/analysis';

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

/** https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html */
describe('no path found', () => {
  const NOT_FOUND = { Status: 'succeeded', NetworkPathFound: false };
  const OBSTACLE = { ExplanationCode: 'ENI_SG_RULES_MISMATCH', Direction: 'ingress' };

  function outcomes(details: object) {
    const made = analysis({ ...NOT_FOUND, ...details });
    const outcome = (of: typeof made) =>
      (['reachable', 'unreachable'] as const).map((expected) => judge(of, expected).outcome);
    // A listed analysis loses its long lists, but never what the verdict needs of them.
    expect(outcome(slim(made))).toEqual(outcome(made));
    return outcome(made);
  }

  it.each([
    'UNKNOWN_RESOURCE',
    'UNKNOWN_DESTINATION',
    'UNKNOWN_PEERED_SGS',
    'TGW_RTB_ROUTES_ARE_UNKNOWN',
    'UNSUPPORTED_COMPONENT',
    'NO_PATH',
    'NO_POSSIBLE_DESTINATION',
    'IGW_NAT_REFLECTION',
  ])('because of %s is inconclusive for either promise, even with a certain obstacle', (ExplanationCode) => {
    const unknown = ['inconclusive', 'inconclusive'];
    expect(outcomes({ Explanations: [{ ExplanationCode }] })).toEqual(unknown);
    expect(outcomes({ Explanations: [OBSTACLE, { ExplanationCode }] })).toEqual(unknown);
    const hop = { Component: { Id: 'pcx-0a' }, Explanations: [{ ExplanationCode }] };
    expect(outcomes({ Explanations: [OBSTACLE], ForwardPathComponents: [hop] })).toEqual(unknown);
    expect(outcomes({ Explanations: [OBSTACLE], ReturnPathComponents: [hop] })).toEqual(unknown);
  });

  it.each([
    'NO_SOURCE_OR_DESTINATION',
    'UNASSOCIATED_COMPONENT',
    'IGW_EXPECTS_PUBLIC_ADDRESS',
    'COMPONENT_FILTER_RESTRICTION',
    'COMPONENT_FILTER_RESTRICTION_REMOVED_COMPONENT',
    'FILTER_AT_SOURCE_DESTINATION_PORT_RANGE',
    'FILTER_AT_DESTINATION_SOURCE_ADDRESS',
    'A_CODE_THAT_AWS_WILL_INVENT',
    'constructor',
    undefined,
  ])('because of %s breaks a required path, and does not keep a forbidden one', (ExplanationCode) => {
    expect(outcomes({ Explanations: [{ ExplanationCode }] })).toEqual(['broken', 'inconclusive']);
    expect(outcomes({ Explanations: [OBSTACLE, { ExplanationCode }] })).toEqual(['broken', 'inconclusive']);
  });

  it.each(['ENI_SG_RULES_MISMATCH', 'SUBNET_ACL_RESTRICTION', 'NO_ROUTE_TO_DESTINATION', 'DISCONNECTED_VPCS'])(
    'because of %s is closed',
    (ExplanationCode) => {
      expect(outcomes({ Explanations: [{ ExplanationCode }] })).toEqual(['broken', 'kept']);
    },
  );

  /** https://docs.aws.amazon.com/vpc/latest/reachability/additional-detail-codes.html */
  it('by assumption, or by a firewall whose rules AWS left out in part, is inconclusive', () => {
    const at = (AdditionalDetailType: string) => [
      { Component: { Id: 'x-0a' }, AdditionalDetails: [{ AdditionalDetailType }] },
    ];
    const blockedByFirewall = { ExplanationCode: 'FIREWALL_RULES_RESTRICTION' };
    const leftOut = at('FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULES');
    const assumed = at('ASSUMPTION_PRESERVE_CLIENT_IP_IS_ENABLED');
    const crossed = at('AVAILABILITY_ZONE_CROSSED');
    const unknown = ['inconclusive', 'inconclusive'];
    const closed = ['broken', 'kept'];
    expect(outcomes({ Explanations: [OBSTACLE], ForwardPathComponents: assumed })).toEqual(unknown);
    expect(outcomes({ Explanations: [blockedByFirewall], ForwardPathComponents: leftOut })).toEqual(unknown);
    expect(outcomes({ Explanations: [OBSTACLE], ForwardPathComponents: leftOut })).toEqual(closed);
    expect(outcomes({ Explanations: [OBSTACLE], ForwardPathComponents: crossed })).toEqual(closed);
  });

  it('codes do not matter if a path was found', () => {
    const found = analysis({ ...NOT_FOUND, NetworkPathFound: true, Explanations: [{ ExplanationCode: 'NO_PATH' }] });
    expect(judge(found, 'unreachable').outcome).toBe('broken');
  });
});

/** Messages of failures: https://docs.aws.amazon.com/vpc/latest/reachability/troubleshooting.html
 */
it.each([
  ['failed', { StatusMessage: 'The request failed due to insufficient permissions' }, true],
  ['failed', { StatusMessage: 'The request failed due to an inaccessible resource eni-0a' }, true],
  ['failed', { StatusMessage: 'The network configuration is not supported' }, false],
  ['succeeded', { NetworkPathFound: false, Explanations: [{ ExplanationCode: 'UNKNOWN_RESOURCE' }] }, true],
  ['succeeded', { NetworkPathFound: false, Explanations: [{ ExplanationCode: 'UNSUPPORTED_COMPONENT' }] }, false],
  ['succeeded', { NetworkPathFound: true }, false],
  ['running', { StatusMessage: 'insufficient permissions' }, false],
])('%s with %j lacks a permission: %s', (Status, details, lacks) => {
  const made = analysis({ Status, ...details });
  expect([made, slim(made)].map(lacksPermission)).toEqual([lacks, lacks]);
});
