import { addRoutes, type File, item, openNetwork, toAddress, verdictOf } from '../../../testing/networks/open-network';

const OUT = { Source: 'eni-public', Destination: 'igw-a', DestinationPort: 443 };
const IN = { Source: 'igw-a', Destination: 'eni-public', DestinationPort: 443 };
const THROUGH_NAT = { Source: 'eni-private', Destination: 'igw-a', DestinationPort: 443 };

/**
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html and its page on
 * exclusions.
 */
describe('VPC Block Public Access', () => {
  const stateOf = (InternetGatewayBlockMode: string) => ({ BlockPublicAccessStates: { InternetGatewayBlockMode } });
  const exclusion = (ResourceArn: string, InternetGatewayExclusionMode: string, State = 'create-complete') => ({
    ExclusionId: 'vpcbpa-exclude-1',
    ResourceArn,
    InternetGatewayExclusionMode,
    State,
  });
  const PUBLIC = 'arn:aws:ec2:eu-central-1:123456789012:subnet/subnet-public';
  const options = (file: File, InternetGatewayBlockMode: string, ...exclusions: object[]) =>
    Object.assign(file, {
      VpcBlockPublicAccessOptions: { InternetGatewayBlockMode, State: 'update-complete' },
      VpcBlockPublicAccessExclusions: exclusions,
    });
  const SHUT = 'blocked: VPC_BLOCK_PUBLIC_ACCESS_ENABLED';

  test.each<[string, (file: File) => void, string, string, string]>([
    ['off', (file) => options(file, 'off'), 'open', 'open', 'open'],
    ['bidirectional, for the account', (file) => options(file, 'block-bidirectional'), SHUT, SHUT, SHUT],
    ['ingress, for the account', (file) => options(file, 'block-ingress'), SHUT, SHUT, 'open'],
    [
      'bidirectional, for the VPC',
      (file) => Object.assign(file.Vpcs?.[0], stateOf('block-bidirectional')),
      SHUT,
      SHUT,
      SHUT,
    ],
    [
      'ingress, for the subnet',
      (file) => Object.assign(file.Subnets?.[0], stateOf('block-ingress')),
      SHUT,
      SHUT,
      'open',
    ],
    [
      'with the subnet excluded',
      (file) => options(file, 'block-bidirectional', exclusion(PUBLIC, 'allow-bidirectional')),
      'open',
      'open',
      'open',
    ],
    [
      'with the subnet excluded for egress',
      (file) => options(file, 'block-bidirectional', exclusion(PUBLIC, 'allow-egress')),
      SHUT,
      SHUT,
      'open',
    ],
    [
      'with a deleted exclusion',
      (file) => options(file, 'block-ingress', exclusion(PUBLIC, 'allow-bidirectional', 'delete-complete')),
      SHUT,
      SHUT,
      'open',
    ],
  ])('%s', async (_, change, out, into, throughNat) => {
    const file = openNetwork();
    change(file);
    expect(await verdictOf(file, OUT)).toBe(out);
    expect(await verdictOf(file, IN)).toBe(into);
    expect(await verdictOf(file, THROUGH_NAT)).toBe(throughNat);
  });
});

/**
 * The texts of the two codes:
 * https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
test.each(['attaching', 'detaching', 'detached', 'busy'])(
  'an interface that is %s has no way through an internet gateway',
  async (Status) => {
    const file = openNetwork();
    item(file, 'NetworkInterfaces', 'eni-public').Attachment = { Status };
    expect(await verdictOf(file, OUT)).toBe('blocked: IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS');
    expect(await verdictOf(file, { ...IN, Destination: 'eni-public' })).toBe(
      'blocked: IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS',
    );
  },
);

/**
 * As in the acceptance test of Terraform's aws_ec2_network_insights_analysis: two unattached
 * interfaces.
 */
test('between interfaces, attachments do not matter', async () => {
  const file = openNetwork();
  for (const it of file.NetworkInterfaces ?? []) Object.assign(it, { Attachment: undefined, Status: 'available' });
  expect(await verdictOf(file, { Source: 'eni-public', Destination: 'eni-private' })).toBe('open');
  expect(await verdictOf(file, OUT)).toBe('blocked: IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS');
});

/**
 * "IP addresses must be public IP addresses when the resource is an internet gateway" (explanation
 * codes).
 */
