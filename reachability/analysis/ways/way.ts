import type { Explanation, Route, Subnet } from '@aws-sdk/client-ec2';
import { component } from '../components';
import { blockedHop } from '../hop';
import type { RouteTableHops } from '../hops/route-table';
import type { Edge, Traveller } from '../places';
import type { Terrain } from '../terrain';

/** In front of a route table. */
export interface Junction {
  readonly terrain: Terrain;
  readonly routes: RouteTableHops;
  readonly vpcId: string | undefined;
  /** The subnet that packets leave; absent at the route table of a gateway. */
  readonly subnet?: Subnet;
  readonly traveller: Traveller;
}

/** What one kind of route target does with packets. */
export interface Way {
  /**
   * To the goal. These edges exist also while no route leads there: then the hop of the route table
   * stops everything, and explains why.
   */
  towards?(at: Junction): Edge[];
  /** Through something from where packets go on, if routes lead there. */
  through?(at: Junction): Edge[];
  /** The same within the subnet that packets leave: no network ACL decides about them. */
  within?(at: Junction): Edge[];
  /**
   * Whether it is known what becomes of packets that follow this active route: the edges above lead
   * along it, or AWS documents that its target never leads to the goal.
   */
  settles(at: Junction, route: Route): boolean;
}

/** To the goal, for a reason why packets do not get there. */
export function deadEnd(reason: Explanation): Edge {
  return { hops: [blockedHop(reason)], to: { kind: 'arrived' } };
}

/** For packets in a VPC from which nothing leads to the goal's. */
export function disconnected({ view }: Terrain, vpcId: string | undefined, goalVpcId: string | undefined): Edge {
  const Vpc = (id: string | undefined) => component(view, view.network.vpcs, id);
  return deadEnd({ ExplanationCode: 'DISCONNECTED_VPCS', SourceVpc: Vpc(vpcId), DestinationVpc: Vpc(goalVpcId) });
}
