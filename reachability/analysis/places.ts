/** The places of the graph that `search.ts` searches, and the edges between them. */

import type { AnalysisComponent, Explanation, InternetGateway, Subnet } from '@aws-sdk/client-ec2';
import type { HeaderSet } from '../packets/header-set';
import type { Hop } from './hop';

/** Where packets are. */
export type Place = SubnetPlace | RouteTablePlace | InternetPlace | IngressPlace | UnknownPlace | ArrivedPlace;

/** In a subnet, sent by an interface or a gateway there. */
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

/** Let into a VPC by a gateway, in front of the gateway's route table if it has one. */
interface IngressPlace {
  readonly kind: 'ingress';
  readonly gatewayId: string;
  readonly vpcId: string;
}

/** In something that the engine does not follow, and that may lead to the goal. */
interface UnknownPlace {
  readonly kind: 'unknown';
  readonly explanation: Explanation;
}

/** At the goal, behind all of its hops. */
interface ArrivedPlace {
  readonly kind: 'arrived';
}

/** Two places with the same key are the same place. */
export function keyOf(place: Place): string {
  switch (place.kind) {
    case 'subnet':
    case 'route-table':
      return `${place.kind} ${place.subnet.SubnetId}`;
    case 'internet':
      return `${place.kind} ${place.gateway.InternetGatewayId}`;
    case 'ingress':
      return `${place.kind} ${place.gatewayId}`;
    case 'unknown':
      return `${place.kind} ${JSON.stringify(place.explanation)}`;
    case 'arrived':
      return place.kind;
  }
}

/** A way on from a place. The headers that one of its hops stops do not get to its end. */
export interface Edge {
  readonly hops: readonly Hop[];
  readonly to: Place;
  /** What replaces addresses at the end of the edge. */
  readonly translator?: Translator;
  /** Replies to what passes here are not analysed. */
  readonly isOneWay?: boolean;
}

/** Replaces addresses and ports of requests, and undoes that for replies. */
export interface Translator {
  /** Of the component, such as `nat-…`. */
  readonly id: string;
  translate(arrived: HeaderSet): HeaderSet;
  /** The headers of `before` that become one of `after`. */
  pullBack(before: HeaderSet, after: HeaderSet): HeaderSet;
  /** The goal of replies, before they are translated. */
  readonly receivesReplies: Goal;
  /** Where replies go on, after they are translated. */
  readonly sendsReplies: Place;
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

/** What decides about the ways on from a place, besides the place itself. */
export interface Traveller {
  readonly headers: HeaderSet;
  readonly goal: Goal;
  /** The ids of the translators that the packets came through. */
  readonly passed: readonly string[];
}
