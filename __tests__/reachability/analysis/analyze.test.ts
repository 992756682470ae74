import {
  codesOf,
  ec2With,
  firstEntry,
  HTTPS_OUT,
  kindsOf,
  TO_INTERNET,
  WEB,
  webNetworkFile,
} from '../../../testing/networks/web-network';

describe('a reachable path', () => {
  test('from an instance to the internet shows all components in both directions, with the rules that admit it', async () => {
    const result = await ec2With().analyze(TO_INTERNET);
    expect(result).toMatchObject({ Status: 'succeeded', NetworkPathFound: true });
    expect(kindsOf(result.ForwardPathComponents)).toBe('i eni sg acl rtb igw');
    expect(kindsOf(result.ReturnPathComponents)).toBe('igw acl sg eni i');
    const [, networkInterface, group, acl, table] = result.ForwardPathComponents ?? [];
    expect(networkInterface).toMatchObject({ AttachedTo: { Id: WEB.webServer }, Subnet: { Id: WEB.publicSubnet } });
    expect(group?.SecurityGroupRule).toMatchObject({ Cidr: '0.0.0.0/0', Direction: 'egress', Protocol: 'tcp' });
    expect(acl?.AclRule).toMatchObject({ RuleNumber: 100, Egress: true, RuleAction: 'allow' });
    expect(table?.RouteTableRoute).toMatchObject({ DestinationCidr: '0.0.0.0/0', GatewayId: WEB.igw, State: 'active' });
    expect(result.ForwardPathComponents?.[0]?.OutboundHeader).toMatchObject({
      Protocol: '6',
      SourceAddresses: ['10.0.1.10/32'],
      DestinationPortRanges: [{ From: 443, To: 443 }],
    });
    expect(result.Explanations).toBeUndefined();
  });

  test.each([
    [
      'from the internet to the web server',
      { Source: WEB.igw, Destination: WEB.webServer, DestinationPort: 80 },
      'igw acl sg eni i',
    ],
    ['from an interface to the internet', { ...TO_INTERNET, Source: WEB.webInterface }, 'eni sg acl rtb igw'],
    [
      'to the database in another subnet',
      { Source: WEB.webServer, Destination: WEB.database, DestinationPort: 5432 },
      'i eni sg acl rtb acl sg eni i',
    ],
    [
      'over udp',
      { Source: WEB.webServer, Destination: WEB.igw, DestinationPort: 53, Protocol: 'udp' },
      'i eni sg acl rtb igw',
    ],
    [
      'to an address on the internet',
      {
        Source: WEB.webServer,
        FilterAtSource: { DestinationAddress: '192.0.2.1', DestinationPortRange: { FromPort: 443, ToPort: 443 } },
      },
      'i eni sg acl rtb igw',
    ],
    [
      'to a private address',
      {
        Source: WEB.webServer,
        FilterAtSource: { DestinationAddress: '10.0.2.20', DestinationPortRange: { FromPort: 5432, ToPort: 5432 } },
      },
      'i eni sg acl rtb acl sg eni',
    ],
    [
      'to the public address of an instance',
      {
        Source: WEB.igw,
        FilterAtSource: { DestinationAddress: '203.0.113.10', DestinationPortRange: { FromPort: 443, ToPort: 443 } },
      },
      'igw acl sg eni',
    ],
  ])('%s', async (_, path, kinds) => {
    const result = await ec2With().analyze({ Protocol: 'tcp', ...path });
    expect(result).toMatchObject({ Status: 'succeeded', NetworkPathFound: true });
    expect(kindsOf(result.ForwardPathComponents)).toBe(kinds);
  });
});

