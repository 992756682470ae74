import { loadNetwork } from '../../../../reachability/network/load/load-network';
import { mergeNetworkFiles } from '../../../../reachability/network/load/merge-network-files';
import { InvalidNetwork } from '../../../../reachability/network/load/problems';
import { WEB, webNetworkFile } from '../../../../testing/networks/web-network';
import { wideNetworkFile } from '../../../../testing/networks/wide-network';

const ACCOUNT = '123456789012';
const OTHER_ACCOUNT = '210987654321';

function warningsOf(file: object): string[] {
  const lines: string[] = [];
  loadNetwork(file, ACCOUNT, (line) => lines.push(line));
  return lines;
}

function problemsOf(file: unknown) {
  try {
    loadNetwork(file, ACCOUNT);
  } catch (error) {
    if (error instanceof InvalidNetwork) return error.problems;
    throw error;
  }
  return [];
}

function merged(...files: object[]) {
  const warnings: string[] = [];
  const named = new Map(files.map((file, index) => [`${index}.json`, file as Record<string, unknown>]));
  return { file: mergeNetworkFiles(named, (line) => warnings.push(line)), warnings };
}

describe('what is wrong', () => {
  test('is listed at once, each with its resource and field', () => {
    const file = webNetworkFile();
    Object.assign(file.Subnets?.[0], { CidrBlock: '10.0.0.0/99' });
    Object.assign(file.NetworkInterfaces?.[0], { SubnetId: 'subnet-1' });
    Object.assign(file.NetworkAcls?.[0].Entries[0], { RuleAction: 'maybe' });
    expect(problemsOf(file)).toEqual([
      expect.objectContaining({ resource: WEB.webInterface, field: 'SubnetId' }),
      expect.objectContaining({ resource: WEB.publicSubnet, field: 'CidrBlock' }),
      expect.objectContaining({ resource: expect.stringContaining(WEB.acl), field: 'RuleAction' }),
    ]);
    expect(() => loadNetwork(file, ACCOUNT)).toThrow(/^3 problems:\n- .*\n- .*\n- .*$/);
  });

  test('in the shapes of several resources too', () => {
    const file = { ...webNetworkFile(), Subnets: [null, { SubnetId: 'subnet-1', VpcId: 7 }], Vpcs: {} };
    expect(problemsOf(file).map(({ resource, field }) => [resource, field])).toEqual([
      ['Vpcs', undefined],
      ['Subnets[0]', undefined],
      ['subnet-1', 'VpcId'],
    ]);
  });

  test('is shown 20 times at most in the message', () => {
    const Vpcs = Array.from({ length: 25 }, () => ({ VpcId: 'no-vpc' }));
    expect(() => loadNetwork({ Vpcs }, ACCOUNT)).toThrow(/^25 problems:(\n- Vpcs.*){20}\n- and 5 more$/);
  });

  test.each<[string, object, string]>([
    [
      'two entries of a network ACL with one number',
      { NetworkAcls: [twice()] },
      `${WEB.acl} has two inbound entries with the RuleNumber 1`,
    ],
    [
      'a security group rule without direction',
      {
        SecurityGroupRules: [
          { SecurityGroupRuleId: 'sgr-1', GroupId: WEB.webGroup, IpProtocol: '-1', CidrIpv4: '::/0' },
        ],
      },
      'sgr-1 of sg-0259c6abfd0ef4783 has the IsEgress undefined, but it must be true or false',
    ],
    [
      'a security group rule without peer',
      {
        SecurityGroupRules: [{ SecurityGroupRuleId: 'sgr-1', GroupId: WEB.webGroup, IpProtocol: '-1', IsEgress: true }],
      },
      'has none of CidrIpv4, CidrIpv6, PrefixListId or ReferencedGroupInfo',
    ],
    [
      'two internet gateways of a VPC',
      {
        InternetGateways: ['igw-1', 'igw-2'].map((id) => ({
          InternetGatewayId: id,
          Attachments: [{ VpcId: WEB.vpc }],
        })),
      },
      `igw-2 and igw-1 are both the internet gateway of ${WEB.vpc}`,
    ],
    ['an account that is a number', { Account: 123456789012 }, 'Account is 123456789012, but must be 12 digits'],
    ['a list of Regions', { Region: [] }, 'Region is a list, but must be one Region'],
    ['an unknown key that is nested without end', { Things: deep(100) }, 'Things is nested deeper than 64 levels'],
  ])('%s', (_, change, message) => {
    expect(problemsOf({ ...webNetworkFile(), ...change }).map((problem) => problem.message)).toContainEqual(
      expect.stringContaining(message),
    );
  });

  test('an interface of two instances', () => {
    const nested = { NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1', SubnetId: WEB.publicSubnet }] };
    const Instances = ['i-1', 'i-2'].map((InstanceId) => ({ InstanceId, ...nested }));
    expect(problemsOf({ ...webNetworkFile(), Instances })).toContainEqual(
      expect.objectContaining({ resource: 'eni-1', field: 'InstanceId' }),
    );
  });

  test('an interface, a route table or a network ACL of a subnet in another VPC', () => {
    const file = webNetworkFile();
    file.Vpcs?.push({ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' });
    Object.assign(file.NetworkInterfaces?.[0], { VpcId: 'vpc-1' });
    expect(problemsOf(file)).toEqual([
      expect.objectContaining({
        message: `${WEB.webInterface} of vpc-1 refers to ${WEB.publicSubnet} as its SubnetId, but that is in ${WEB.vpc}.`,
      }),
    ]);
  });
});

function twice() {
  const acl = webNetworkFile().NetworkAcls?.[0];
  const entry = { RuleNumber: 1, Egress: false, RuleAction: 'allow', Protocol: '-1', CidrBlock: '0.0.0.0/0' };
  return { ...acl, Entries: [entry, { ...entry, RuleAction: 'deny' }] };
}

function deep(depth: number): unknown {
  return depth === 0 ? [] : [deep(depth - 1)];
}

test('the output of each call alone loads, or names what its resources refer to', () => {
  for (const [key, value] of Object.entries(wideNetworkFile())) {
    for (const { message } of problemsOf({ [key]: value })) {
      expect(message).toMatch(
        /refers to \S+ as its \w+, but the network has no such|has none with this id|it must be in a/,
      );
    }
  }
  expect(problemsOf({ Vpcs: webNetworkFile().Vpcs })).toEqual([]);
  expect(problemsOf({})).toEqual([]);
});

describe('pages', () => {
  const page = (from: number, to: number, more: object) => ({
    SecurityGroups: webNetworkFile().SecurityGroups?.slice(from, to),
    ...more,
  });
  const { SecurityGroups: _, ...rest } = webNetworkFile();

  test('of a list make one list; the token of a page that is followed means nothing', () => {
    const { file, warnings } = merged(page(0, 1, { NextToken: 'x' }), page(1, 9, {}), rest);
    expect(warnings).toEqual([]);
    expect(warningsOf(file)).toEqual([]);
    expect(loadNetwork(file, ACCOUNT).securityGroups.size).toBe(webNetworkFile().SecurityGroups?.length);
  });

  test('without the last one are named by their key', () => {
    const expected = expect.stringMatching(/^SecurityGroups may end before its last page.*NextToken/);
    expect(merged(page(0, 9, { NextToken: 'x' }), rest).warnings).toEqual([expected]);
    expect(merged(page(0, 9, { NextToken: null }), rest).warnings).toEqual([]);
    expect(warningsOf({ ...webNetworkFile(), NextToken: 'x' })).toContainEqual(expected);
  });
});

describe('Regions and accounts', () => {
  /** https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html */
  test('files of two Regions are refused: a path has both ends in one', () => {
    const message =
      '1.json: Region is not the same as in another file of the folder. Reachability Analyzer follows paths';
    expect(() => merged({ Region: 'us-east-1' }, { Region: 'eu-central-1' })).toThrow(message);
  });

  test('so are subnets of two Regions', () => {
    const file = webNetworkFile();
    Object.assign(file.Subnets?.[0], { AvailabilityZone: 'us-west-2-lax-1a' });
    Object.assign(file.Subnets?.[1], { AvailabilityZone: 'eu-central-1a' });
    expect(problemsOf(file)).toEqual([expect.objectContaining({ field: 'AvailabilityZone' })]);
    Object.assign(file.Subnets?.[1], { AvailabilityZone: 'us-west-2b' });
    expect(problemsOf(file)).toEqual([]);
  });

  test('several accounts make one network, and each resource keeps its owner', () => {
    const owned = webNetworkFile();
    for (const group of owned.SecurityGroups ?? []) group.OwnerId = OTHER_ACCOUNT;
    const { file } = merged({ Account: OTHER_ACCOUNT }, { ...owned, Account: ACCOUNT });
    expect(loadNetwork(file, ACCOUNT).securityGroups.all[0]?.OwnerId).toBe(OTHER_ACCOUNT);
  });

  test('a group without owner belongs to the account of the file; among several it is a problem', () => {
    const groups = webNetworkFile();
    for (const group of groups.SecurityGroups ?? []) delete group.OwnerId;
    const own = loadNetwork({ ...groups, Account: OTHER_ACCOUNT }, ACCOUNT);
    expect(own.securityGroups.all[0]?.OwnerId).toBe(OTHER_ACCOUNT);
    expect(problemsOf({ ...groups, Account: [ACCOUNT, OTHER_ACCOUNT] })).toContainEqual(
      expect.objectContaining({ resource: WEB.webGroup, field: 'OwnerId' }),
    );
  });
});

describe('responses that do not name their resource', () => {
  test('are kept with its id, and counted', () => {
    const { unmodelled } = loadNetwork(wideNetworkFile(), ACCOUNT);
    expect(unmodelled.items('LoadBalancerListeners')).toHaveLength(1);
    expect(unmodelled.items('TransitGatewayStaticRoutes')[0]).toMatchObject({ Routes: [{ Type: 'static' }] });
    expect(warningsOf(wideNetworkFile())).toContainEqual(expect.stringContaining('1 FutureThings are not modelled'));
  });

  test.each<[string, object, string]>([
    [
      'without the id',
      { LoadBalancerListeners: [{ Listeners: [] }] },
      'LoadBalancerListeners[0] has the LoadBalancerArn undefined',
    ],
    [
      'with the id of nothing',
      { LoadBalancerTargetHealth: [{ TargetGroupArn: 'arn:x', TargetHealthDescriptions: [] }] },
      'LoadBalancerTargetHealth[0] has the TargetGroupArn "arn:x", but the network has none with this id under TargetGroups',
    ],
    [
      'with a misspelt field',
      {
        TransitGatewayPropagations: [
          { TransitGatewayRouteTableId: 'tgw-rtb-1', TransitGatewayRouteTablePropagation: [] },
        ],
      },
      'Did you mean TransitGatewayRouteTablePropagations?',
    ],
    [
      'of another type',
      { LoadBalancerAttributes: [{ LoadBalancerArn: 'arn:x', Attributes: 'none' }] },
      'LoadBalancerAttributes[0].Attributes of arn:x is "none", but must be a list',
    ],
    ['under a misspelt key', { transitGatewayStaticRoute: [] }, 'it is spelled TransitGatewayStaticRoutes'],
  ])('are refused %s', (_, change, message) => {
    const messages = problemsOf({ ...wideNetworkFile(), ...change }).map((problem) => problem.message);
    expect(messages).toContainEqual(expect.stringContaining(message));
  });
});
