import * as sdk from '@aws-sdk/client-ec2';
import { asking, type Item, itemsOf, type Kind, only, type Reader, type Selection } from './kind';
import { listed, MOST, type Paginate } from './listed';

const ofTransitGateway = ({ TransitGatewayId }: Item, { has }: Selection): boolean => has(TransitGatewayId);

/**
 * A Describe call about transit gateways. One that is kept is kept in full: its routes lead
 * everywhere.
 */
const described = <Key extends string, Page extends { readonly [K in Key]?: readonly object[] }>(
  key: Key,
  id: string,
  paginate: Paginate<Page>,
  belongs: Kind['belongs'] = ofTransitGateway,
): Kind => listed(key, id, `Describe${key}`, paginate, belongs);

/** A call for each route table, whose response does not name the table: its id is put beside it. */
function ofEachTable<Page>(
  key: string,
  call: string,
  list: keyof Page & string,
  paginate: (config: sdk.EC2PaginationConfiguration, tableId: string) => AsyncIterable<Page>,
): Kind {
  const action = `ec2:${call}`;
  return {
    key,
    ids: [],
    of: 'TransitGatewayRouteTables',
    actions: [action],
    belongs: ({ TransitGatewayRouteTableId }, { has }) => has(TransitGatewayRouteTableId),
    pages: async function* ({ ec2, pageSize, read }: Reader) {
      const config = { client: ec2, pageSize: Math.min(pageSize, MOST) };
      for (const { TransitGatewayRouteTableId } of read('TransitGatewayRouteTables')) {
        const found: Item[] = [];
        const pages = asking(action, paginate(config, String(TransitGatewayRouteTableId)));
        for await (const page of pages) found.push(...itemsOf(page[list]));
        yield [{ TransitGatewayRouteTableId, [list]: found }];
      }
    },
  };
}

const VPN_GATEWAYS: Kind = {
  key: 'VpnGateways',
  ids: ['VpnGatewayId'],
  actions: ['ec2:DescribeVpnGateways'],
  belongs: ({ VpcAttachments }, { has }) => itemsOf(VpcAttachments).some(({ VpcId }) => has(VpcId)),
  pages: async function* ({ ec2 }) {
    const pages = only('ec2:DescribeVpnGateways', () => ec2.send(new sdk.DescribeVpnGatewaysCommand({})));
    for await (const page of pages) yield itemsOf(page.VpnGateways);
  },
};

const VPN_CONNECTIONS: Kind = {
  key: 'VpnConnections',
  ids: ['VpnConnectionId'],
  actions: ['ec2:DescribeVpnConnections'],
  belongs: ({ VpnGatewayId, TransitGatewayId }, { has }) => has(VpnGatewayId) || has(TransitGatewayId),
  pages: async function* ({ ec2 }) {
    const pages = only('ec2:DescribeVpnConnections', () => ec2.send(new sdk.DescribeVpnConnectionsCommand({})));
    for await (const { VpnConnections = [] } of pages) yield VpnConnections.map(withoutKeys);
  },
};

/**
 * The configuration for the other side and the options of the tunnels have the pre-shared keys:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnConnection.html
 */
function withoutKeys({ CustomerGatewayConfiguration: _, Options, ...shown }: sdk.VpnConnection): Item {
  const { TunnelOptions: __, ...rest } = Options ?? {};
  return { ...shown, Options: rest };
}

const ends = ({ RequesterTgwInfo, AccepterTgwInfo }: Item, selection: Selection): boolean =>
  [RequesterTgwInfo, AccepterTgwInfo].some((end) => ofTransitGateway((end ?? {}) as Item, selection));

/** In an order in which each kind comes after those that decide whether it is kept. */
export const TRANSIT_KINDS: readonly Kind[] = [
  described(
    'TransitGatewayVpcAttachments',
    'TransitGatewayAttachmentId',
    sdk.paginateDescribeTransitGatewayVpcAttachments,
    ({ VpcId }, { has }) => has(VpcId),
  ),
  described(
    'TransitGateways',
    'TransitGatewayId',
    sdk.paginateDescribeTransitGateways,
    ({ TransitGatewayId }, { names }) => names(TransitGatewayId),
  ),
  described('TransitGatewayAttachments', 'TransitGatewayAttachmentId', sdk.paginateDescribeTransitGatewayAttachments),
  described(
    'TransitGatewayPeeringAttachments',
    'TransitGatewayAttachmentId',
    sdk.paginateDescribeTransitGatewayPeeringAttachments,
    ends,
  ),
  described('TransitGatewayRouteTables', 'TransitGatewayRouteTableId', sdk.paginateDescribeTransitGatewayRouteTables),
  ofEachTable(
    'TransitGatewayStaticRoutes',
    'SearchTransitGatewayRoutes',
    'Routes',
    (config, TransitGatewayRouteTableId) =>
      sdk.paginateSearchTransitGatewayRoutes(config, {
        TransitGatewayRouteTableId,
        Filters: [{ Name: 'type', Values: ['static'] }],
      }),
  ),
  ofEachTable(
    'TransitGatewayPropagations',
    'GetTransitGatewayRouteTablePropagations',
    'TransitGatewayRouteTablePropagations',
    (config, TransitGatewayRouteTableId) =>
      sdk.paginateGetTransitGatewayRouteTablePropagations(config, { TransitGatewayRouteTableId }),
  ),
  VPN_GATEWAYS,
  VPN_CONNECTIONS,
];
