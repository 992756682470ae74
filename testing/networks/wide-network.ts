import { WEB, webNetworkFile } from './web-network';

const ROUTE_TABLE = 'tgw-rtb-0a1b2c3d4e5f60718';
const BALANCER = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/web/50dc6c495c0c9188';
const TARGETS = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/73e2d6bc24d8a067';

/**
 * The web network and a part of every kind that a network file may have: peering, NAT, prefix
 * lists, a transit gateway with its routes, a load balancer with its listeners and targets.
 */
export function wideNetworkFile(): Record<string, unknown> {
  const file = webNetworkFile();
  const table = file.RouteTables?.find(({ RouteTableId }) => RouteTableId === WEB.mainTable);
  const { Routes = [] } = table;
  table.Routes = [
    ...Routes,
    { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-0a1b2c3d4e5f60718' },
    { DestinationCidrBlock: '10.9.0.0/16', VpcPeeringConnectionId: 'pcx-0a1b2c3d4e5f60718' },
    { DestinationCidrBlock: '10.8.0.0/16', TransitGatewayId: 'tgw-0a1b2c3d4e5f60718' },
    { DestinationPrefixListId: 'pl-0a1b2c3d4e5f60718', GatewayId: 'vpce-0a1b2c3d4e5f60718' },
  ];
  return {
    ...file,
    ...GATEWAYS,
    ...transitGateway(),
    ...loadBalancer(),
    Account: '123456789012',
    Region: 'us-east-1',
    ExportedAt: '2026-01-31T12:00:00Z',
    FutureThings: [{ FutureThingId: 'ft-1' }],
  };
}

const GATEWAYS = {
  NatGateways: [
    {
      NatGatewayId: 'nat-0a1b2c3d4e5f60718',
      VpcId: WEB.vpc,
      SubnetId: WEB.publicSubnet,
      State: 'available',
      NatGatewayAddresses: [{ PrivateIp: '10.0.1.99', PublicIp: '203.0.113.99' }],
    },
  ],
  VpcPeeringConnections: [
    {
      VpcPeeringConnectionId: 'pcx-0a1b2c3d4e5f60718',
      RequesterVpcInfo: { VpcId: WEB.vpc, CidrBlock: '10.0.0.0/16' },
      AccepterVpcInfo: { VpcId: 'vpc-0fedcba9876543210', CidrBlock: '10.9.0.0/16' },
      Status: { Code: 'active' },
    },
  ],
  PrefixLists: [
    {
      PrefixListId: 'pl-0a1b2c3d4e5f60718',
      PrefixListName: 'com.amazonaws.us-east-1.s3',
      Cidrs: ['52.216.0.0/15', '54.231.0.0/16'],
    },
  ],
  VpcEndpoints: [
    { VpcEndpointId: 'vpce-0a1b2c3d4e5f60718', VpcEndpointType: 'Gateway', VpcId: WEB.vpc, State: 'available' },
  ],
};

function transitGateway() {
  return {
    TransitGateways: [{ TransitGatewayId: 'tgw-0a1b2c3d4e5f60718', State: 'available' }],
    TransitGatewayRouteTables: [{ TransitGatewayRouteTableId: ROUTE_TABLE, State: 'available' }],
    TransitGatewayStaticRoutes: [
      {
        TransitGatewayRouteTableId: ROUTE_TABLE,
        Routes: [{ DestinationCidrBlock: '10.8.0.0/16', Type: 'static', State: 'blackhole' }],
        AdditionalRoutesAvailable: false,
      },
    ],
    TransitGatewayPropagations: [
      {
        TransitGatewayRouteTableId: ROUTE_TABLE,
        TransitGatewayRouteTablePropagations: [{ ResourceId: WEB.vpc, ResourceType: 'vpc', State: 'enabled' }],
      },
    ],
  };
}

function loadBalancer() {
  return {
    LoadBalancers: [{ LoadBalancerArn: BALANCER, Type: 'network', VpcId: WEB.vpc }],
    TargetGroups: [{ TargetGroupArn: TARGETS, Protocol: 'TCP', Port: 443, TargetType: 'instance', VpcId: WEB.vpc }],
    LoadBalancerListeners: [
      {
        LoadBalancerArn: BALANCER,
        Listeners: [{ Protocol: 'TCP', Port: 443, DefaultActions: [{ Type: 'forward', TargetGroupArn: TARGETS }] }],
      },
    ],
    LoadBalancerTargetHealth: [
      {
        TargetGroupArn: TARGETS,
        TargetHealthDescriptions: [{ Target: { Id: WEB.webServer, Port: 443 }, TargetHealth: { State: 'healthy' } }],
      },
    ],
    LoadBalancerAttributes: [
      { LoadBalancerArn: BALANCER, Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }] },
    ],
  };
}
