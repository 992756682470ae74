import {
  addRoutes,
  type File,
  item,
  openNetwork,
  PEERING,
  toAddress,
  verdictOf,
} from '../../../testing/networks/open-network';

/**
 * Intermediate components that Reachability Analyzer follows and the engine does not:
 * https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html
 */
describe('a path that may lead through something unknown is unsupported', () => {
  const to = (destination: string, source = 'eni-private') => ({ Source: source, Destination: destination });
  const peered = (file: File) => {
    file.VpcPeeringConnections = [PEERING];
  };

  const stories: [string, (file: File) => void, object, string][] = [
    [
      'a transit gateway to another VPC',
      (file) => addRoutes(file, 'rtb-private', { DestinationCidrBlock: '10.1.0.0/16', TransitGatewayId: 'tgw-1' }),
      to('eni-b'),
      'unsupported: tgw-1',
    ],
    [
      'a transit gateway behind a NAT gateway',
      (file) => addRoutes(file, 'rtb-public', { DestinationCidrBlock: '10.1.0.0/16', TransitGatewayId: 'tgw-1' }),
      to('eni-b'),
      'unsupported: tgw-1',
    ],
    [
      'a firewall endpoint behind a NAT gateway',
      (file) => {
        item(file, 'RouteTables', 'rtb-public').Routes = [
          { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'vpce-firewall' },
        ];
      },
      to('igw-a'),
      'unsupported: vpce-firewall',
    ],
    [
      'a regional NAT gateway',
      (file) => {
        delete item(file, 'NatGateways', 'nat-a').SubnetId;
      },
      to('igw-a'),
      'unsupported: nat-a',
    ],
    [
      'a transit gateway on the way back',
      (file) => {
        peered(file);
        addRoutes(file, 'rtb-private', { DestinationCidrBlock: '10.1.0.0/16', VpcPeeringConnectionId: 'pcx-ab' });
        addRoutes(file, 'rtb-b', { DestinationCidrBlock: '10.0.0.0/16', TransitGatewayId: 'tgw-1' });
      },
      to('eni-b'),
      'unsupported: tgw-1',
    ],
    [
      'a firewall endpoint on the way back',
      (file) => addRoutes(file, 'rtb-public', { DestinationCidrBlock: '10.0.2.0/24', GatewayId: 'vpce-firewall' }),
      to('eni-public'),
      'unsupported: vpce-firewall',
    ],
    [
      'a transit gateway to an address, without an internet gateway',
      (file) => addRoutes(file, 'rtb-b', { DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: 'tgw-1' }),
      toAddress('eni-b', '172.16.0.9'),
      'unsupported: tgw-1',
    ],
    [
      'a virtual private gateway to an address, without an internet gateway',
      (file) => addRoutes(file, 'rtb-b', { DestinationCidrBlock: '172.16.0.0/16', GatewayId: 'vgw-1' }),
      toAddress('eni-b', '172.16.0.9'),
      'unsupported: vgw-1',
    ],
    [
      'a gateway endpoint to an address',
      (file) => {
        file.PrefixLists = [{ PrefixListId: 'pl-s3', PrefixListName: 'com.amazonaws.x.s3', Cidrs: ['52.219.72.0/22'] }];
        addRoutes(file, 'rtb-b', { DestinationPrefixListId: 'pl-s3', GatewayId: 'vpce-s3' });
      },
      toAddress('eni-b', '52.219.72.10'),
      'unsupported: vpce-s3',
    ],
    [
      'a peering connection to a VPC that the file does not have',
      (file) => {
        file.VpcPeeringConnections = [{ ...PEERING, AccepterVpcInfo: { VpcId: 'vpc-elsewhere' } }];
        addRoutes(file, 'rtb-public', { DestinationCidrBlock: '172.16.0.0/16', VpcPeeringConnectionId: 'pcx-ab' });
      },
      toAddress('eni-public', '172.16.0.9'),
      'unsupported: pcx-ab',
    ],
    [
      'an address in a block that is delegated to an interface',
      (file) => {
        item(file, 'NetworkInterfaces', 'eni-private').Ipv4Prefixes = [{ Ipv4Prefix: '10.0.2.64/28' }];
      },
      toAddress('eni-public', '10.0.2.70'),
      'unsupported: eni-private',
    ],
  ];

  test.each(stories)('%s', async (_, change, path, verdict) => {
    const file = openNetwork();
    change(file);
    expect(await verdictOf(file, path)).toBe(verdict);
  });

  test('unless packets certainly do not get that far', async () => {
    const file = openNetwork();
    addRoutes(file, 'rtb-private', { DestinationCidrBlock: '10.1.0.0/16', TransitGatewayId: 'tgw-1' });
    item(file, 'SecurityGroups', 'sg-a').IpPermissionsEgress = [];
    const path = { Source: 'eni-private', Destination: 'eni-b' };
    expect(await verdictOf(file, path)).toBe('blocked: ENI_SG_RULES_MISMATCH DISCONNECTED_VPCS');
  });

  test('and a gateway endpoint does not make other addresses than those of its service unsupported', async () => {
    const file = openNetwork();
    file.PrefixLists = [{ PrefixListId: 'pl-s3', PrefixListName: 'com.amazonaws.x.s3', Cidrs: ['52.219.72.0/22'] }];
    addRoutes(file, 'rtb-public', { DestinationPrefixListId: 'pl-s3', GatewayId: 'vpce-s3' });
    item(file, 'SecurityGroups', 'sg-a').IpPermissions = [];
    delete item(file, 'NetworkInterfaces', 'eni-public').Association;
    const path = { Source: 'eni-public', Destination: 'igw-a' };
    expect(await verdictOf(file, path)).toBe('blocked: IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS');
  });
});

