import { execFileSync } from 'node:child_process';
import { readChange } from '../../lambda-src/change';
import { undo } from '../../lambda-src/undo';
import { authorizeEgress, cloudTrailEvent, GROUP, HTTPS, HTTPS_RULE, RULE, revokeEgress } from './support/events';

function undone(event: Parameters<typeof readChange>[0]) {
  return undo(readChange(event, 'fallback'), 'eu-central-1');
}

/** The words as a POSIX shell splits them. */
function words(command: string | undefined): string[] {
  const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' });
  return printed.split('\0').slice(0, -1);
}

it('authorizes again what was revoked, with every field', () => {
  const event = cloudTrailEvent('RevokeSecurityGroupIngress', {
    requestParameters: { groupId: GROUP },
    responseElements: {
      revokedSecurityGroupRuleSet: {
        items: [
          { ...HTTPS_RULE, isEgress: false, description: "it's public" },
          {
            groupId: GROUP,
            isEgress: false,
            ipProtocol: '-1',
            fromPort: -1,
            toPort: -1,
            referencedGroupInfo: { groupId: 'sg-0aaaaaaaa', userId: '210987654321' },
          },
        ],
      },
    },
  });
  const { commands, notes } = undone(event);
  expect(notes).toEqual([]);
  expect(commands).toHaveLength(1);
  expect(words(commands[0])).toEqual([
    'aws',
    'ec2',
    'authorize-security-group-ingress',
    '--region',
    'eu-central-1',
    '--group-id',
    GROUP,
    '--ip-permissions',
    JSON.stringify([
      {
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
        IpRanges: [{ CidrIp: '0.0.0.0/0', Description: "it's public" }],
      },
      { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-0aaaaaaaa', UserId: '210987654321' }] },
    ]),
  ]);
});

it('revokes what was authorized by the ids of the rules', () => {
  expect(undone(authorizeEgress())).toEqual({
    commands: [
      `aws ec2 revoke-security-group-egress --region eu-central-1 --group-id ${GROUP} --security-group-rule-ids ${RULE}`,
    ],
    notes: [],
  });
});

it('revokes what was authorized by its fields where the record has no ids', () => {
  const event = cloudTrailEvent('AuthorizeSecurityGroupIngress', {
    requestParameters: { groupId: GROUP, ipPermissions: { items: [HTTPS] } },
  });
  expect(words(undone(event).commands[0]).slice(2)).toEqual([
    'revoke-security-group-ingress',
    '--region',
    'eu-central-1',
    '--group-id',
    GROUP,
    '--ip-permissions',
    '[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]',
  ]);
});

it('says that the earlier value of a modified rule is not known', () => {
  const event = cloudTrailEvent('ModifySecurityGroupRules', {
    requestParameters: {
      ModifySecurityGroupRulesRequest: {
        GroupId: GROUP,
        SecurityGroupRule: { SecurityGroupRuleId: RULE, SecurityGroupRule: { IpProtocol: 'tcp' } },
      },
    },
  });
  expect(undone(event)).toEqual({
    commands: [],
    notes: [`The record does not hold the earlier value of ${RULE}: look it up where your rules are kept.`],
  });
});

it('says so where the record does not tell the rules', () => {
  const event = cloudTrailEvent('RevokeSecurityGroupEgress', { requestParameters: { groupId: GROUP } });
  expect(undone(event)).toEqual({
    commands: [],
    notes: ['The record of RevokeSecurityGroupEgress does not hold what was there before.'],
  });
});

it.each([
  [
    'Terraform',
    'APN/1.0 HashiCorp/1.0 Terraform/1.11.4 terraform-provider-aws/5.100.0',
    /^Made by Terraform: revert the commit/,
  ],
  ['CloudFormation', 'cloudformation.amazonaws.com', /^Made by CloudFormation: revert the template change/],
])('of a change made by %s is done in its code', (_, userAgent, note) => {
  const event = revokeEgress();
  const { commands, notes } = undone({ ...event, detail: { ...event.detail, userAgent } });
  expect(commands).toEqual([]);
  expect(notes[0]).toMatch(note);
});

describe('hostile text', () => {
  const HOSTILE = `'; touch /tmp/owned; $(reboot) \`id\` "\n\u202e && echo '`;

  it('stays one word of the command, on one line', () => {
    const event = cloudTrailEvent('RevokeSecurityGroupEgress', {
      responseElements: {
        revokedSecurityGroupRuleSet: { items: [{ ...HTTPS_RULE, cidrIpv4: HOSTILE, description: HOSTILE }] },
      },
    });
    const [command] = undone(event).commands;
    const [permission] = JSON.parse(words(command).at(-1) ?? '');
    expect(words(command)).toHaveLength(9);
    expect(permission.IpRanges).toEqual([{ CidrIp: HOSTILE, Description: HOSTILE }]);
    expect(command).toMatch(/^[\x20-\x7e]+$/);
  });

  it('in place of an id gives no command', () => {
    const event = cloudTrailEvent('AuthorizeSecurityGroupEgress', {
      responseElements: { securityGroupRuleSet: { items: [{ ...HTTPS_RULE, groupId: HOSTILE }] } },
    });
    expect(undone(event).commands).toEqual([]);
  });

  it('without end gives no command', () => {
    const event = cloudTrailEvent('RevokeSecurityGroupEgress', {
      responseElements: {
        revokedSecurityGroupRuleSet: { items: [{ ...HTTPS_RULE, description: 'x'.repeat(100_000) }] },
      },
    });
    expect(undone(event).commands).toEqual([]);
  });
});
