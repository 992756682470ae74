import { cloudTrailEvent, HTTPS } from '../../../testing/simulation/events';
import { OTHER_GROUP, PATH, WEB_GROUP, watchedNetwork } from '../../../testing/simulation/watched-network';

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:reachability-monitor';
const CHAT = 'arn:aws:sns:eu-central-1:123456789012:network-chat';
const WARNING = '[WARNING] IPv6 rule cannot be analysed: web-to-internet';
const IPV6 = { items: [{ cidrIpv6: '::/0' }] };

/** A call as CloudTrail records it: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html */
function ruleCall(more: object = {}, call = 'AuthorizeSecurityGroupEgress', groupId = WEB_GROUP) {
  const permission = { ...HTTPS, ipRanges: {}, ipv6Ranges: IPV6, ...more };
  return cloudTrailEvent(call, { requestParameters: { groupId, ipPermissions: { items: [permission] } } });
}

async function watched(expect: 'reachable' | 'unreachable', isOpen: boolean, variables = {}) {
  const network = watchedNetwork(variables, expect);
  if (!isOpen) network.revokeHttps();
  await network.check();
  network.simulation.messages.length = 0;
  const { simulation } = network;
  const before = simulation.started;
  return {
    ...network,
    invoke: (event: unknown) => simulation.invoke(event),
    started: () => simulation.started - before,
  };
}

describe('a rule for IPv6 in a group that the analysis of a forbidden path names', () => {
  it.each([
    ['where it is blocked', false],
    ['on the way that was found', true],
  ])('%s is warned of once, and starts no analysis', async (_, isOpen) => {
    const { simulation, invoke, started } = await watched('unreachable', isOpen);
    const event = ruleCall();
    expect(await invoke(event)).toMatchObject({ paths: [{ outcome: 'skipped' }] });
    await invoke(event);
    expect(simulation.subjects).toEqual([WARNING]);
    expect(started()).toBe(0);
    await invoke(ruleCall());
    expect(simulation.subjects).toEqual([WARNING, WARNING]);
  });

  it('is told in full', async () => {
    const { simulation, invoke } = await watched('unreachable', false);
    await invoke(ruleCall());
    const [{ Message = '', MessageAttributes = {} } = {}] = simulation.messages;
    const [analysis] = simulation.analyses;
    expect(Message.split('\n').slice(0, 7)).toEqual([
      '=== IPv6 rule cannot be analysed ===',
      `Path ID: ${PATH}`,
      `Analysis ID: ${analysis?.NetworkInsightsAnalysisId}`,
      'Status: succeeded',
      'NetworkPathFound: False',
      '',
      'This change may have opened the path over IPv6. Reachability Analyzer checks IPv4 only, so no analysis can tell.',
    ]);
    expect(Message).toContain(`The newest analysis names ${WEB_GROUP} where it found the path blocked.`);
    expect(Message).toContain(`    added: outbound tcp port 443 to ::/0 in ${WEB_GROUP}`);
    expect(Message).toContain(
      `To undo it:\n  aws ec2 revoke-security-group-egress --region eu-central-1 --group-id ${WEB_GROUP} --ip-permissions '[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"Ipv6Ranges":[{"CidrIpv6":"::/0"}]}]'`,
    );
    const values = Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]);
    expect(Object.fromEntries(values)).toMatchObject({
      severity: 'warning',
      outcome: 'not-analysed',
      pathId: PATH,
      pathName: 'web-to-internet',
      dedupKey: expect.stringMatching(`^${PATH}/ipv6/`),
    });
  });

  it('is told beside the analysis that rules for IPv4 in the same call start, and a retry tells neither again', async () => {
    const { simulation, invoke, started } = await watched('unreachable', false);
    const event = ruleCall({ ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } });
    await invoke(event);
    await invoke(event);
    expect(simulation.subjects).toEqual([WARNING]);
    expect(started()).toBe(1);
  });

  it('is told by a retry where it could not be told at first', async () => {
    const { simulation, invoke } = await watched('unreachable', false);
    simulation.faults.push({ call: 'publish', code: 'NotFound', times: 1 });
    const event = ruleCall();
    await expect(invoke(event)).rejects.toThrow('web-to-internet');
    await invoke(event);
    expect(simulation.subjects).toEqual([WARNING]);
  });

  it('is told in chat, and a chat that cannot be told fails nothing', async () => {
    const { simulation, invoke } = await watched('unreachable', false, { CHAT_TOPIC_ARN: CHAT });
    await invoke(ruleCall());
    expect(simulation.messages.map(({ TopicArn }) => TopicArn)).toEqual([TOPIC, CHAT]);
    const { content, metadata } = JSON.parse(simulation.messages[1]?.Message ?? '');
    expect(content.title).toBe(WARNING);
    expect(metadata).toMatchObject({ threadId: PATH, additionalContext: { severity: 'warning' } });
  });
});

