import type { Expectation } from '../../../contract/expectation';
import { parseEnvironment } from '../../../lambda-src/environment';
import { readChange } from '../../../lambda-src/events/change';
import { toMessage } from '../../../lambda-src/notify/email';
import { exampleEnvironment } from '../../../testing/example-environment';
import { changeOccasion, EGRESS_BLOCKED, exampleReport, type Given } from '../../../testing/example-report';
import { authorizeEgress, cloudTrailEvent, GROUP, HTTPS_RULE, revokeEgress } from '../../../testing/simulation/events';

const ENVIRONMENT = parseEnvironment(exampleEnvironment());

function body(given: Given = {}): string {
  return toMessage(exampleReport(given), ENVIRONMENT).Message ?? '';
}

describe('the text for people', () => {
  it('has the path, the obstacle, the change, the cause, the undo command and the link to the console', () => {
    const text = body({ occasion: changeOccasion(revokeEgress('2026-11-23T10:00:00Z')) });
    for (const line of [
      'Path: web-to-internet: i-0aaaaaaaa -> igw-0bbbbbbbb, tcp port 443, must be reachable',
      `- No outbound rule of security group ${GROUP} admits the traffic at the network interface [ENI_SG_RULES_MISMATCH]`,
      '- 2026-11-23T10:00:00.000Z RevokeSecurityGroupEgress by arn:aws:sts::123456789012:assumed-role/NetAdmin/alice, from 203.0.113.7, with console.ec2.amazonaws.com',
      `    removed: outbound tcp port 443 to 0.0.0.0/0 (sgr-0123456789abcdef0) in ${GROUP}`,
      '    This is the cause: the analysis names its security group and direction.',
      'To undo it:',
      `  aws ec2 authorize-security-group-egress --region eu-central-1 --group-id ${GROUP} --ip-permissions '[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]'`,
      'Analysis in the console: https://eu-central-1.console.aws.amazon.com/networkinsights/home?region=eu-central-1#NetworkPathAnalysis:analysisId=nia-0aaaaaaaaaaaaaaaa',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
  });

  const CAUSE = 'This is the cause';

  it.each([
    ['in the other direction', { details: { Explanations: [{ ...EGRESS_BLOCKED, Direction: 'ingress' }] } }],
    [
      'of a direction that the explanation does not have',
      { details: { Explanations: [{ ...EGRESS_BLOCKED, Direction: undefined }] } },
    ],
    [
      'of another group',
      { details: { Explanations: [{ ...EGRESS_BLOCKED, SecurityGroups: [{ Id: 'sg-0ffffffff' }] }] } },
    ],
    ['that only added rules', { occasion: changeOccasion(authorizeEgress()) }],
    [
      'of other traffic',
      {
        occasion: changeOccasion(
          cloudTrailEvent('RevokeSecurityGroupEgress', {
            responseElements: {
              revokedSecurityGroupRuleSet: { items: [{ ...HTTPS_RULE, ipProtocol: 'udp', fromPort: 53, toPort: 53 }] },
            },
          }),
        ),
      },
    ],
  ])('does not blame a change %s', (_, more) => {
    expect(body(more)).not.toContain(CAUSE);
  });

  it('blames the change whose rule admits a forbidden path', () => {
    const component = {
      Component: { Id: GROUP, Name: 'web' },
      SecurityGroupRule: {
        Cidr: '0.0.0.0/0',
        Direction: 'egress',
        PortRange: { From: 443, To: 443 },
        Protocol: 'tcp',
      },
    };
    const text = body({
      expect: 'unreachable',
      occasion: changeOccasion(authorizeEgress()),
      details: {
        NetworkPathFound: true,
        Explanations: [],
        ForwardPathComponents: [{ Component: { Id: 'i-0aaaaaaaa' } }, component],
      },
    });
    expect(text).toContain(`    ${CAUSE}: the analysis found a path through this rule.`);
    expect(text).toContain(`  1. i-0aaaaaaaa\n  2. ${GROUP} ("web"): outbound tcp port 443 to 0.0.0.0/0\n`);
    expect(text).toContain('revoke-security-group-egress');
  });

  it('does not blame an authorization of other addresses than the source of the forbidden path', () => {
    const component = {
      Component: { Id: GROUP },
      SecurityGroupRule: { Direction: 'egress', Protocol: 'tcp', Cidr: '10.0.0.0/8' },
    };
    const text = body({
      expect: 'unreachable',
      occasion: changeOccasion(authorizeEgress()),
      details: { NetworkPathFound: true, Explanations: [], ForwardPathComponents: [component] },
    });
    expect(text).not.toContain(CAUSE);
  });

  it('does not blame a revocation for other addresses than those of the path', () => {
    const revoked = { ...HTTPS_RULE, cidrIpv4: '192.0.2.0/24' };
    const event = cloudTrailEvent('RevokeSecurityGroupEgress', {
      responseElements: { revokedSecurityGroupRuleSet: { items: [revoked] } },
    });
    const { path, ...rest } = exampleReport({ occasion: changeOccasion(event) });
    const textTo = (DestinationIp: string) =>
      toMessage({ ...rest, path: { ...path, details: { ...path.details, DestinationIp } } }, ENVIRONMENT).Message;
    expect(textTo('192.0.2.7')).toContain(CAUSE);
    expect(textTo('192.0.3.7')).not.toContain(CAUSE);
  });

  it('blames no single one of several possible causes', () => {
    const changes = [revokeEgress(), revokeEgress()].map((event) => readChange(event, 'e1'));
    const text = body({ changes });
    expect(text).not.toContain(CAUSE);
    expect(text.match(/One of several possible causes/g)).toHaveLength(2);
  });

  it('says that a change cannot be the cause', () => {
    expect(body({ occasion: changeOccasion(authorizeEgress()) })).toContain('    It cannot be the cause.');
  });

  it('says that rules for IPv6 cannot be the cause, because analyses check IPv4 only', () => {
    const revoked = { ...HTTPS_RULE, cidrIpv4: undefined, cidrIpv6: '::/0' };
    const revocation = (items: object[]) =>
      changeOccasion(
        cloudTrailEvent('RevokeSecurityGroupEgress', { responseElements: { revokedSecurityGroupRuleSet: { items } } }),
      );
    expect(body({ occasion: revocation([revoked]) })).toContain('    It cannot be the cause.');
    expect(body({ occasion: revocation([revoked]) })).not.toContain('To undo');
    // Together with a rule for IPv4 that is for other traffic.
    const other = { ...HTTPS_RULE, ipProtocol: 'udp' };
    expect(body({ occasion: revocation([revoked, other]) })).not.toContain(CAUSE);
  });

  it.each([
    ['egress', { DestinationIp: '192.0.2.7' }, 'an outbound rule for tcp port 443 to 192.0.2.7'],
    ['ingress', { SourceIp: '192.0.2.8' }, 'an inbound rule for tcp port 443 from 192.0.2.8'],
    ['ingress', {}, 'an inbound rule for tcp port 443'],
  ])('names the missing %s rule: %#', (Direction, more, missing) => {
    const { path, ...rest } = exampleReport({ details: { Explanations: [{ ...EGRESS_BLOCKED, Direction }] } });
    const message = toMessage({ ...rest, path: { ...path, details: { ...path.details, ...more } } }, ENVIRONMENT);
    expect(message.Message?.split('\n')).toContain(`    missing: ${missing}`);
  });

  it('has the parameters of other calls, the service that made them, and the account for the command', () => {
    const event = cloudTrailEvent('AttachInternetGateway', {
      userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::1:role/x', invokedBy: 'config.amazonaws.com' },
      requestParameters: { internetGatewayId: 'igw-0a1b2c3d', vpcId: 'vpc-0a1b2c3d' },
      recipientAccountId: '210987654321',
    });
    const arn = 'arn:aws:ec2:eu-central-1:123456789012:network-insights-analysis/nia-0aaaaaaaaaaaaaaaa';
    const lines = body({ occasion: changeOccasion(event), details: { NetworkInsightsAnalysisArn: arn } }).split('\n');
    expect(lines).toContain('    touches: internetGatewayId igw-0a1b2c3d, vpcId vpc-0a1b2c3d');
    expect(lines.join()).toContain('by arn:aws:sts::1:role/x through config.amazonaws.com, from ');
    expect(lines).toContain('In account 210987654321:');
  });

  it('names the change that each command undoes, and lists changes that are undone alike only once', () => {
    const userAgent = 'HashiCorp/1.0 Terraform/1.11.4';
    const parameters = { routeTableId: 'rtb-0a1b2c3d', destinationCidrBlock: '0.0.0.0/0' };
    const changes = [
      cloudTrailEvent('CreateRoute', { requestParameters: parameters }),
      cloudTrailEvent('DeleteRoute', { requestParameters: parameters, userAgent }),
      cloudTrailEvent('ReplaceRoute', { requestParameters: parameters, userAgent }),
    ].map((event) => readChange(event, 'e1'));
    expect(body({ changes })).toContain(
      [
        'To undo what changed (it may not be the cause):',
        '- CreateRoute of 2026-11-23T10:00:00.000Z:',
        '  aws ec2 delete-route --region eu-central-1 --route-table-id rtb-0a1b2c3d --destination-cidr-block 0.0.0.0/0',
        '- DeleteRoute of 2026-11-23T10:00:00.000Z and 1 more:',
        'Made by Terraform: revert the commit and apply again. A command would drift from the code.',
      ].join('\n'),
    );
  });

  it('starts with the state of the path, the cause, and the path in words', () => {
    expect(body().split('\n').slice(5, 9)).toEqual([
      '',
      'The path is unreachable, but it must be reachable.',
      'The cause is RevokeSecurityGroupEgress by arn:aws:sts::123456789012:assumed-role/NetAdmin/alice at 2026-11-23T10:00:00.000Z.',
      'Path: web-to-internet: i-0aaaaaaaa -> igw-0bbbbbbbb, tcp port 443, must be reachable',
    ]);
  });

  it('names no cause at its start if several changes may be the cause', () => {
    const changes = [revokeEgress(), revokeEgress()].map((event) => readChange(event, 'e1'));
    expect(body({ changes })).not.toContain('The cause is');
  });

  it('does not promise to undo if a command only shows the earlier state', () => {
    const event = cloudTrailEvent('DeleteRoute', {
      requestParameters: { routeTableId: 'rtb-0a1b2c3d', destinationCidrBlock: '0.0.0.0/0' },
    });
    const text = body({ occasion: changeOccasion(event) });
    expect(text).not.toContain('To undo');
    expect(text).toContain(
      [
        'Earlier state of what changed (it may not be the cause):',
        'The CloudTrail record of DeleteRoute does not contain the earlier state.',
        'If AWS Config records this resource, this command shows its earlier state:',
        '  aws configservice get-resource-config-history --region eu-central-1 --resource-type AWS::EC2::RouteTable --resource-id rtb-0a1b2c3d',
      ].join('\n'),
    );
  });

  // User agents as CloudTrail records them.
  it.each([
    [
      'aws-sdk-js/3.1168.0 ua/2.1 os/linux#6.18.44 lang/js md/nodejs#20.20.2 api/ec2#3.1168.0 m/N,E,e',
      'aws-sdk-js/3.1168.0',
    ],
    [
      'aws-cli/2.15.0 Python/3.11.6 Linux/5.10.0 exe/x86_64.amzn.2 prompt/off command/ec2.revoke-security-group-egress',
      'aws-cli/2.15.0',
    ],
    ['[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.488 Linux/5.10]', 'S3Console/0.4'],
    [
      'APN/1.0 HashiCorp/1.0 Terraform/1.11.4 (+https://www.terraform.io) terraform-provider-aws/5.100.0',
      'Terraform/1.11.4',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0', 'a browser'],
    ['AWS Internal', 'AWS Internal'],
    ['autoscaling.amazonaws.com', 'autoscaling.amazonaws.com'],
  ])('shortens the user agent %s', (userAgent, shown) => {
    const event = revokeEgress();
    const text = body({ occasion: changeOccasion({ ...event, detail: { ...event.detail, userAgent } }) });
    expect(text).toContain(`from 203.0.113.7, with ${shown}\n`);
  });

  describe('if AWS could not tell', () => {
    const unknown = (more: object, expectation: Expectation = 'reachable') =>
      body({
        notice: 'error',
        outcome: 'inconclusive',
        expect: expectation,
        details: { Explanations: [EGRESS_BLOCKED, { ExplanationCode: 'UNKNOWN_RESOURCE', ...more }] },
      });

    it('says so, names the unknown component and its account, and blames no change', () => {
      const lines = unknown({ Component: { Id: 'pcx-0a1b2c3d' }, ComponentAccount: '210987654321' }).split('\n');
      expect(lines.slice(0, 8)).toEqual([
        '=== Reachability analysis execution error ===',
        'Path ID: nip-0cccccccccccccccc',
        'Analysis ID: nia-0aaaaaaaaaaaaaaaa',
        'Status: succeeded',
        'NetworkPathFound: False',
        '',
        'Cannot tell whether the path is reachable.',
        'AWS found no path, but there is a part of the network that it could not tell about, so the path may be open (UNKNOWN_RESOURCE).',
      ]);
      expect(lines).toContain(
        '- Component pcx-0a1b2c3d could not be read: a permission is missing, or it belongs to another account (in account 210987654321) [UNKNOWN_RESOURCE]',
      );
      expect(lines.join('\n')).not.toMatch(/The cause is|This is the cause/);
    });

    it('still shows how to undo what may have closed a path that must be open', () => {
      expect(unknown({})).toContain('    Possible cause: the analysis names its security group and direction.');
      expect(unknown({})).toContain('To undo it:\n  aws ec2 authorize-security-group-egress');
      expect(unknown({}, 'unreachable')).not.toContain('To undo');
    });

    it.each([
      ['NO_SOURCE_OR_DESTINATION', 'An end of the path does not exist any more'],
      ['FILTER_AT_SOURCE_DESTINATION_PORT_RANGE', "No traffic matches the path's own filters"],
      ['SOMETHING_NEW', 'AWS gives a reason that its guide does not list'],
    ])('says what %s means', (ExplanationCode, sentence) => {
      const details = { Explanations: [{ ExplanationCode }] };
      const inconclusive = body({ notice: 'error', outcome: 'inconclusive', expect: 'unreachable', details });
      expect(inconclusive).toContain(sentence);
      expect(body({ details })).toContain(sentence);
    });
  });

  it('does not suggest to undo what cannot have broken the promise', () => {
    expect(body({ occasion: changeOccasion(authorizeEgress()) })).not.toContain('To undo');
  });

  it('keeps hostile text on one line', () => {
    const event = revokeEgress();
    const hostile = { ...event, detail: { ...event.detail, userAgent: 'curl\n=== Reachability restored ===\u2028x' } };
    expect(body({ occasion: changeOccasion(hostile) }).split(/[\n\u2028]/)).not.toContain(
      '=== Reachability restored ===',
    );
    const details = { Explanations: [{ ExplanationCode: 'constructor', Component: { Id: 'a\nb' } }] };
    expect(body({ details }).split('\n')).toContain('- constructor, a?b');
  });
});
