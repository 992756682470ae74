import type { AnalysisComponent, AnalysisRouteTableRoute, Explanation, Route, RouteTable } from '@aws-sdk/client-ec2';
import * as headers from '../../packets/header-set';
import * as intervals from '../../packets/interval-set';
import { type Cidr, parseCidr } from '../../packets/ipv4';
import { component, type NetworkView } from '../components';
import type { Hop } from '../hop';

/** One destination block of a route. A route to a prefix list has several. */
interface RoutedBlock {
  readonly route: Route;
  readonly block: Cidr;
  /**
   * The headers that follow the route: those to its block, except those that routes of higher
   * precedence take.
   */
  readonly follow: headers.HeaderSet;
}

/** The id of a route's target: `local`, a gateway, an interface and so on. */
export function targetOf(route: Route): string | undefined {
  return (
    route.NetworkInterfaceId ??
    route.GatewayId ??
    route.NatGatewayId ??
    route.TransitGatewayId ??
    route.VpcPeeringConnectionId ??
    route.InstanceId ??
    route.LocalGatewayId ??
    route.CarrierGatewayId ??
    route.CoreNetworkArn ??
    route.EgressOnlyInternetGatewayId
  );
}

/** A route table. The most specific route to an address decides. */
export class RouteTableHops {
  private readonly blocks: readonly RoutedBlock[];

  constructor(
    private readonly view: NetworkView,
    readonly table: RouteTable,
  ) {
    this.blocks = routedBlocks(view, table);
  }

  /** The table, for packets that are to go on to one of `targets`. */
  hopTo(targets: readonly string[], destination: AnalysisComponent | undefined): Hop {
    return this.hop(({ route }) => targets.includes(targetOf(route) ?? ''), destination);
  }

  /** The table, for packets that are to follow one of its routes. */
  hopAlong(along: Route, destination: AnalysisComponent | undefined): Hop {
    return this.hop(({ route }) => route === along, destination);
  }

  private hop(isWanted: (block: RoutedBlock) => boolean, destination: AnalysisComponent | undefined): Hop {
    const wanted = this.blocks.filter(isWanted);
    const RouteTable = component(this.view, this.view.network.routeTables, this.table.RouteTableId);
    const Vpc = component(this.view, this.view.network.vpcs, this.table.VpcId);
    return {
      component: RouteTable,
      rules: wanted
        .filter(({ route }) => route.State !== 'blackhole')
        .map(({ route, follow }) => ({ admits: follow, details: { RouteTableRoute: toAnalysisRoute(route) } })),
      explain: (arrived) => {
        const reasons = obstacles(arrived, wanted, this.blocks);
        const where = { RouteTable, Vpc, Destination: destination };
        if (reasons.length === 0) return [{ ExplanationCode: 'NO_ROUTE_TO_DESTINATION', ...where }];
        return reasons.map((reason) => ({ ...reason, ...where }));
      },
    };
  }

  /** The routes, including blackholes, that some of `arriving` follows. */
  routesFor(arriving: headers.HeaderSet): FollowedRoute[] {
    const byRoute = new Map<Route, headers.HeaderSet>();
    for (const block of this.blocks) {
      const following = headers.intersect(arriving, block.follow);
      if (headers.isEmpty(following)) continue;
      byRoute.set(block.route, [...(byRoute.get(block.route) ?? []), ...following]);
    }
    return [...byRoute].map(([route, following]) => ({ route, headers: following }));
  }
}

/** The route table that is associated with an internet gateway itself. */
export function ingressTable({ network }: NetworkView, gatewayId: string | undefined): RouteTable | undefined {
  return network.routeTables.all.find((table) =>
    table.Associations?.some((association) => association.GatewayId === gatewayId),
  );
}

/** A route and the headers that follow it. */
interface FollowedRoute {
  readonly route: Route;
  readonly headers: headers.HeaderSet;
}