it.each<[string, 'reachable' | 'unreachable', ReturnType<typeof ruleCall>]>([
  ['in a group that the analysis does not name', 'unreachable', ruleCall({}, undefined, OTHER_GROUP)],
  ['that was taken away', 'unreachable', ruleCall({}, 'RevokeSecurityGroupEgress')],
  ['for other ports than the path has', 'unreachable', ruleCall({ fromPort: 22, toPort: 22 })],
  ['for ICMPv6', 'unreachable', ruleCall({ ipProtocol: 'icmpv6', fromPort: -1, toPort: -1 })],
  ['beside a path that must be open', 'reachable', ruleCall()],
])('a rule for IPv6 %s is not warned of, and starts no analysis', async (_, expectation, event) => {
  const { simulation, invoke, started } = await watched(expectation, true);
  await invoke(event);
  expect(simulation.subjects).toEqual([]);
  expect(started()).toBe(0);
});

it('a rule that was modified is warned of as well, and nothing is said to undo it', async () => {
  const { simulation, invoke, started } = await watched('unreachable', false);
  const rule = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv6: '::/0' };
  const update = { SecurityGroupRuleId: 'sgr-0123456789abcdef0', SecurityGroupRule: rule };
  const request = { GroupId: WEB_GROUP, SecurityGroupRule: update };
  await invoke(
    cloudTrailEvent('ModifySecurityGroupRules', {
      requestParameters: { ModifySecurityGroupRulesRequest: request },
    }),
  );
  expect(simulation.subjects).toEqual([WARNING]);
  expect(simulation.messages[0]?.Message).toContain('    modified: tcp port 443 to ::/0 (sgr-0123456789abcdef0)');
  expect(simulation.messages[0]?.Message).toContain('Earlier state:');
  expect(started()).toBe(0);
});

it('a rule for IPv4 alone is not warned of', async () => {
  const { simulation, invoke } = await watched('unreachable', true);
  await invoke(ruleCall({ ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] }, ipv6Ranges: {} }));
  expect(simulation.subjects).toEqual([]);
});

it('remembers so many events as a tag can hold, the latest', async () => {
  const { simulation, invoke } = await watched('unreachable', false);
  const events = Array.from({ length: 20 }, () => ruleCall());
  for (const event of events) await invoke(event);
  const last = events.slice(-15);
  for (const event of last) await invoke(event);
  expect(simulation.subjects).toHaveLength(20);
});

it('a verdict that says closed of a forbidden path says of IPv6 that it is out of sight', async () => {
  const { simulation } = watchedNetwork({ NOTIFY_ON: 'every-check' }, 'unreachable');
  simulation.network = () => ({ found: false, explanations: [{ ExplanationCode: 'NO_ROUTE_TO_DESTINATION' }] });
  await simulation.invoke({
    tf: { action: 'create' },
    pathId: PATH,
    name: 'web-to-internet',
    expect: 'unreachable',
    check: true,
  });
  expect(simulation.messages[0]?.Message).toContain(
    '- Reachability Analyzer checks IPv4 only. The path may be reachable over IPv6.',
  );
});
