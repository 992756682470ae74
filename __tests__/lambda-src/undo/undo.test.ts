import { readChange } from '../../../lambda-src/events/change';
import { shellCommand } from '../../../lambda-src/undo/command';
import { undo } from '../../../lambda-src/undo/undo';
import { ec2Call, shellWords } from '../../../testing/aws/aws-cli';
import { eventOf, NOT_UNDOABLE, UNDOABLE } from '../../../testing/aws/network-calls';
import {
  authorizeEgress,
  cloudTrailEvent,
  GROUP,
  HTTPS,
  HTTPS_RULE,
  RULE,
  revokeEgress,
} from '../../../testing/simulation/events';

const REGION = ['--region', 'eu-central-1'];

function undone(event: Parameters<typeof readChange>[0]) {
  const { commands, lookups, caveats } = undo(readChange(event, 'fallback'), 'eu-central-1');
  return { commands: commands.map(shellCommand), lookups: lookups.map(shellCommand), caveats };
}

/**
 * The words of the only command, as bash splits them, without `aws`, the service and the Region.
 */
function words({ commands }: { commands: readonly string[] }): string[] {
  const [split = [], ...others] = shellWords(commands);
  expect(others).toEqual([]);
  expect(split.slice(3, 5)).toEqual(REGION);
  return [...split.slice(2, 3), ...split.slice(5)];
}

