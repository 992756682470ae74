import type { EC2Client } from '@aws-sdk/client-ec2';
import type { ExportClients } from '../../../operator/export-network/clients';
import { exportClients } from '../../../operator/export-network/clients';
import { networkFile } from '../../../operator/export-network/network-file';
import { Denied, KINDS, readAccount } from '../../../operator/export-network/read-account';
import { peersLeftOut, selectVpcs } from '../../../operator/export-network/select-vpcs';

const ORIGIN = { account: '123456789012', region: 'eu-central-1', at: new Date('2026-11-24T12:00:00Z') };

/** By operation, what AWS would respond to the input. */
type Responses = Readonly<Record<string, (input: Record<string, string>) => object>>;

/** AWS's own clients, whose responses come from `responses` instead of the network. */
function answering(responses: Responses): ExportClients {
  const clients = exportClients({ region: 'eu-central-1' });
  for (const client of [clients.ec2, clients.balancing as unknown as EC2Client]) {
    client.middlewareStack.add(
      (_, context) => async (args) => {
        const operation = String(context.commandName).replace(/Command$/, '');
        const output = responses[operation]?.(args.input as never) ?? {};
        // biome-ignore lint/suspicious/noExplicitAny: the output of any operation
        return { output, response: {} } as any;
      },
      { step: 'initialize', priority: 'low' },
    );
  }
  return clients;
}

const GROUP = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1';
const BALANCER = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1';
const FOREIGN = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/other/2';

/** Shapes as in the API references of EC2 and Elastic Load Balancing. */
const CORPORATE: Responses = {
  DescribeVpcs: () => ({ Vpcs: [{ VpcId: 'vpc-a' }, { VpcId: 'vpc-b' }] }),
  DescribeRouteTables: () => ({
    RouteTables: [{ RouteTableId: 'rtb-a', VpcId: 'vpc-a', Routes: [{ TransitGatewayId: 'tgw-hub' }] }],
  }),
  DescribeVpcBlockPublicAccessOptions: () => ({
    VpcBlockPublicAccessOptions: { AwsRegion: 'eu-central-1', InternetGatewayBlockMode: 'off' },
  }),
  DescribeVpcBlockPublicAccessExclusions: ({ NextToken }) => ({
    VpcBlockPublicAccessExclusions: [
      {
        ExclusionId: `vpcbpa-exclude-${NextToken ?? 1}`,
        ResourceArn: `arn:aws:ec2:x:1:vpc/vpc-${NextToken ? 'b' : 'a'}`,
      },
    ],
    NextToken: NextToken ? undefined : '2',
  }),
  DescribeTransitGatewayVpcAttachments: () => ({
    TransitGatewayVpcAttachments: [
      { TransitGatewayAttachmentId: 'tgw-attach-a', TransitGatewayId: 'tgw-hub', VpcId: 'vpc-a' },
      { TransitGatewayAttachmentId: 'tgw-attach-b', TransitGatewayId: 'tgw-hub', VpcId: 'vpc-b' },
    ],
  }),
  DescribeTransitGateways: () => ({
    TransitGateways: [{ TransitGatewayId: 'tgw-hub' }, { TransitGatewayId: 'tgw-lab' }],
  }),
  DescribeTransitGatewayAttachments: ({ NextToken }) => ({
    TransitGatewayAttachments: [
      NextToken
        ? { TransitGatewayAttachmentId: 'tgw-attach-vpn', TransitGatewayId: 'tgw-hub', ResourceType: 'vpn' }
        : { TransitGatewayAttachmentId: 'tgw-attach-lab', TransitGatewayId: 'tgw-lab', ResourceType: 'vpc' },
    ],
    NextToken: NextToken ? undefined : 'more',
  }),
  DescribeTransitGatewayRouteTables: () => ({
    TransitGatewayRouteTables: [
      { TransitGatewayRouteTableId: 'tgw-rtb-hub', TransitGatewayId: 'tgw-hub' },
      { TransitGatewayRouteTableId: 'tgw-rtb-lab', TransitGatewayId: 'tgw-lab' },
    ],
  }),
  SearchTransitGatewayRoutes: ({ TransitGatewayRouteTableId, NextToken }) => ({
    Routes: [
      { DestinationCidrBlock: NextToken ? '10.2.0.0/16' : '10.1.0.0/16', PrefixListId: TransitGatewayRouteTableId },
    ],
    NextToken: NextToken ? undefined : 'more',
  }),
  GetTransitGatewayRouteTablePropagations: () => ({
    TransitGatewayRouteTablePropagations: [{ TransitGatewayAttachmentId: 'tgw-attach-a', State: 'enabled' }],
  }),
  DescribeVpnConnections: () => ({
    VpnConnections: [
      {
        VpnConnectionId: 'vpn-1',
        TransitGatewayId: 'tgw-hub',
        CustomerGatewayConfiguration: '<pre_shared_key>SECRET</pre_shared_key>',
        Options: { StaticRoutesOnly: true, TunnelOptions: [{ PreSharedKey: 'SECRET' }] },
      },
    ],
  }),
  DescribeLoadBalancers: () => ({
    LoadBalancers: [
      { LoadBalancerArn: BALANCER, VpcId: 'vpc-a' },
      { LoadBalancerArn: FOREIGN, VpcId: 'vpc-b' },
    ],
  }),
  DescribeTargetGroups: () => ({ TargetGroups: [{ TargetGroupArn: GROUP, VpcId: 'vpc-a' }] }),
  DescribeListeners: ({ Marker, LoadBalancerArn }) => ({
    Listeners: [{ LoadBalancerArn, Port: Marker ? 443 : 80 }],
    NextMarker: Marker ? undefined : 'more',
  }),
  DescribeLoadBalancerAttributes: () => ({ Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }] }),
  DescribeTargetHealth: () => ({ TargetHealthDescriptions: [{ Target: { Id: 'i-1', Port: 8080 } }] }),
  DescribeTargetGroupAttributes: () => ({ Attributes: [{ Key: 'preserve_client_ip.enabled', Value: 'true' }] }),
};

