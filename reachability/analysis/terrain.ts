import type { RouteTable, Subnet } from '@aws-sdk/client-ec2';
import type { PathProtocol } from '../packets/protocols';
import type { NetworkView } from './components';
import type { Direction, Hop } from './hop';
import { networkAclHop } from './hops/network-acl';
import { ingressTable, RouteTableHops } from './hops/route-table';

/** A network as packets of one protocol find it. It keeps what it made of each route table. */
export class Terrain {
  private readonly tables = new Map<string | undefined, RouteTableHops>();

  constructor(
    readonly view: NetworkView,
    readonly protocol: PathProtocol,
  ) {}

  /** The route table that decides about what leaves the subnet. */
  routesOf(subnet: Subnet): RouteTableHops {
    const none: RouteTable = { RouteTableId: 'none', VpcId: subnet.VpcId, Routes: [] };
    return this.hopsOf(this.view.network.routeTableOf(subnet) ?? none);
  }

  /** The route table of a gateway, for what it lets into the VPC. Most gateways have none. */
  routesInto(gatewayId: string | undefined): RouteTableHops | undefined {
    const table = ingressTable(this.view, gatewayId);
    return table && this.hopsOf(table);
  }

  acl(subnet: Subnet, direction: Direction): Hop {
    return networkAclHop(this.view, subnet, direction, this.protocol);
  }

  private hopsOf(table: RouteTable): RouteTableHops {
    const key = `${table.RouteTableId} ${table.VpcId}`;
    const known = this.tables.get(key);
    if (known) return known;
    const hops = new RouteTableHops(this.view, table);
    this.tables.set(key, hops);
    return hops;
  }
}