describe('rules in detail', () => {
  test('a group reference follows membership', async () => {
    const path = { Source: WEB.batch, Destination: WEB.database, Protocol: 'tcp', DestinationPort: 5432 };
    const { call, analyze } = ec2With();
    expect(await analyze(path)).toMatchObject({ NetworkPathFound: false, Explanations: [{ Direction: 'ingress' }] });
    call('ModifyInstanceAttribute', { InstanceId: WEB.batch, Groups: [WEB.webGroup, WEB.batchGroup] });
    expect(await analyze(path)).toMatchObject({ NetworkPathFound: true });
  });

  test('the network ACL entry with the lowest number decides', async () => {
    const { call, analyze } = ec2With();
    call('CreateNetworkAclEntry', { ...firstEntry(true, 'deny', {}), RuleNumber: 50 });
    expect((await analyze(TO_INTERNET)).NetworkPathFound).toBe(false);
    call('CreateNetworkAclEntry', firstEntry(true, 'allow', { Protocol: '6', PortRange: { From: 443, To: 443 } }));
    const result = await analyze(TO_INTERNET);
    expect(result.NetworkPathFound).toBe(true);
    expect(result.ForwardPathComponents?.[3]?.AclRule).toMatchObject({ RuleNumber: 1 });
  });

  test('the more specific route decides', async () => {
    const path = {
      Source: WEB.webServer,
      Protocol: 'tcp',
      FilterAtSource: { DestinationAddress: '192.0.2.1', DestinationPortRange: { FromPort: 443, ToPort: 443 } },
    };
    const { call, analyze } = ec2With();
    call('CreateRoute', { RouteTableId: WEB.publicTable, DestinationCidrBlock: '192.0.2.0/24', InstanceId: WEB.batch });
    call('TerminateInstances', { InstanceIds: [WEB.batch] });
    const result = await analyze(path);
    expect(result.NetworkPathFound).toBe(false);
    expect(codesOf(result.Explanations)).toEqual(['BAD_STATE_ROUTE', 'MORE_SPECIFIC_ROUTE']);
    expect((await analyze(TO_INTERNET)).NetworkPathFound).toBe(true);
  });

  test('two rules that together cover the traffic admit it like one', async () => {
    const { call, analyze } = ec2With();
    call('RevokeSecurityGroupEgress', { GroupId: WEB.webGroup, IpPermissions: [HTTPS_OUT] });
    const halves = [{ CidrIp: '0.0.0.0/1' }, { CidrIp: '128.0.0.0/1' }];
    call('AuthorizeSecurityGroupEgress', {
      GroupId: WEB.webGroup,
      IpPermissions: [{ ...HTTPS_OUT, IpRanges: halves }],
    });
    // The lower half is denied, so the traced packet must be from the upper one.
    call('CreateNetworkAclEntry', firstEntry(true, 'deny', { CidrBlock: '0.0.0.0/1' }));
    const result = await analyze(TO_INTERNET);
    expect(result.ForwardPathComponents?.[2]?.SecurityGroupRule).toMatchObject({ Cidr: '128.0.0.0/1' });
  });

  test('a prefix list stands for its entries', async () => {
    const list = {
      PrefixListId: 'pl-0123456789abcdef0',
      PrefixListName: 'partners',
      AddressFamily: 'IPv4',
      MaxEntries: 5,
      Version: 1,
    };
    const file = { ...webNetworkFile(), ManagedPrefixLists: [{ ...list, Entries: [{ Cidr: '192.0.2.0/24' }] }] };
    const { call, analyze } = ec2With(file);
    call('RevokeSecurityGroupEgress', { GroupId: WEB.webGroup, IpPermissions: [HTTPS_OUT] });
    const permission = {
      IpProtocol: 'tcp',
      FromPort: 443,
      ToPort: 443,
      PrefixListIds: [{ PrefixListId: list.PrefixListId }],
    };
    call('AuthorizeSecurityGroupEgress', { GroupId: WEB.webGroup, IpPermissions: [permission] });
    expect((await analyze(TO_INTERNET)).ForwardPathComponents?.[2]?.SecurityGroupRule).toMatchObject({
      PrefixListId: list.PrefixListId,
    });
    call('ModifyManagedPrefixList', {
      PrefixListId: list.PrefixListId,
      CurrentVersion: 1,
      RemoveEntries: [{ Cidr: '192.0.2.0/24' }],
    });
    expect(codesOf((await analyze(TO_INTERNET)).Explanations)).toEqual(['ENI_SG_RULES_MISMATCH']);
  });

  test('within one subnet, neither network ACL nor route table decides', async () => {
    const { call, analyze } = ec2With();
    call('AuthorizeSecurityGroupIngress', { GroupId: WEB.batchGroup, IpPermissions: [HTTPS_OUT] });
    call('CreateNetworkAclEntry', firstEntry(true, 'deny', {}));
    const result = await analyze({
      Source: WEB.webServer,
      Destination: WEB.batch,
      Protocol: 'tcp',
      DestinationPort: 443,
    });
    expect(kindsOf(result.ForwardPathComponents)).toBe('i eni sg sg eni i');
  });

  test('a path through an appliance is unsupported', async () => {
    const { call, analyze } = ec2With();
    call('ReplaceRoute', { RouteTableId: WEB.publicTable, DestinationCidrBlock: '0.0.0.0/0', InstanceId: WEB.batch });
    const result = await analyze(TO_INTERNET);
    expect(result).toMatchObject({ Status: 'failed', StatusMessage: 'The network configuration is not supported' });
    expect(result.NetworkPathFound).toBe(false);
    expect(codesOf(result.Explanations)).toEqual(['UNSUPPORTED_COMPONENT']);
  });
});