describe('security group rules', () => {
  it('that were revoked are authorized again, with every field', () => {
    const event = cloudTrailEvent('RevokeSecurityGroupIngress', {
      requestParameters: { groupId: GROUP },
      responseElements: {
        revokedSecurityGroupRuleSet: {
          items: [
            { ...HTTPS_RULE, isEgress: false, description: "it's \\ 100% public!" },
            {
              groupId: GROUP,
              securityGroupRuleId: 'sgr-0aaaaaaaa',
              isEgress: false,
              ipProtocol: '-1',
              fromPort: -1,
              toPort: -1,
              referencedGroupInfo: { groupId: 'sg-0aaaaaaaa', userId: '210987654321' },
            },
            { groupId: GROUP, securityGroupRuleId: 'sgr-0bbbbbbbb', ipProtocol: '50', cidrIpv6: '2001:db8::/32' },
          ],
        },
      },
    });
    const result = undone(event);
    const [operation, ...options] = words(result);
    expect(result.caveats).toEqual([]);
    expect([operation, ...options.slice(0, -1)]).toEqual([
      'authorize-security-group-ingress',
      '--group-id',
      GROUP,
      '--ip-permissions',
    ]);
    expect(JSON.parse(options.at(-1) ?? '')).toEqual([
      {
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
        IpRanges: [{ CidrIp: '0.0.0.0/0', Description: "it's \\ 100% public!" }],
      },
      { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-0aaaaaaaa', UserId: '210987654321' }] },
      { IpProtocol: '50', Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }] },
    ]);
  });

  it('get the account of a referenced group from the request', () => {
    const event = cloudTrailEvent('RevokeSecurityGroupIngress', {
      requestParameters: {
        groupId: GROUP,
        ipPermissions: {
          items: [{ ipProtocol: '-1', groups: { items: [{ groupId: 'sg-0aaaaaaaa', userId: '210987654321' }] } }],
        },
      },
      responseElements: {
        revokedSecurityGroupRuleSet: {
          items: [{ groupId: GROUP, securityGroupRuleId: RULE, ipProtocol: '-1', referencedGroupId: 'sg-0aaaaaaaa' }],
        },
      },
    });
    expect(words(undone(event)).at(-1)).toBe(
      '[{"IpProtocol":"-1","UserIdGroupPairs":[{"GroupId":"sg-0aaaaaaaa","UserId":"210987654321"}]}]',
    );
  });

  it('that were added are revoked by their ids', () => {
    expect(undone(authorizeEgress())).toEqual({
      commands: [
        `aws ec2 revoke-security-group-egress --region eu-central-1 --group-id ${GROUP} --security-group-rule-ids ${RULE}`,
      ],
      lookups: [],
      caveats: [],
    });
  });

  it('that were added are revoked by their fields if the record has no ids', () => {
    const event = cloudTrailEvent('AuthorizeSecurityGroupIngress', {
      requestParameters: { groupId: GROUP, ipPermissions: { items: [HTTPS] } },
    });
    expect(words(undone(event))).toEqual([
      'revoke-security-group-ingress',
      '--group-id',
      GROUP,
      '--ip-permissions',
      '[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]',
    ]);
  });

  it('whose removal was only requested may not have existed', () => {
    const event = cloudTrailEvent('RevokeSecurityGroupIngress', {
      requestParameters: { groupId: GROUP, ipPermissions: { items: [HTTPS] } },
    });
    const result = undone(event);
    expect(result.commands).toHaveLength(1);
    expect(result.caveats).toEqual([expect.stringContaining('In a default VPC, AWS accepts rules that do not exist')]);
  });

  it('that AWS did not find give no command, which would add a new rule', () => {
    const event = cloudTrailEvent('RevokeSecurityGroupIngress', {
      requestParameters: { groupId: GROUP, ipPermissions: { items: [HTTPS] } },
      responseElements: { _return: true, unknownIpPermissionSet: { items: [HTTPS] } },
    });
    const result = undone(event);
    expect(result.commands).toEqual([]);
    expect(result.caveats).toEqual(['No command for a rule: the CloudTrail record is incomplete.']);
  });

  it('that the record has only in part give commands for the others, and a caveat', () => {
    const event = cloudTrailEvent('RevokeSecurityGroupEgress', {
      responseElements: {
        revokedSecurityGroupRuleSet: {
          items: [HTTPS_RULE, { ...HTTPS_RULE, cidrIpv4: undefined }, { ...HTTPS_RULE, fromPort: 80, toPort: 80 }],
        },
      },
    });
    const result = undone(event);
    const ports = shellWords(result.commands).flatMap((split) => JSON.parse(split.at(-1) ?? ''));
    expect(ports.map(({ FromPort }) => FromPort)).toEqual([443, 80]);
    expect(result.caveats).toEqual(['No command for a rule: the CloudTrail record is incomplete.']);
  });

  it('that are too many for one command give several', () => {
    const items = Array.from({ length: 100 }, (_, n) => ({ ...HTTPS_RULE, fromPort: n, toPort: n }));
    const event = cloudTrailEvent('RevokeSecurityGroupEgress', {
      responseElements: { revokedSecurityGroupRuleSet: { items } },
    });
    const result = undone(event);
    const ports = shellWords(result.commands).flatMap((split) => JSON.parse(split.at(-1) ?? ''));
    expect(result.commands.length).toBeGreaterThan(1);
    expect(ports.map(({ FromPort }) => FromPort)).toEqual(items.map(({ fromPort }) => fromPort));
    expect(result.caveats).toEqual([]);
  });

  it('that were modified give a command that shows their history', () => {
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
      lookups: [
        `aws configservice get-resource-config-history --region eu-central-1 --resource-type AWS::EC2::SecurityGroup --resource-id ${GROUP} --later-time 2026-11-23T10:00:00.000Z --limit 1`,
      ],
      caveats: [`The CloudTrail record does not contain the earlier state of ${RULE}.`],
    });
  });

  it('that the record lacks give no command', () => {
    const event = cloudTrailEvent('RevokeSecurityGroupEgress', { requestParameters: { groupId: GROUP } });
    expect(undone(event)).toMatchObject({
      commands: [],
      caveats: ['The CloudTrail record of RevokeSecurityGroupEgress does not contain the earlier state.'],
    });
  });
});

describe('a call whose record contains the earlier state', () => {
  it.each(UNDOABLE.map(([call, command]) => [call[0], call, command] as const))('%s', (_, call, command) => {
    const [service, operation, ...options] = command.split(' ');
    const result = undone(eventOf(call));
    expect(result.commands).toEqual([['aws', service, operation, ...REGION, ...options].join(' ')]);
    expect(result.lookups).toEqual([]);
    // The SDK knows the operation and every option.
    if (service === 'ec2') expect(() => shellWords(result.commands).map(ec2Call)).not.toThrow();
  });

  it.each(UNDOABLE.map(([call]) => [call[0], call] as const))(
    '%s without its parameters gives no command',
    (_, [call]) => {
      const { commands, caveats } = undone(eventOf([call, {}, {}]));
      expect(commands).toEqual([]);
      expect(caveats[0]).toMatch(/^The CloudTrail record of \w+ does not contain the earlier state\.$/);
    },
  );
});

