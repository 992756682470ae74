import type { Expectation } from '../../../contract/expectation';
import type { Notice } from '../../../lambda-src/decisions/notice';
import { parseEnvironment } from '../../../lambda-src/environment';
import { readChange } from '../../../lambda-src/events/change';
import type { Occasion } from '../../../lambda-src/events/input';
import { toAnalysis } from '../../../lambda-src/history/analysis';
import { toMessage } from '../../../lambda-src/notify/email';
import type { Report } from '../../../lambda-src/notify/report';
import { exampleEnvironment } from '../../../testing/example-environment';
import { authorizeEgress, cloudTrailEvent, GROUP, HTTPS_RULE, revokeEgress } from '../../../testing/simulation/events';

const ENVIRONMENT = parseEnvironment(exampleEnvironment());

const EGRESS_BLOCKED = {
  ExplanationCode: 'ENI_SG_RULES_MISMATCH',
  Direction: 'egress',
  SecurityGroups: [{ Id: GROUP }],
};

function changeOccasion(event: Parameters<typeof readChange>[0] = revokeEgress()): Occasion {
  return { kind: 'change', eventId: 'e1', change: readChange(event, 'e1') };
}

function report(
  more: { expect?: Expectation; name?: string; details?: object } & Partial<Omit<Report, 'path' | 'analysis'>> = {},
): Report {
  const { expect = 'reachable', name = 'web-to-internet', details = {}, ...rest } = more;
  const analysis = toAnalysis({
    NetworkInsightsAnalysisId: 'nia-0aaaaaaaaaaaaaaaa',
    NetworkInsightsPathId: 'nip-0cccccccccccccccc',
    StartDate: new Date('2026-11-23T10:00:05Z'),
    Status: 'succeeded',
    NetworkPathFound: false,
    Explanations: [EGRESS_BLOCKED],
    ...details,
  });
  if (!analysis) throw new Error('not an analysis');
  const occasion = rest.occasion ?? changeOccasion();
  return {
    notice: 'alert',
    outcome: 'broken',
    occasion,
    path: {
      id: 'nip-0cccccccccccccccc',
      name,
      expect,
      details: { Source: 'i-0aaaaaaaa', Destination: 'igw-0bbbbbbbb', Protocol: 'tcp', DestinationPort: 443 },
    },
    analysis,
    changes: occasion.kind === 'change' ? [occasion.change] : [],
    ...rest,
  };
}

function body(more: Parameters<typeof report>[0] = {}): string {
  return toMessage(report(more), ENVIRONMENT).Message ?? '';
}

describe('subject and first line', () => {
  const NETWORK_CHANGE = changeOccasion(
    cloudTrailEvent('DeleteRoute', { requestParameters: { routeTableId: 'rtb-0a1b2c3d' } }),
  );
  const SWEEP: Occasion = { kind: 'sweep', eventId: 'e1' };
  const DEPLOYMENT: Occasion = { kind: 'deployment', eventId: 'e1' };
  const FAILED = '=== Reachability check failed (unreachable) ===';
  const OPEN = '=== Forbidden path is open ===';
  const CONFIRMED = '=== Reachability confirmed ===';

  it.each<[Notice, Expectation, Occasion, string, string]>([
    ['alert', 'reachable', changeOccasion(), '[ALERT] Security Group change caused connectivity issue', FAILED],
    ['alert', 'reachable', NETWORK_CHANGE, '[ALERT] Network change caused connectivity issue', FAILED],
    ['alert', 'reachable', SWEEP, '[ALERT] Scheduled check found connectivity issue', FAILED],
    ['alert', 'reachable', DEPLOYMENT, '[ALERT] Deployment check found connectivity issue', FAILED],
    ['alert', 'unreachable', changeOccasion(), '[ALERT] Security Group change opened a forbidden path', OPEN],
    ['alert', 'unreachable', NETWORK_CHANGE, '[ALERT] Network change opened a forbidden path', OPEN],
    ['alert', 'unreachable', SWEEP, '[ALERT] Scheduled check found a forbidden path', OPEN],
    ['recovered', 'reachable', changeOccasion(), '[RECOVERED] Reachability restored', '=== Reachability restored ==='],
    [
      'recovered',
      'unreachable',
      changeOccasion(),
      '[RECOVERED] Forbidden path closed',
      '=== Forbidden path closed ===',
    ],
    [
      'error',
      'reachable',
      changeOccasion(),
      '[ERROR] Reachability Analyzer failed to run',
      '=== Reachability analysis execution error ===',
    ],
    ['runs-again', 'reachable', changeOccasion(), '[RECOVERED] Reachability Analyzer runs again', CONFIRMED],
    ['confirmed', 'unreachable', changeOccasion(), '[OK] Reachability confirmed', CONFIRMED],
  ])('%s, %s, %#', (notice, expectation, occasion, subject, firstLine) => {
    const message = toMessage(report({ notice, expect: expectation, occasion }), ENVIRONMENT);
    expect(message.Subject).toBe(`${subject}: web-to-internet`);
    expect(message.Message?.split('\n')[0]).toBe(firstLine);
  });

  it('is at most 99 printable ASCII characters, whatever the path is called', () => {
    const { Subject } = toMessage(report({ name: `Büro\n→ ${'x'.repeat(200)}` }), ENVIRONMENT);
    expect(Subject).toMatch(/^\[ALERT\] Security Group change caused connectivity issue: B\?ro\?\? x+$/);
    expect(Subject).toHaveLength(99);
  });
});

