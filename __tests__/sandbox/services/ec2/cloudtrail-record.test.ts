import type { Principal } from '../../../../sandbox/service';
import { ACCOUNT, REGION } from '../../../../testing/emulator/connected-services';
import { ec2With, HTTPS_OUT, WEB, webNetworkFile } from '../../../../testing/networks/web-network';

const ROLE: Principal = {
  kind: 'lambda',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/monitor/session`,
  principalId: 'AROAEXAMPLE:session',
  accessKeyId: 'ASIAEXAMPLE',
  roleName: 'monitor',
};

test('a rule that is added becomes the event that AWS emits', () => {
  const { call, events } = ec2With();
  const at = new Date('2026-11-23T10:00:00.987Z');
  const { SecurityGroupRules } = call(
    'AuthorizeSecurityGroupIngress',
    { GroupId: WEB.batchGroup, IpPermissions: [HTTPS_OUT] },
    { at },
  );
  expect(events).toHaveLength(1);
  const [event] = events;
  expect(event).toMatchObject({
    version: '0',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.ec2',
    account: ACCOUNT,
    time: '2026-11-23T10:00:00Z',
    region: REGION,
    resources: [],
    detail: {
      userIdentity: { type: 'IAMUser', userName: 'operator', accountId: ACCOUNT },
      eventTime: '2026-11-23T10:00:00Z',
      eventSource: 'ec2.amazonaws.com',
      eventName: 'AuthorizeSecurityGroupIngress',
      awsRegion: REGION,
      sourceIPAddress: '127.0.0.1',
      userAgent: 'jest',
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: ACCOUNT,
      eventCategory: 'Management',
    },
  });
  expect(event?.detail.requestParameters).toEqual({
    groupId: WEB.batchGroup,
    ipPermissions: {
      items: [
        {
          ipProtocol: 'tcp',
          fromPort: 443,
          toPort: 443,
          groups: {},
          ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
          ipv6Ranges: {},
          prefixListIds: {},
        },
      ],
    },
  });
  expect(event?.detail.responseElements).toEqual({
    requestId: event?.detail.requestID,
    _return: true,
    securityGroupRuleSet: {
      items: [
        {
          groupOwnerId: ACCOUNT,
          groupId: WEB.batchGroup,
          securityGroupRuleId: SecurityGroupRules[0].SecurityGroupRuleId,
          isEgress: false,
          ipProtocol: 'tcp',
          fromPort: 443,
          toPort: 443,
          cidrIpv4: '0.0.0.0/0',
        },
      ],
    },
  });
  expect(event).not.toHaveProperty('detail.errorCode');
});

test('a failed call is recorded with its error and without an answer', () => {
  const { call, events, world } = ec2With();
  expect(() => call('RevokeSecurityGroupEgress', { GroupId: WEB.batchGroup, IpPermissions: [HTTPS_OUT] })).toThrow();
  expect(events[0]?.detail).toMatchObject({
    eventName: 'RevokeSecurityGroupEgress',
    errorCode: 'Client.InvalidPermission.NotFound',
    errorMessage: 'The specified rule does not exist in this security group.',
    responseElements: null,
  });
  expect(world.timeline.entries).toMatchObject([{ type: 'change', errorCode: 'Client.InvalidPermission.NotFound' }]);
});

test('a dry run changes nothing and is recorded as one', () => {
  const { call, events } = ec2With();
  const input = { GroupId: WEB.webGroup, IpPermissions: [HTTPS_OUT], DryRun: true };
  expect(() => call('RevokeSecurityGroupEgress', input)).toThrow(
    'Request would have succeeded, but DryRun flag is set.',
  );
  expect(events[0]?.detail.errorCode).toBe('Client.DryRunOperation');
  expect(
    call('DescribeSecurityGroups', { GroupIds: [WEB.webGroup] }).SecurityGroups[0].IpPermissionsEgress,
  ).toHaveLength(3);
});

test('reading leaves no event', () => {
  const { call, events } = ec2With();
  call('DescribeSecurityGroups');
  expect(events).toEqual([]);
});

test('the function under its role is told from a user', () => {
  const { call, events } = ec2With();
  call('CreateTags', { Resources: [WEB.vpc], Tags: [{ Key: 'A', Value: 'b' }] }, { principal: ROLE });
  expect(events[0]?.detail).toMatchObject({
    userIdentity: {
      type: 'AssumedRole',
      arn: ROLE.arn,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROAEXAMPLE',
          arn: `arn:aws:iam::${ACCOUNT}:role/monitor`,
          userName: 'monitor',
        },
      },
    },
    requestParameters: {
      resourcesSet: { items: [{ resourceId: WEB.vpc }] },
      tagSet: { items: [{ key: 'A', value: 'b' }] },
    },
    responseElements: { _return: true },
  });
});

test('a call that IAM refused is recorded too', () => {
  const { ec2, events } = ec2With();
  const input = { GroupId: WEB.webGroup, IpPermissions: [HTTPS_OUT] };
  const call = {
    service: 'ec2',
    action: 'RevokeSecurityGroupEgress',
    requestId: 'r',
    principal: ROLE,
    account: ACCOUNT,
    region: REGION,
  };
  ec2.refused(input, { ...call, userAgent: '', sourceIpAddress: '127.0.0.1', at: new Date() }, new Error('denied'));
  expect(events[0]?.detail).toMatchObject({ errorMessage: 'Error: denied', responseElements: null });
});

describe('parameters as CloudTrail writes them', () => {
  const list = {
    PrefixListId: 'pl-0123456789abcdef0',
    PrefixListName: 'x',
    AddressFamily: 'IPv4',
    MaxEntries: 5,
    Entries: [],
  };
  const ruleId = (ec2: ReturnType<typeof ec2With>, groupId: string) =>
    ec2.call('DescribeSecurityGroupRules', { Filters: [{ Name: 'group-id', Values: [groupId] }] }).SecurityGroupRules[0]
      .SecurityGroupRuleId;
  const parametersOf = (action: string, input: (ec2: ReturnType<typeof ec2With>) => object) => {
    const ec2 = ec2With({ ...webNetworkFile(), ManagedPrefixLists: [list] });
    ec2.call(action, input(ec2));
    return ec2.events[0]?.detail.requestParameters;
  };

  test('the flat form of a rule', () => {
    const input = { GroupId: WEB.batchGroup, IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '10.0.0.0/8' };
    expect(parametersOf('AuthorizeSecurityGroupIngress', () => input)).toEqual({
      groupId: WEB.batchGroup,
      ipProtocol: 'tcp',
      fromPort: 22,
      toPort: 22,
      cidrIp: '10.0.0.0/8',
      ipPermissions: {},
    });
  });

  test('a group as source', () => {
    const pairs = [{ GroupId: WEB.webGroup, UserId: ACCOUNT }];
    const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, UserIdGroupPairs: pairs }];
    expect(
      parametersOf('AuthorizeSecurityGroupIngress', () => ({ GroupId: WEB.batchGroup, IpPermissions })),
    ).toMatchObject({
      ipPermissions: { items: [{ groups: { items: [{ groupId: WEB.webGroup, userId: ACCOUNT }] }, ipRanges: {} }] },
    });
  });

  test('rules by id', () => {
    expect(
      parametersOf('RevokeSecurityGroupEgress', (ec2) => ({
        GroupId: WEB.batchGroup,
        SecurityGroupRuleIds: [ruleId(ec2, WEB.batchGroup)],
      })),
    ).toEqual({
      groupId: WEB.batchGroup,
      ipPermissions: {},
      securityGroupRuleIds: { items: [{ securityGroupRuleId: expect.stringMatching(/^sgr-/) }] },
    });
  });

  test('one modified rule is an object of its own, several are a list', () => {
    const update = (id: string, port: number) => ({
      SecurityGroupRuleId: id,
      SecurityGroupRule: { IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIpv4: '0.0.0.0/0' },
    });
    const one = parametersOf('ModifySecurityGroupRules', (ec2) => ({
      GroupId: WEB.batchGroup,
      SecurityGroupRules: [update(ruleId(ec2, WEB.batchGroup), 443)],
    }));
    expect(one).toEqual({
      ModifySecurityGroupRulesRequest: {
        GroupId: WEB.batchGroup,
        SecurityGroupRule: {
          SecurityGroupRuleId: expect.stringMatching(/^sgr-/),
          tag: 1,
          SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv4: '0.0.0.0/0' },
        },
      },
    });
    const two = parametersOf('ModifySecurityGroupRules', (ec2) => {
      const added = ec2.call('AuthorizeSecurityGroupEgress', { GroupId: WEB.batchGroup, IpPermissions: [HTTPS_OUT] });
      ec2.events.length = 0;
      const ids = [ruleId(ec2, WEB.batchGroup), added.SecurityGroupRules[0].SecurityGroupRuleId];
      return { GroupId: WEB.batchGroup, SecurityGroupRules: ids.map((id, index) => update(id, 80 + index)) };
    });
    expect(two).toMatchObject({ ModifySecurityGroupRulesRequest: { SecurityGroupRule: [{ tag: 1 }, { tag: 2 }] } });
  });

  test.each([
    [
      'ModifyManagedPrefixList',
      {
        PrefixListId: list.PrefixListId,
        CurrentVersion: 1,
        AddEntries: [{ Cidr: '192.0.2.0/24', Description: 'office' }],
      },
      {
        ModifyManagedPrefixListRequest: {
          PrefixListId: list.PrefixListId,
          CurrentVersion: 1,
          AddEntry: { cidr: '192.0.2.0/24', Description: 'office', tag: 1 },
        },
      },
    ],
    [
      'ModifyNetworkInterfaceAttribute',
      { NetworkInterfaceId: WEB.webInterface, Groups: [WEB.batchGroup] },
      { networkInterfaceId: WEB.webInterface, groupSet: { items: [{ groupId: WEB.batchGroup }] } },
    ],
    [
      'ModifyInstanceAttribute',
      { InstanceId: WEB.webServer, Groups: [WEB.batchGroup] },
      { instanceId: WEB.webServer, groupSet: { items: [{ groupId: WEB.batchGroup }] } },
    ],
    [
      'CreateNetworkAclEntry',
      {
        NetworkAclId: WEB.acl,
        RuleNumber: 7,
        Egress: true,
        RuleAction: 'deny',
        Protocol: '6',
        CidrBlock: '0.0.0.0/0',
        PortRange: { From: 1, To: 2 },
      },
      {
        networkAclId: WEB.acl,
        ruleNumber: 7,
        egress: true,
        ruleAction: 'deny',
        aclProtocol: '6',
        cidrBlock: '0.0.0.0/0',
        portRange: { from: 1, to: 2 },
        icmpTypeCode: {},
      },
    ],
    [
      'CreateRoute',
      { RouteTableId: WEB.mainTable, DestinationCidrBlock: '0.0.0.0/0', GatewayId: WEB.igw },
      { routeTableId: WEB.mainTable, destinationCidrBlock: '0.0.0.0/0', gatewayId: WEB.igw },
    ],
    ['TerminateInstances', { InstanceIds: [WEB.batch] }, { instancesSet: { items: [{ instanceId: WEB.batch }] } }],
  ])('%s', (action, input, expected) => {
    expect(parametersOf(action, () => input)).toEqual(expected);
  });
});