const read = (responses: Responses) => readAccount(answering(responses), 5, () => {});

it('reads transit gateways, VPN and load balancers, page by page, with the owner beside what does not name it', async () => {
  const { items, notOffered } = await read(CORPORATE);
  expect(notOffered).toEqual([]);
  expect([...items.keys()]).toEqual(KINDS.map(({ key }) => key));
  expect(items.get('TransitGatewayAttachments')).toHaveLength(2);
  expect(items.get('VpcBlockPublicAccessExclusions')).toHaveLength(2);
  expect(items.get('TransitGatewayStaticRoutes')?.[0]).toEqual({
    TransitGatewayRouteTableId: 'tgw-rtb-hub',
    Routes: [
      { DestinationCidrBlock: '10.1.0.0/16', PrefixListId: 'tgw-rtb-hub' },
      { DestinationCidrBlock: '10.2.0.0/16', PrefixListId: 'tgw-rtb-hub' },
    ],
  });
  expect(items.get('TransitGatewayPropagations')?.map((it) => it.TransitGatewayRouteTableId)).toEqual([
    'tgw-rtb-hub',
    'tgw-rtb-lab',
  ]);
  expect(items.get('LoadBalancerListeners')).toEqual([
    {
      LoadBalancerArn: BALANCER,
      Listeners: [
        { LoadBalancerArn: BALANCER, Port: 80 },
        { LoadBalancerArn: BALANCER, Port: 443 },
      ],
    },
    {
      LoadBalancerArn: FOREIGN,
      Listeners: [
        { LoadBalancerArn: FOREIGN, Port: 80 },
        { LoadBalancerArn: FOREIGN, Port: 443 },
      ],
    },
  ]);
  expect(items.get('LoadBalancerTargetHealth')).toEqual([
    { TargetGroupArn: GROUP, TargetHealthDescriptions: [{ Target: { Id: 'i-1', Port: 8080 } }] },
  ]);
});