/** Interfaces without groups belong to services of AWS that handle packets in their own way. */
describe('an end without security groups is unsupported', () => {
  test.each(['nat_gateway', 'network_load_balancer', 'transit_gateway', 'interface'])('%s', async (InterfaceType) => {
    const file = openNetwork();
    Object.assign(item(file, 'NetworkInterfaces', 'eni-private'), { InterfaceType, Groups: [] });
    const there = { Source: 'eni-public', Destination: 'eni-private' };
    expect(await verdictOf(file, there)).toBe('unsupported: eni-private');
    expect(await verdictOf(file, { Source: 'eni-private', Destination: 'eni-public' })).toBe(
      'unsupported: eni-private',
    );
    item(file, 'SecurityGroups', 'sg-a').IpPermissionsEgress = [];
    expect(await verdictOf(file, there)).toBe('blocked: ENI_SG_RULES_MISMATCH');
  });
});

/** "A VPC endpoint can't initiate connections to resources in the same VPC" (explanation codes). */
test('an interface endpoint is unsupported as the source, but not as the destination', async () => {
  const file = openNetwork();
  item(file, 'NetworkInterfaces', 'eni-private').InterfaceType = 'vpc_endpoint';
  const path = { Source: 'eni-private', Destination: 'eni-public' };
  expect(await verdictOf(file, path)).toBe('unsupported: eni-private');
  expect(await verdictOf(file, { Source: 'eni-public', Destination: 'eni-private' })).toBe('open');
});

/**
 * Load balancers are intermediate components, whose listeners and targets the engine does not read.
 */
describe('a load balancer that may forward to the destination makes a path unsupported', () => {
  function balanced(groups: object[]): File {
    const file = openNetwork();
    file.NetworkInterfaces?.push({
      NetworkInterfaceId: 'eni-lb',
      SubnetId: 'subnet-public',
      PrivateIpAddress: '10.0.1.20',
      Association: { PublicIp: '203.0.113.20' },
      Attachment: { Status: 'attached' },
      Description: 'ELB app/shop/0123456789abcdef',
      RequesterId: 'amazon-elb',
      InterfaceType: 'interface',
      Groups: groups,
    });
    return file;
  }
  const fromInternet = { Source: 'igw-a', Destination: 'eni-private', DestinationPort: 443 };

  test.each([[[]], [[{ GroupId: 'sg-a' }]]])('with the groups %j', async (groups) => {
    expect(await verdictOf(balanced(groups), fromInternet)).toBe('unsupported: eni-lb');
  });

  test('but not if it cannot reach the destination', async () => {
    const file = balanced([{ GroupId: 'sg-a' }]);
    file.SecurityGroups?.push({ GroupId: 'sg-shut', GroupName: 'shut', VpcId: 'vpc-a' });
    item(file, 'NetworkInterfaces', 'eni-private').Groups = [{ GroupId: 'sg-shut' }];
    expect(await verdictOf(file, fromInternet)).toContain('blocked: IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS');
  });

  test('but not if the source cannot reach it', async () => {
    const file = balanced([]);
    item(file, 'NetworkInterfaces', 'eni-lb').Association = undefined;
    expect(await verdictOf(file, fromInternet)).toContain('blocked: IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS');
  });

  test('also with its own address as the destination', async () => {
    const file = balanced([{ GroupId: 'sg-a' }]);
    expect(await verdictOf(file, toAddress('eni-private', '10.0.1.20'))).toBe('unsupported: eni-lb');
    expect(await verdictOf(file, toAddress('igw-a', '203.0.113.20'))).toBe('unsupported: eni-lb');
    const atTarget = { ...toAddress('eni-public', '10.0.1.20'), Destination: 'eni-private' };
    expect(await verdictOf(file, atTarget)).toBe('unsupported: eni-lb');
  });
});