describe('the lines for programs', () => {
  it('follow the first line', () => {
    expect(body().split('\n').slice(0, 6)).toEqual([
      '=== Reachability check failed (unreachable) ===',
      'Path ID: nip-0cccccccccccccccc',
      'Analysis ID: nia-0aaaaaaaaaaaaaaaa',
      'Status: succeeded',
      'NetworkPathFound: False',
      '',
    ]);
  });

  it('say "True" of a path that was found', () => {
    expect(body({ outcome: 'kept', notice: 'recovered', details: { NetworkPathFound: true } }).split('\n')[4]).toBe(
      'NetworkPathFound: True',
    );
  });

  it('say nothing of a path when the analysis failed, and the reason stands below', () => {
    const text = body({
      notice: 'error',
      outcome: 'inconclusive',
      details: {
        Status: 'failed',
        NetworkPathFound: undefined,
        StatusMessage: 'The request failed due to insufficient permissions',
      },
    });
    expect(text.split('\n').slice(3, 5)).toEqual(['Status: failed', '']);
    expect(text).toContain(
      'Cannot tell whether the path is reachable: The request failed due to insufficient permissions',
    );
  });
});

describe('the text for people', () => {
  it('tells the path, the block, the change, the cause, the way back and the console', () => {
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
      'of a direction that the explanation does not tell',
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
  ])('does not accuse a change %s', (_, more) => {
    expect(body(more)).not.toContain(CAUSE);
  });

  it('accuses the change whose rule lets a forbidden path through', () => {
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
    expect(text).toContain(`    ${CAUSE}: the path that was found passes through this rule.`);
    expect(text).toContain(`  1. i-0aaaaaaaa\n  2. ${GROUP} ("web"): outbound tcp port 443 to 0.0.0.0/0\n`);
    expect(text).toContain('revoke-security-group-egress');
  });

  it('does not accuse an authorization of other addresses than the forbidden path comes from', () => {
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

  it('does not accuse a revocation for other addresses than the path has', () => {
    const revoked = { ...HTTPS_RULE, cidrIpv4: '192.0.2.0/24' };
    const event = cloudTrailEvent('RevokeSecurityGroupEgress', {
      responseElements: { revokedSecurityGroupRuleSet: { items: [revoked] } },
    });
    const { path, ...rest } = report({ occasion: changeOccasion(event) });
    const textTo = (DestinationIp: string) =>
      toMessage({ ...rest, path: { ...path, details: { ...path.details, DestinationIp } } }, ENVIRONMENT).Message;
    expect(textTo('192.0.2.7')).toContain(CAUSE);
    expect(textTo('192.0.3.7')).not.toContain(CAUSE);
  });

  it('accuses no single one of several that may have done it', () => {
    const changes = [revokeEgress(), revokeEgress()].map((event) => readChange(event, 'e1'));
    const text = body({ changes });
    expect(text).not.toContain(CAUSE);
    expect(text.match(/It can be the cause, and so can others here/g)).toHaveLength(2);
  });

  it('says of a change that it cannot be the cause', () => {
    expect(body({ occasion: changeOccasion(authorizeEgress()) })).toContain('    It cannot be the cause.');
  });

  it('says of rules for IPv6 that they cannot be the cause, since analyses see IPv4 only', () => {
    const revoked = { ...HTTPS_RULE, cidrIpv4: undefined, cidrIpv6: '::/0' };
    const revocation = (items: object[]) =>
      changeOccasion(
        cloudTrailEvent('RevokeSecurityGroupEgress', { responseElements: { revokedSecurityGroupRuleSet: { items } } }),
      );
    expect(body({ occasion: revocation([revoked]) })).toContain('    It cannot be the cause.');
    expect(body({ occasion: revocation([revoked]) })).not.toContain('To undo');
    // Beside a rule for IPv4 that is of other traffic.
    const other = { ...HTTPS_RULE, ipProtocol: 'udp' };
    expect(body({ occasion: revocation([revoked, other]) })).not.toContain(CAUSE);
  });

  it.each([
    ['egress', { DestinationIp: '192.0.2.7' }, 'an outbound rule for tcp port 443 to 192.0.2.7'],
    ['ingress', { SourceIp: '192.0.2.8' }, 'an inbound rule for tcp port 443 from 192.0.2.8'],
    ['ingress', {}, 'an inbound rule for tcp port 443'],
  ])('names the missing %s rule: %#', (Direction, more, missing) => {
    const { path, ...rest } = report({ details: { Explanations: [{ ...EGRESS_BLOCKED, Direction }] } });
    const message = toMessage({ ...rest, path: { ...path, details: { ...path.details, ...more } } }, ENVIRONMENT);
    expect(message.Message?.split('\n')).toContain(`    missing: ${missing}`);
  });

  it('tells the parameters of other calls, the service that made them, and the account of the command', () => {
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

  it('tells which of several changes a command takes back, and what is taken back alike only once', () => {
    const userAgent = 'HashiCorp/1.0 Terraform/1.11.4';
    const parameters = { routeTableId: 'rtb-0a1b2c3d', destinationCidrBlock: '0.0.0.0/0' };
    const changes = [
      cloudTrailEvent('CreateRoute', { requestParameters: parameters }),
      cloudTrailEvent('DeleteRoute', { requestParameters: parameters, userAgent }),
      cloudTrailEvent('ReplaceRoute', { requestParameters: parameters, userAgent }),
    ].map((event) => readChange(event, 'e1'));
    expect(body({ changes })).toContain(
      [
        'To undo what changed, which may not be the cause:',
        '- CreateRoute of 2026-11-23T10:00:00.000Z:',
        '  aws ec2 delete-route --region eu-central-1 --route-table-id rtb-0a1b2c3d --destination-cidr-block 0.0.0.0/0',
        '- DeleteRoute of 2026-11-23T10:00:00.000Z and 1 more:',
        'Made by Terraform: revert the commit and apply again. A command would drift from the code.',
      ].join('\n'),
    );
  });

  it('begins with what matters: how the path is, who did it, and then the path in words', () => {
    expect(body().split('\n').slice(5, 9)).toEqual([
      '',
      'The path is closed; the promise is that it is reachable.',
      'The cause is RevokeSecurityGroupEgress by arn:aws:sts::123456789012:assumed-role/NetAdmin/alice at 2026-11-23T10:00:00.000Z.',
      'Path: web-to-internet: i-0aaaaaaaa -> igw-0bbbbbbbb, tcp port 443, must be reachable',
    ]);
  });

  it('names no cause at its beginning where several changes may be it', () => {
    const changes = [revokeEgress(), revokeEgress()].map((event) => readChange(event, 'e1'));
    expect(body({ changes })).not.toContain('The cause is');
  });

  it('does not call it undoing where a command only shows what was there before', () => {
    const event = cloudTrailEvent('DeleteRoute', {
      requestParameters: { routeTableId: 'rtb-0a1b2c3d', destinationCidrBlock: '0.0.0.0/0' },
    });
    const text = body({ occasion: changeOccasion(event) });
    expect(text).not.toContain('To undo');
    expect(text).toContain(
      [
        'What was there before the change, which may not be the cause:',
        "AWS's event of DeleteRoute does not hold what was there before.",
        'The command that shows what it was before, where AWS Config records:',
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
  ])('tells of the user agent %s what matters', (userAgent, shown) => {
    const event = revokeEgress();
    const text = body({ occasion: changeOccasion({ ...event, detail: { ...event.detail, userAgent } }) });
    expect(text).toContain(`from 203.0.113.7, with ${shown}\n`);
  });

  describe('where AWS could not tell', () => {
    const unknown = (more: object, expectation: Expectation = 'reachable') =>
      body({
        notice: 'error',
        outcome: 'inconclusive',
        expect: expectation,
        details: { Explanations: [EGRESS_BLOCKED, { ExplanationCode: 'UNKNOWN_RESOURCE', ...more }] },
      });

    it('says so, names what is unknown and the account, and accuses nobody', () => {
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

    it('still tells how to undo what may have closed a path that must be open', () => {
      expect(unknown({})).toContain('    It can be the cause: the analysis names its security group and direction.');
      expect(unknown({})).toContain('To undo it:\n  aws ec2 authorize-security-group-egress');
      expect(unknown({}, 'unreachable')).not.toContain('To undo');
    });

    it.each([
      ['NO_SOURCE_OR_DESTINATION', 'An end of the path does not exist any more'],
      ['FILTER_AT_SOURCE_DESTINATION_PORT_RANGE', "No traffic matches the path's own filters"],
      ['SOMETHING_NEW', 'AWS gives a reason that its guide does not list'],
    ])('of %s, says what it means', (ExplanationCode, sentence) => {
      const details = { Explanations: [{ ExplanationCode }] };
      const inconclusive = body({ notice: 'error', outcome: 'inconclusive', expect: 'unreachable', details });
      expect(inconclusive).toContain(sentence);
      expect(body({ details })).toContain(sentence);
    });
  });

  it('does not advise to undo what cannot have broken the path', () => {
    expect(body({ occasion: changeOccasion(authorizeEgress()) })).not.toContain('To undo');
  });

  it('keeps hostile text on its line', () => {
    const event = revokeEgress();
    const hostile = { ...event, detail: { ...event.detail, userAgent: 'curl\n=== Reachability restored ===\u2028x' } };
    expect(body({ occasion: changeOccasion(hostile) }).split(/[\n\u2028]/)).not.toContain(
      '=== Reachability restored ===',
    );
  });
});

describe('the size', () => {
  it('has room for a burst of fifty changes, each with whole commands', () => {
    const items = Array.from({ length: 30 }, (_, n) => ({ ...HTTPS_RULE, description: `${n} ${'ü'.repeat(200)}` }));
    const changes = Array.from({ length: 50 }, (_, n) =>
      readChange(
        cloudTrailEvent(
          'RevokeSecurityGroupEgress',
          { responseElements: { revokedSecurityGroupRuleSet: { items } }, userAgent: 'x'.repeat(1_000) },
          `2026-11-23T10:00:${String(n).padStart(2, '0')}Z`,
        ),
        'e1',
      ),
    );
    const message = toMessage(report({ changes }), ENVIRONMENT);
    const lines = (message.Message ?? '').split('\n');
    expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThan(262_144);
    expect(lines.filter((line) => line.startsWith('- 2026-11-23T10:00:'))).toHaveLength(50);
    expect(lines.at(-1)).toMatch(/^Analysis in the console: /);
    for (const line of lines.filter((each) => each.startsWith('  aws '))) expect(line).toMatch(/\]'$/);
  });

  it('stays below what SNS takes, whatever the analysis and the change hold', () => {
    const explanations = Array.from({ length: 5_000 }, (_, n) => ({
      ExplanationCode: `NEW_${n}_${'é'.repeat(5_000)}`,
    }));
    const rules = Array.from({ length: 5_000 }, (_, n) => ({
      ...HTTPS_RULE,
      description: `${n} ${'ü'.repeat(1_000)}`,
    }));
    const occasion = changeOccasion(
      cloudTrailEvent('RevokeSecurityGroupEgress', {
        responseElements: { revokedSecurityGroupRuleSet: { items: rules } },
        userAgent: 'x'.repeat(500_000),
      }),
    );
    const message = toMessage(report({ occasion, details: { Explanations: explanations } }), ENVIRONMENT);
    expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThan(262_144);
  });
});

describe('attributes', () => {
  it('are texts for filters and for telling repetitions', () => {
    const { MessageAttributes = {} } = toMessage(report(), ENVIRONMENT);
    const values = Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]),
    );
    expect(values).toEqual({
      severity: 'critical',
      outcome: 'broken',
      pathId: 'nip-0cccccccccccccccc',
      pathName: 'web-to-internet',
      region: 'eu-central-1',
      dedupKey: 'nia-0aaaaaaaaaaaaaaaa/broken',
    });
    expect(Object.values(MessageAttributes).every(({ DataType }) => DataType === 'String')).toBe(true);
  });

  it('are never empty and hold no control characters', () => {
    const { MessageAttributes } = toMessage(report({ name: ' \t' }), ENVIRONMENT);
    expect(MessageAttributes?.pathName?.StringValue).toBe('?');
  });
});