it('asks only for static routes of transit gateways: the others follow from the propagations', async () => {
  const filters: unknown[] = [];
  const SearchTransitGatewayRoutes = ({ Filters }: { Filters?: unknown }) => {
    filters.push(Filters);
    return {};
  };
  await read({ ...CORPORATE, SearchTransitGatewayRoutes });
  expect(filters).toEqual(Array(2).fill([{ Name: 'type', Values: ['static'] }]));
});

it('keeps the pre-shared keys of VPN connections out of the file', async () => {
  const text = networkFile(await read(CORPORATE), ORIGIN);
  expect(JSON.parse(text).VpnConnections).toEqual([
    { VpnConnectionId: 'vpn-1', TransitGatewayId: 'tgw-hub', Options: { StaticRoutesOnly: true } },
  ]);
  expect(text).not.toContain('SECRET');
});

it('writes options as one object, and leaves a part out that was not read', async () => {
  const file = JSON.parse(networkFile(await read(CORPORATE), ORIGIN));
  expect(file.VpcBlockPublicAccessOptions).toEqual({ AwsRegion: 'eu-central-1', InternetGatewayBlockMode: 'off' });
  expect(JSON.parse(networkFile(await read({}), ORIGIN))).not.toHaveProperty('VpcBlockPublicAccessOptions');
});

it('keeps the order of what AWS orders, such as the addresses of an interface', async () => {
  const PrivateIpAddresses = [
    { Primary: true, PrivateIpAddress: '10.0.1.20' },
    { Primary: false, PrivateIpAddress: '10.0.1.10' },
  ];
  const DescribeNetworkInterfaces = () => ({
    NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1', VpcId: 'vpc-a', PrivateIpAddresses }],
  });
  const file = JSON.parse(networkFile(await read({ DescribeNetworkInterfaces }), ORIGIN));
  expect(file.NetworkInterfaces[0].PrivateIpAddresses).toEqual(PrivateIpAddresses);
});

it('keeps with a VPC its transit gateways in full, their VPNs, its load balancers and its exclusions', async () => {
  const { items } = selectVpcs(await read(CORPORATE), ['vpc-a']);
  const ids = (key: string, id: string) => items.get(key)?.map((item) => item[id]);
  expect(ids('TransitGateways', 'TransitGatewayId')).toEqual(['tgw-hub']);
  expect(ids('TransitGatewayVpcAttachments', 'TransitGatewayAttachmentId')).toEqual(['tgw-attach-a']);
  expect(ids('TransitGatewayAttachments', 'TransitGatewayAttachmentId')).toEqual(['tgw-attach-vpn']);
  expect(ids('TransitGatewayStaticRoutes', 'TransitGatewayRouteTableId')).toEqual(['tgw-rtb-hub']);
  expect(ids('VpnConnections', 'VpnConnectionId')).toEqual(['vpn-1']);
  expect(ids('LoadBalancers', 'LoadBalancerArn')).toEqual([BALANCER]);
  expect(ids('LoadBalancerAttributes', 'LoadBalancerArn')).toEqual([BALANCER]);
  expect(ids('TargetGroupAttributes', 'TargetGroupArn')).toEqual([GROUP]);
  expect(ids('VpcBlockPublicAccessExclusions', 'ExclusionId')).toEqual(['vpcbpa-exclude-1']);
  expect(peersLeftOut({ items, notOffered: [] })).toEqual([]);
});

it.each(['AccessDenied', 'UnauthorizedOperation'])(
  'names what %s denies, and reads the rest before it gives up',
  async (name) => {
    const asked: string[] = [];
    const denied = () => {
      throw Object.assign(new Error('no'), { name });
    };
    const responses = {
      ...CORPORATE,
      DescribeSubnets: denied,
      DescribeTransitGatewayRouteTables: denied,
      DescribeTargetHealth: denied,
      DescribeTargetGroupAttributes: () => {
        asked.push('last');
        return {};
      },
    };
    const error = await read(responses).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Denied);
    expect((error as Denied).actions).toEqual([
      'ec2:DescribeSubnets',
      'ec2:DescribeTransitGatewayRouteTables',
      'elasticloadbalancing:DescribeTargetHealth',
    ]);
    expect(asked).toEqual(['last']);
  },
);