describe('a call whose record does not contain the earlier state', () => {
  it.each(NOT_UNDOABLE.map(([call, resource]) => [call[0], call, resource] as const))(
    '%s gives a caveat, and a command that shows the history',
    (_, call, resource) => {
      const { commands, lookups, caveats } = undone(eventOf(call));
      expect(commands).toEqual([]);
      expect(caveats[0]).toMatch(/^The CloudTrail record .*does not contain/);
      expect(lookups.map((line) => line.split(' '))).toEqual(
        resource ? [expect.arrayContaining(['get-resource-config-history', resource])] : [],
      );
    },
  );
});

it('gives no command for a harmless call', () => {
  const event = cloudTrailEvent('UpdateSecurityGroupRuleDescriptionsIngress', {
    requestParameters: { groupId: GROUP, ipPermissions: { items: [HTTPS] } },
  });
  expect(undone(event).commands).toEqual([]);
});

it("uses the change's own Region", () => {
  const event = revokeEgress();
  expect(undone({ ...event, detail: { ...event.detail, awsRegion: 'us-gov-west-1' } }).commands[0]).toContain(
    '--region us-gov-west-1 ',
  );
  expect(undone({ ...event, detail: { ...event.detail, awsRegion: '; reboot' } }).commands[0]).toContain(
    '--region eu-central-1 ',
  );
});

it.each([
  [
    'Terraform',
    { userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.11.4 terraform-provider-aws/5.100.0' },
    /^Made by Terraform: revert the commit/,
  ],
  ['CloudFormation', { userAgent: 'cloudformation.amazonaws.com' }, /^Made by CloudFormation: revert the template/],
  [
    'CloudFormation, for a role',
    {
      userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::1:role/x', invokedBy: 'cloudformation.amazonaws.com' },
    },
    /^Made by CloudFormation: revert the template/,
  ],
])('refers to the code for a change made by %s', (_, detail, note) => {
  const event = revokeEgress();
  const { commands, caveats } = undone({ ...event, detail: { ...event.detail, ...detail } });
  expect(commands).toEqual([]);
  expect(caveats[0]).toMatch(note);
});

describe('hostile text', () => {
  const HOSTILE = `'; touch owned; $(touch owned) \`id\` "\n\u202e && echo '!x`;
  const revoked = (more: object) =>
    undone(
      cloudTrailEvent('RevokeSecurityGroupEgress', {
        responseElements: { revokedSecurityGroupRuleSet: { items: [{ ...HTTPS_RULE, ...more }] } },
      }),
    );

  it('remains one word of the command, on one line', () => {
    const result = revoked({ description: HOSTILE });
    expect(result.commands[0]).toMatch(/^[\x20-\x7e]+$/);
    expect(words(result)).toHaveLength(5);
    expect(JSON.parse(words(result).at(-1) ?? '')[0].IpRanges).toEqual([{ CidrIp: '0.0.0.0/0', Description: HOSTILE }]);
  });

  it.each([
    { groupId: HOSTILE },
    { cidrIpv4: HOSTILE },
    { cidrIpv4: 'file:///etc/passwd' },
    { ipProtocol: HOSTILE },
    { cidrIpv4: undefined, prefixListId: HOSTILE },
    { cidrIpv4: undefined, referencedGroupInfo: { groupId: GROUP, userId: HOSTILE } },
    { description: 'x'.repeat(100_000) },
  ])('in place of a value that AWS records gives no command: %#', (more) => {
    expect(revoked(more).commands).toEqual([]);
  });

  it.each(['--debug', 'file:///etc/passwd', '0.0.0.0/0 --dry-run'])(
    'is not accepted as the destination of a route: %s',
    (destination) => {
      const request = { routeTableId: 'rtb-0a1b2c3d', destinationCidrBlock: destination };
      expect(undone(eventOf(['CreateRoute', request])).commands).toEqual([]);
    },
  );
});
