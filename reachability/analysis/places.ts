/** The places of the graph that `search.ts` searches, and the edges between them. */

import type { AnalysisComponent, Explanation, InternetGateway, NatGateway, Subnet } from '@aws-sdk/client-ec2';
import type { Hop } from './hop';

/** Where packets are. */
export type Place = SubnetPlace | RouteTablePlace | InternetPlace | ArrivedPlace;

/** In a subnet, sent by an interface or a NAT gateway there. */
interface SubnetPlace {
  readonly kind: 'subnet';
  readonly subnet: Subnet;
}

/** Out of a subnet, in front of its route table. */
interface RouteTablePlace {
  readonly kind: 'route-table';
  readonly subnet: Subnet;
}

/** On the internet's side of an internet gateway. */
interface InternetPlace {
  readonly kind: 'internet';
  readonly gateway: InternetGateway;
  readonly vpcId: string;
}

/** At the goal, behind all of its hops. */
interface ArrivedPlace {
  readonly kind: 'arrived';
}

/** A way on from a place. The headers that one of its hops stops do not get to its end. */
export interface Edge {
  readonly hops: readonly Hop[];
  readonly to: Place;
  /** The NAT gateway at the end of the edge. It replaces the source address and port. */
  readonly translator?: NatGateway;
}

/** Where packets are to arrive. */
export interface Goal {
  readonly at: GoalPlace;
  readonly vpcId: string | undefined;
  /** The hops at the goal itself, behind everything that leads to it. */
  readonly receives: readonly Hop[];
  /** The ids by which routes lead to the goal itself. */
  readonly targets: readonly string[];
  /** As explanations name it. */
  readonly component: AnalysisComponent | undefined;
  /** The destination is only an address that the path gives, wherever that is. */
  readonly byAddress: boolean;
  /**
   * The packets are replies. They are accepted only if their source is the address that was
   * requested, so that no NAT gateway may replace it.
   */
  readonly isReply: boolean;
}

type GoalPlace =
  | { readonly kind: 'interface' | 'nat-gateway'; readonly subnet: Subnet }
  | { readonly kind: 'internet'; readonly gateway: InternetGateway }
  /** Nothing has the address. */
  | { readonly kind: 'nowhere'; readonly explanation: Explanation };
