/**
 * How the engine decides whether a path is reachable.
 *
 * The question is whether any packet of the path gets through, so the engine sends sets of packet
 * headers instead of single packets. A set is a union of boxes over source address, destination
 * address, source port and destination port; the protocol is fixed by the path.
 *
 * - Graph. `graph.ts` makes the network into places and edges. An edge is a list of hops:
 *   interface, security groups, network ACL, route table, gateway. A state of the search is a place
 *   with the headers that get there. The fewest obstacles go first, then the shortest way.
 * - Intersection. At each hop, the headers that arrive are intersected with those that the hop's
 *   rules admit. What is left goes on to the next hop.
 * - Translation. A NAT gateway replaces the source, and nothing of the old one decides behind it.
 *   Ways may lead through several.
 * - Repeated states. There are none to drop. Routes go by the destination, which nothing changes,
 *   so packets with one destination get to a place in one way only, unless they come to a NAT
 *   gateway again. From there they would only go round, so no NAT gateway is passed twice.
 * - Direction. Requests are searched from the source. What arrives is reversed, and replies are
 *   searched from the destination. At a NAT gateway they become the replies to those headers that
 *   arrived there and have the same destination and destination port, since nothing else survives
 *   the translation.
 * - Obstacles. Behind a hop that admits nothing, the search continues with the headers that arrived
 *   there, but only after everything that is not stopped. So there is always an explanation: the
 *   way with the fewest obstacles.
 * - The unknown. Hops report the headers that get into something that the engine does not follow
 *   (`unfollowed`), as long as nothing has stopped them. If all ways that it follows are stopped,
 *   and there was none of these, the path is blocked.
 * - What is given up. Connections are not tracked: a stateful hop admits every reply to what it
 *   admitted. IPv6 is not considered.
 */

import type { Explanation, NatGateway } from '@aws-sdk/client-ec2';
import type { HeaderSet } from '../packets/header-set';
import * as headers from '../packets/header-set';
import type { NetworkView } from './components';
import { repliesToNatGateway } from './ends';
import type { Graph } from './graph';
import { ADMIT_ALL, type Hop } from './hop';
import { sentBy } from './hops/gateways';
import type { Edge, Goal, Place } from './places';

/** What a NAT gateway replaced. */
export interface Translation {
  readonly gateway: NatGateway;
  /** The headers that arrived at the gateway. */
  readonly before: HeaderSet;
}

/** What is to be found. */
export interface Question {
  readonly graph: Graph;
  readonly view: NetworkView;
  readonly begin: Edge;
  readonly goal: Goal;
  readonly headers: HeaderSet;
  /** For replies: the NAT gateways that the requests passed, in the order of the requests. */
  readonly translations: readonly Translation[];
}

/** Packets at a place, and how they got there. */
export interface State {
  readonly place: Place;
  readonly headers: HeaderSet;
  /** The hops passed: a list for each part of the way between two NAT gateways. */
  readonly legs: readonly (readonly Hop[])[];
  /** For requests, what has been passed. For replies, what is still to be undone. */
  readonly translations: readonly Translation[];
  /** Whether some hop stopped everything, so that nothing really gets here. */
  readonly isStopped: boolean;
  /** Why. May be empty where a hop is not followed. */
  readonly obstacles: readonly Explanation[];
  /** How many components were passed. */
  readonly length: number;
}

/**
 * The states in which packets arrive at the goal: those that nothing stopped first, then those with
 * the fewest obstacles, then the shortest.
 * @param unfollowed receives what unstopped packets lead to that this engine does not follow. It is
 * complete when the first stopped state is returned, or there are no more.
 */
export function* arrivals(question: Question, unfollowed: Explanation[]): Generator<State> {
  const begin: State = {
    place: question.begin.to,
    headers: question.headers,
    legs: [[]],
    translations: question.translations,
    isStopped: false,
    obstacles: [],
    length: 0,
  };
  const open = [pass(begin, question.begin, unfollowed)];
  for (let state = takeFirst(open); state; state = takeFirst(open)) {
    if (state.place.kind === 'arrived') {
      const last = question.goal.isReply ? state.translations.at(-1) : undefined;
      if (last) open.push(undo(question, state, last));
      else yield state;
      continue;
    }
    const traveller = {
      headers: state.headers,
      goal: goalOf(question, state),
      passed: question.goal.isReply ? [] : state.translations.map(({ gateway }) => gateway),
    };
    for (const edge of question.graph.edgesFrom(state.place, traveller)) open.push(pass(state, edge, unfollowed));
  }
}

/** Replies arrive first at the NAT gateway that their requests passed last. */
function goalOf({ view, goal }: Question, { translations }: State): Goal {
  const last = goal.isReply ? translations.at(-1) : undefined;
  return last ? repliesToNatGateway(view, last.gateway) : goal;
}

/** Sends the packets along an edge, and past hops that stop all of them. */
function pass(from: State, edge: Edge, unfollowed: Explanation[]): State {
  const passed: Hop[] = [];
  let { headers: remaining, isStopped, obstacles } = from;
  for (const hop of edge.hops) {
    if (!isStopped && hop.unfollowed) unfollowed.push(...hop.unfollowed(remaining));
    const admitted = headers.throughAny(
      remaining,
      hop.rules.map((rule) => rule.admits),
    );
    if (headers.isEmpty(admitted)) {
      const Explanations = hop.explain(remaining);
      isStopped = true;
      obstacles = [...obstacles, ...Explanations];
      passed.push({ ...hop, rules: ADMIT_ALL, details: { ...hop.details, Explanations } });
    } else {
      remaining = admitted;
      passed.push(hop);
    }
  }
  const legs = [...from.legs.slice(0, -1), [...(from.legs.at(-1) ?? []), ...passed]];
  const length = from.length + passed.filter((hop) => hop.component).length;
  const arrived = { ...from, place: edge.to, headers: remaining, legs, isStopped, obstacles, length };
  return edge.translator ? translate(arrived, edge.translator) : arrived;
}

function translate(state: State, gateway: NatGateway): State {
  return {
    ...state,
    headers: sentBy(gateway, state.headers),
    legs: [...state.legs, []],
    translations: [...state.translations, { gateway, before: state.headers }],
  };
}

/** Sends replies on from the NAT gateway, to what it had replaced. */
function undo({ view }: Question, state: State, { gateway, before }: Translation): State {
  const requests = headers.pullBack(before, headers.reverse(state.headers));
  return {
    ...state,
    place: { kind: 'subnet', subnet: view.network.subnets.get(gateway.SubnetId as string) },
    headers: headers.reverse(requests),
    legs: [...state.legs, []],
    translations: state.translations.slice(0, -1),
  };
}

function takeFirst(open: State[]): State | undefined {
  const first = open.reduce<State | undefined>(
    (best, state) => (!best || isBefore(state, best) ? state : best),
    undefined,
  );
  if (first) open.splice(open.indexOf(first), 1);
  return first;
}

function isBefore(a: State, b: State): boolean {
  const difference =
    Number(a.isStopped) - Number(b.isStopped) || a.obstacles.length - b.obstacles.length || a.length - b.length;
  return difference < 0;
}
