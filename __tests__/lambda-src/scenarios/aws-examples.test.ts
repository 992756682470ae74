import type { NetworkInsightsAnalysis } from '@aws-sdk/client-ec2';
import type { Expectation } from '../../../contract/expectation';
import { judge } from '../../../lambda-src/decisions/verdict';
import { readChange } from '../../../lambda-src/events/change';
import { toAnalysis } from '../../../lambda-src/history/analysis';
import { bodyOf } from '../../../lambda-src/notify/body';
import { relationOf } from '../../../lambda-src/notify/cause';
import { NOT_REACHABLE, NOT_REACHABLE_BY_RULE, REACHABLE } from '../../../testing/aws/aws-examples';
import { cloudTrailEvent, HTTPS_RULE } from '../../../testing/simulation/events';

/** The message about AWS's published analysis after a call that added or removed one rule. */
function told(
  details: NetworkInsightsAnalysis,
  call: string,
  rule: object,
  expectation: Expectation,
  DestinationPort = 443,
) {
  const set = call.startsWith('Authorize') ? 'securityGroupRuleSet' : 'revokedSecurityGroupRuleSet';
  const item = { ...HTTPS_RULE, isEgress: call.endsWith('Egress'), ...rule };
  const change = readChange(cloudTrailEvent(call, { responseElements: { [set]: { items: [item] } } }), 'e1');
  const analysis = toAnalysis(details);
  if (!analysis) throw new Error('not an analysis');
  const path = {
    id: analysis.pathId,
    name: 'p',
    expect: expectation,
    details: { Source: 'i-0a1b2c3d', Destination: 'eni-0a1b2c3d', Protocol: 'tcp' as const, DestinationPort },
  };
  const { outcome } = judge(analysis, expectation);
  const occasion = { kind: 'change', eventId: 'e1', change } as const;
  const report = { notice: 'alert', outcome, occasion, path, analysis, changes: [change] } as const;
  const { situation, undo } = bodyOf(report, 'us-west-2');
  return { outcome, relation: relationOf(change, path, analysis), lines: situation, undo };
}

it('of two groups at the destination, the one whose rule was revoked is the cause', () => {
  const rule = { groupId: 'sg-0def456789abc0123', cidrIpv4: '10.0.0.0/16' };
  const { outcome, relation, lines } = told(NOT_REACHABLE, 'RevokeSecurityGroupIngress', rule, 'reachable');
  expect({ outcome, relation }).toEqual({ outcome: 'broken', relation: 'cause' });
  expect(lines).toContain(
    '- No inbound rule of security groups sg-0abc123def456789 ("Source Security Group"), sg-0def456789abc0123 ("Destination Security Group") admits the traffic at network interface eni-0def456789abc0123 ("Destination ENI") (vpc-0abc123def456789, packet field: destination-port, port 443) [ENI_SG_RULES_MISMATCH]',
  );
  expect(lines).toContain('    missing: an inbound rule for tcp port 443');
  expect(lines).toContain('- Another path may pass through: sg-0fff111222333444');
});

it('a group that AWS names only in the rule that comes near is the cause, and no rule is said to be missing', () => {
  const rule = { groupId: 'sg-0def456789abc0123' };
  const { relation, lines } = told(NOT_REACHABLE_BY_RULE, 'RevokeSecurityGroupIngress', rule, 'reachable');
  expect(relation).toBe('cause');
  expect(lines).toContain(
    '- No inbound rule of security group sg-0def456789abc0123 admits the traffic at network interface eni-0fff111222333444 ("Target Load Balancer ENI") (vpc-0abc123def456789, packet field: source-address, rule: inbound tcp port 80 from 10.0.0.0/16) [ENI_SG_RULES_MISMATCH]',
  );
  expect(lines.join('\n')).not.toContain('missing:');
});

describe('of a path that was found', () => {
  const SSH = { groupId: 'sg-02f0d35a850ba727f', fromPort: 22, toPort: 22 };
  const SSH_PATH = (rule: object, call = 'AuthorizeSecurityGroupIngress') =>
    told(REACHABLE, call, { ...SSH, ...rule }, 'unreachable', 22);

  it('the rule that AWS shows at the group is the one that opened it, and the command takes it back', () => {
    const { outcome, relation, lines, undo } = SSH_PATH({});
    expect({ outcome, relation }).toEqual({ outcome: 'broken', relation: 'cause' });
    expect(lines).toContain('    This is the cause: the analysis found a path through this rule.');
    expect(undo).toContain('To undo it:');
    expect(undo.at(-1)).toMatch(/^ {2}aws ec2 revoke-security-group-ingress .*--group-id sg-02f0d35a850ba727f/);
  });

  it.each([
    ['of other addresses', { cidrIpv4: '203.0.113.0/24' }],
    ['of other ports', { fromPort: 22, toPort: 23 }],
    ['of all protocols', { ipProtocol: '-1', fromPort: -1, toPort: -1 }],
    ['for a group', { cidrIpv4: undefined, referencedGroupInfo: { groupId: 'sg-02f0d35a850ba727f' } }],
    ['of another group', { groupId: 'sg-0fff111222333444' }],
  ])('a rule %s is not accused', (_, rule) => {
    expect(SSH_PATH(rule).relation).not.toBe('cause');
  });

  it('nor is one in the other direction, although the group stands on the way back', () => {
    expect(SSH_PATH({}, 'AuthorizeSecurityGroupEgress').relation).not.toBe('cause');
  });

  it('every component is listed with what lets the traffic on', () => {
    expect(SSH_PATH({}).lines).toEqual(
      expect.arrayContaining([
        '  1. igw-0797cccdc9d73b0e5',
        '  2. acl-04fbcfb79260f6c5b: rule 100 allows all traffic from 0.0.0.0/0',
        '  3. sg-02f0d35a850ba727f: inbound tcp port 22 from 0.0.0.0/0',
        '  4. eni-0a25edef15a6cc08c of i-0495d385ad28331c7',
        '  5. i-0626d4edd54f1286d',
      ]),
    );
  });
});

it('what AWS explains only at a component is told as well, and in which accounts to look on', () => {
  const details: NetworkInsightsAnalysis = {
    ...NOT_REACHABLE,
    ForwardPathComponents: [
      {
        SequenceNumber: 1,
        Component: { Id: 'eni-0abc123def456789' },
        Explanations: [
          {
            ExplanationCode: 'ENI_SOURCE_DEST_CHECK_RESTRICTION',
            NetworkInterface: { Id: 'eni-0abc123def456789' },
          },
        ],
      },
    ],
    SuggestedAccounts: ['210987654321'],
  };
  const { lines } = told(details, 'RevokeSecurityGroupIngress', {}, 'reachable');
  expect(lines).toContain(
    '- Network interface eni-0abc123def456789 refuses traffic that is not from or for its own address: its source/destination check is on [ENI_SOURCE_DEST_CHECK_RESTRICTION]',
  );
  expect(lines).toContain('- The path may continue in these accounts: 210987654321');
});