describe('addresses at an internet gateway', () => {
  test.each([
    ['203.0.113.10', 'open'],
    ['10.0.1.10', 'blocked: IGW_EXPECTS_PUBLIC_ADDRESS'],
    ['203.0.113.99', 'blocked: IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS'],
  ])('to %s from the internet', async (DestinationAddress, verdict) => {
    const FilterAtSource = { DestinationAddress };
    expect(await verdictOf(openNetwork(), { Source: 'igw-a', Destination: 'eni-public', FilterAtSource })).toBe(
      verdict,
    );
  });

  test.each([
    ['203.0.113.10', 'open'],
    ['10.0.1.10', 'blocked: FILTER_AT_DESTINATION_SOURCE_ADDRESS'],
  ])('from %s, as the internet sees it', async (SourceAddress, verdict) => {
    expect(await verdictOf(openNetwork(), { ...OUT, FilterAtDestination: { SourceAddress } })).toBe(verdict);
  });

  test('a path cannot leave the VPC and enter it again', async () => {
    const path = toAddress('eni-private', '203.0.113.10');
    expect(await verdictOf(openNetwork(), path)).toBe('blocked: IGW_NAT_REFLECTION');
  });

  // https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html#route-table-routes
  test('to an address that is never forwarded', async () => {
    const file = openNetwork();
    expect(await verdictOf(file, toAddress('eni-public', '169.254.169.254'))).toBe('blocked: NO_PATH');
    const atGateway = { ...OUT, DestinationIp: '169.254.171.255' };
    expect(await verdictOf(file, atGateway)).toBe('blocked: NO_PATH');
    expect(await verdictOf(file, { ...OUT, DestinationIp: '169.254.172.0' })).toBe('open');
  });
});

/**
 * "By default, the analysis considers all combinations of IP addresses and ports" (Reachability
 * Analyzer, Getting started).
 */
describe('source ports', () => {
  const answersTo = (From: number, To: number): File => {
    const file = openNetwork();
    const answers = { RuleNumber: 10, Egress: false, RuleAction: 'allow', CidrBlock: '0.0.0.0/0', Protocol: '6' };
    const entries = item(file, 'NetworkAcls', 'acl-a').Entries;
    item(file, 'NetworkAcls', 'acl-a').Entries = [
      { ...answers, PortRange: { From, To } },
      ...entries.filter((it: { Egress: boolean }) => it.Egress),
    ];
    return file;
  };

  test('below 1024 are included', async () => {
    expect(await verdictOf(answersTo(0, 1023), OUT)).toBe('open');
    const SourcePortRange = { FromPort: 0, ToPort: 1023 };
    expect(await verdictOf(openNetwork(), { ...OUT, FilterAtDestination: { SourcePortRange } })).toBe('open');
  });

  // REMAP_EPHEMERAL_PORT (explanation codes)
  test('of a NAT gateway are ephemeral ones', async () => {
    const SourcePortRange = { FromPort: 0, ToPort: 1023 };
    const path = { ...THROUGH_NAT, FilterAtDestination: { SourcePortRange } };
    expect(await verdictOf(openNetwork(), path)).toBe('blocked: FILTER_AT_DESTINATION_SOURCE_PORT_RANGE');
  });
});

/**
 * "Route table rules apply to all traffic that leaves a subnet" (VPC guide, route tables). For
 * packets from the internet, only a route table of the gateway applies.
 */
describe('routes for packets from the internet', () => {
  const away = { DestinationCidrBlock: '10.0.1.0/24', NetworkInterfaceId: 'eni-private', State: 'blackhole' };

  test('are not those of the subnet', async () => {
    const file = openNetwork();
    addRoutes(file, 'rtb-public', away);
    expect(await verdictOf(file, IN)).toBe('open');
    expect(await verdictOf(file, OUT)).toBe('open');
  });

  test('are those of the gateway', async () => {
    const file = openNetwork();
    const table = { RouteTableId: 'rtb-gateway', VpcId: 'vpc-a', Associations: [{ GatewayId: 'igw-a' }] };
    file.RouteTables?.push({ ...table, Routes: [away] });
    expect(await verdictOf(file, IN)).toBe('blocked: BAD_STATE_ROUTE MORE_SPECIFIC_ROUTE');
    item(file, 'RouteTables', 'rtb-gateway').Routes = [
      { DestinationCidrBlock: '10.0.1.0/24', NetworkInterfaceId: 'eni-private' },
    ];
    expect(await verdictOf(file, IN)).toBe('unsupported: eni-private');
  });
});