/**
 * The most specific block first. Of equal blocks, local before static before propagated routes, and
 * a CIDR block before a prefix list. A propagated route within the block of a local one comes last:
 * https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-route-priority.html
 */
function routedBlocks({ network }: NetworkView, table: RouteTable): RoutedBlock[] {
  const blocks = (table.Routes ?? []).flatMap((route) => {
    const listed = network.prefixLists.find(route.DestinationPrefixListId)?.Entries.map((entry) => entry.Cidr) ?? [];
    return [route.DestinationCidrBlock, ...listed].flatMap((text) => {
      const block = text === undefined ? undefined : parseCidr(text);
      return block ? [{ route, block }] : [];
    });
  });
  const local = blocks.filter(({ route }) => route.GatewayId === 'local').map(({ block }) => block.range);
  const isOverruled = ({ route, block }: Pick<RoutedBlock, 'route' | 'block'>) =>
    isPropagated(route) && local.some(([first, last]) => first <= block.range[0] && block.range[1] <= last);
  blocks.sort((a, b) => b.block.prefixLength - a.block.prefixLength || priority(a.route) - priority(b.route));
  let taken: intervals.IntervalSet = [];
  return [...blocks.filter((it) => !isOverruled(it)), ...blocks.filter(isOverruled)].map(({ route, block }) => {
    const destination = intervals.subtract([block.range], taken);
    taken = intervals.union(...taken, block.range);
    return { route, block, follow: destination.length > 0 ? [headers.box({ destination })] : [] };
  });
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html */
function priority(route: Route): number {
  if (route.GatewayId === 'local') return 0;
  if (isPropagated(route)) return 3;
  return route.DestinationPrefixListId === undefined ? 1 : 2;
}

function isPropagated({ Origin }: Route): boolean {
  return Origin === 'EnableVgwRoutePropagation';
}

/**
 * Why none of the wanted routes carries what arrived; empty when no wanted route is for those
 * addresses.
 */
function obstacles(
  arrived: headers.HeaderSet,
  wanted: readonly RoutedBlock[],
  blocks: readonly RoutedBlock[],
): Explanation[] {
  const overlaps = (admitted: headers.HeaderSet) => !headers.isEmpty(headers.intersect(arrived, admitted));
  const blackholes = blocks.filter(({ route, follow }) => route.State === 'blackhole' && overlaps(follow));
  const shadowed = wanted.filter(
    ({ route, block }) => route.State !== 'blackhole' && overlaps([headers.box({ destination: [block.range] })]),
  );
  return [
    ...blackholes.map(({ route }) => ({
      ExplanationCode: 'BAD_STATE_ROUTE',
      RouteTableRoute: toAnalysisRoute(route),
      State: 'blackhole',
    })),
    ...shadowed.map(({ route, block }) => ({
      ExplanationCode: blocks.some((it) => isWithin(it.block, block) && overlaps(it.follow))
        ? 'MORE_SPECIFIC_ROUTE'
        : 'HIGHER_PRIORITY_ROUTE',
      RouteTableRoute: toAnalysisRoute(route),
    })),
  ];
}

/** Whether `part` is a smaller block within `whole`. */
function isWithin(part: Cidr, whole: Cidr): boolean {
  const [first, last] = whole.range;
  return part.prefixLength > whole.prefixLength && first <= part.range[0] && part.range[1] <= last;
}

function toAnalysisRoute(route: Route): AnalysisRouteTableRoute {
  return {
    DestinationCidr: route.DestinationCidrBlock,
    DestinationPrefixListId: route.DestinationPrefixListId,
    GatewayId: route.GatewayId,
    InstanceId: route.InstanceId,
    NatGatewayId: route.NatGatewayId,
    NetworkInterfaceId: route.NetworkInterfaceId,
    Origin: route.Origin?.toLowerCase() ?? 'createroute',
    TransitGatewayId: route.TransitGatewayId,
    VpcPeeringConnectionId: route.VpcPeeringConnectionId,
    State: route.State ?? 'active',
  };
}
