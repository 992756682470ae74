import { isChangeEvent, readChange } from '../../../lambda-src/events/change';
import { ALICE, cloudTrailEvent, GROUP, RULE, revokeEgress } from '../../../testing/simulation/events';

const IN_HTTPS = { protocol: 'tcp', fromPort: 443, toPort: 443 };
const ANYWHERE = { cidrIpv4: '0.0.0.0/0' };

function read(eventName: string, detail: Readonly<Record<string, unknown>>) {
  return readChange(cloudTrailEvent(eventName, detail), 'fallback');
}

it('has what was changed, when, by whom, from where and with which tool', () => {
  const event = revokeEgress('2026-11-23T10:00:00Z');
  expect(readChange(event, 'fallback')).toEqual({
    eventId: event.id,
    time: Date.parse('2026-11-23T10:00:00Z'),
    call: 'RevokeSecurityGroupEgress',
    actor: 'arn:aws:sts::123456789012:assumed-role/NetAdmin/alice',
    sourceAddress: '203.0.113.7',
    userAgent: 'console.ec2.amazonaws.com',
    region: 'eu-central-1',
    account: '123456789012',
    isHarmless: false,
    request: event.detail.requestParameters,
    response: event.detail.responseElements,
    resources: [GROUP, RULE],
    rules: [
      { action: 'removed', rule: { groupId: GROUP, ruleId: RULE, direction: 'egress', ...IN_HTTPS, peer: ANYWHERE } },
    ],
  });
});

describe('resources', () => {
  it.each([
    [
      'ModifyNetworkInterfaceAttribute',
      { networkInterfaceId: 'eni-0a1b2c3d', groupSet: { items: [{ groupId: GROUP }] } },
      ['eni-0a1b2c3d', GROUP],
    ],
    [
      'ModifyInstanceAttribute',
      { instanceId: 'i-0a1b2c3d', groupSet: { items: [{ groupId: GROUP }] } },
      ['i-0a1b2c3d', GROUP],
    ],
    [
      'CreateNetworkAclEntry',
      {
        networkAclId: 'acl-0a1b2c3d',
        ruleNumber: 10,
        egress: true,
        ruleAction: 'deny',
        aclProtocol: '6',
        cidrBlock: '0.0.0.0/0',
      },
      ['acl-0a1b2c3d'],
    ],
    [
      'ReplaceRoute',
      { routeTableId: 'rtb-0a1b2c3d', destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-0a1b2c3d' },
      ['igw-0a1b2c3d', 'rtb-0a1b2c3d'],
    ],
    ['DeleteSecurityGroup', { groupId: GROUP }, [GROUP]],
    [
      'ModifyManagedPrefixList',
      {
        ModifyManagedPrefixListRequest: {
          AddEntry: { Description: 'office', cidr: '10.0.0.0/8', tag: '1' },
          PrefixListId: 'pl-0a1b2c3d',
        },
      },
      ['pl-0a1b2c3d'],
    ],
    [
      'AssociateSecurityGroupVpc',
      { AssociateSecurityGroupVpcRequest: { GroupId: GROUP, VpcId: 'vpc-0a1b2c3d' } },
      [GROUP, 'vpc-0a1b2c3d'],
    ],
    [
      'SetSecurityGroups',
      {
        loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/0a1b2c3d4e5f6071',
        securityGroups: [GROUP],
      },
      ['arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/0a1b2c3d4e5f6071', GROUP],
    ],
    ['DisassociateRouteTable', { associationId: 'rtbassoc-0a1b2c3d' }, ['rtbassoc-0a1b2c3d']],
  ])('of %s', (call, requestParameters, resources) => {
    expect(read(call, { requestParameters }).resources).toEqual(resources);
  });

  it('of a call whose parameters were left out are none', () => {
    expect(read('ModifyVpcEndpoint', { requestParameters: null, responseElements: null }).resources).toEqual([]);
  });
});

describe('the actor', () => {
  it.each([
    [
      'a user',
      { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/bob', userName: 'bob' },
      'arn:aws:iam::123456789012:user/bob',
    ],
    ['the root user', { type: 'Root', arn: 'arn:aws:iam::123456789012:root' }, 'arn:aws:iam::123456789012:root'],
    ['a service', { type: 'AWSService', invokedBy: 'cloudformation.amazonaws.com' }, 'cloudformation.amazonaws.com'],
    [
      'a federated user',
      { type: 'FederatedUser', arn: 'arn:aws:sts::123456789012:federated-user/eve' },
      'arn:aws:sts::123456789012:federated-user/eve',
    ],
    [
      'a person behind a role',
      { ...ALICE, sessionContext: { ...ALICE.sessionContext, sourceIdentity: 'alice@example.com' } },
      `${ALICE.arn} (source identity alice@example.com)`,
    ],
    [
      'a person of IAM Identity Center',
      { type: 'IdentityCenterUser', accountId: '123456789012', onBehalfOf: { userId: '94482488-3041' } },
      '94482488-3041 of account 123456789012',
    ],
    [
      'a principal of another account',
      { type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: '210987654321' },
      'AIDAEXAMPLE of account 210987654321',
    ],
    ['another account', { type: 'AWSAccount', accountId: '210987654321' }, 'account 210987654321'],
    ['unknown', undefined, 'unknown'],
  ])('may be %s', (_, userIdentity, actor) => {
    expect(read('RevokeSecurityGroupEgress', { userIdentity }).actor).toBe(actor);
  });

  it('may have a service that makes the call for it', () => {
    const userIdentity = { ...ALICE, invokedBy: 'cloudformation.amazonaws.com' };
    expect(read('DeleteSecurityGroup', { userIdentity })).toMatchObject({
      actor: ALICE.arn,
      invokedBy: 'cloudformation.amazonaws.com',
    });
  });
});

describe('an unexpected shape', () => {
  it('is a change by its detail type, whatever its detail is', () => {
    expect(isChangeEvent({ 'detail-type': 'AWS API Call via CloudTrail', detail: 'gone' })).toBe(true);
  });

  it.each([
    ['no detail', {}],
    ['a text for detail', { detail: 'gone' }],
    [
      'wrong types everywhere',
      { detail: { eventName: 7, eventTime: 'noon', requestParameters: [], responseElements: 'x', userIdentity: 3 } },
    ],
    ['parameters that were left out', { detail: { eventName: 'RevokeSecurityGroupEgress', requestParameters: null } }],
  ])('with %s is a change that names nothing', (_, event) => {
    const change = readChange(event, 'fallback');
    expect(change).toMatchObject({
      eventId: 'fallback',
      actor: 'unknown',
      resources: [],
      rules: [],
      isHarmless: false,
    });
    expect(change.time).toBeUndefined();
  });

  it('with endless nesting is read to a bound', () => {
    let deep: unknown = GROUP;
    for (let level = 0; level < 100_000; level++) deep = { deep };
    expect(read('RevokeSecurityGroupEgress', { requestParameters: { deep } }).resources).toEqual([]);
  });
});
