/**
 * How the engine decides whether a path is reachable.
 *
 * The question is whether any packet of the path gets through, so the engine sends sets of packet
 * headers instead of single packets. A set is a union of boxes over source address, destination
 * address, source port and destination port; the protocol is fixed by the path.
 *
 * - Nodes. `candidates.ts` lists the routes that packets may take, the candidates. A candidate is a
 *   list of legs, and a leg is a list of hops: interface, security groups, network ACL, route
 *   table, gateway. A NAT gateway ends one leg and begins the next, because it replaces the source.
 * - Intersection. At each hop, the headers that arrive are intersected with those that the hop's
 *   rules admit. What is left goes on to the next hop.
 * - Direction. Requests go forward, from the source to the destination. What arrives is reversed
 *   and goes back through the hops for replies. Reversed again, it is the set of survivors: the
 *   headers whose request arrives and whose reply returns. The candidate is found if that set is
 *   not empty. Survivors of the leg behind a NAT gateway are pulled back to the leg in front of it
 *   by destination and destination port, since nothing else survives the translation.
 * - Obstacles. Behind a hop that admits nothing, the walk continues with the headers that arrived
 *   there, so that all obstacles are named. Obstacles for replies count only if requests arrive.
 * - What is given up. The engine does not search a graph: it walks candidates with at most one NAT
 *   gateway or one peering connection. Hops report the headers that a route takes anywhere else
 *   (`unfollowed`), and the result is then `unsupported` instead of `blocked`. Connections are not
 *   tracked: a stateful hop admits every reply to what it admitted. IPv6 is not considered.
 */

import type { Explanation, PathComponent } from '@aws-sdk/client-ec2';
import type { HeaderSet } from '../packets/header-set';
import * as headers from '../packets/header-set';
import { ADMIT_ALL, type Candidate, type Hop, type Leg } from './candidate';
import { trace } from './trace';

/** What became of all headers of one candidate. */
export interface Walk {
  readonly found: boolean;
  /** The components on the way forward, with the explanations at those that are obstacles. */
  readonly forward: PathComponent[];
  /** The components on the way back; empty when no request arrives. */
  readonly back: PathComponent[];
  /** Empty if and only if the candidate is found. */
  readonly explanations: readonly Explanation[];
  /**
   * Where headers leave for something that this engine does not follow. If there is any, a
   * candidate that is not found proves nothing.
   */
  readonly unfollowed: readonly Explanation[];
}

/** The hops that admit nothing of what arrived, with the reasons. */
type Obstacles = ReadonlyMap<Hop, Explanation[]>;

/** What became of the headers from the beginning of a leg, through the following legs, and back. */
interface RoundTrip {
  /** For this leg and each of the following ones. */
  readonly survivors: readonly HeaderSet[];
  readonly there: Obstacles;
  readonly back: Obstacles;
  readonly unfollowed: readonly Explanation[];
  /** Whether there is any obstacle. */
  readonly isStopped: boolean;
}

/** Sends all headers of `candidate` along it, and their replies back. */
export function walk(candidate: Candidate, protocol: number): Walk {
  const trip = roundTrip(candidate.legs, candidate.initial, false);
  const { there, back } = trip;
  const opened = candidate.legs.map((leg) => ({
    ...leg,
    forward: leg.forward.map((hop) => openedHop(hop, there)),
    back: there.size > 0 ? [] : leg.back.map((hop) => openedHop(hop, back)),
  }));
  const { survivors } = trip.isStopped ? roundTrip(opened, candidate.initial, false) : trip;
  const explanations = [...(there.size > 0 ? there : back).values()].flat();
  const isUnexplained = trip.isStopped && explanations.length === 0;
  return {
    found: !trip.isStopped,
    ...trace(opened, survivors, protocol),
    explanations: isUnexplained ? [{ ExplanationCode: 'NO_PATH' }] : explanations,
    unfollowed: trip.unfollowed,
  };
}

/** An obstacle as if it admitted everything, together with the reason why it does not. */
function openedHop(hop: Hop, obstacles: Obstacles): Hop {
  const Explanations = obstacles.get(hop);
  return Explanations ? { ...hop, rules: ADMIT_ALL, details: { ...hop.details, Explanations } } : hop;
}

/** @param isStopped whether an earlier leg has an obstacle, so that nothing really arrives. */
function roundTrip(legs: readonly Leg[], arriving: HeaderSet, isStopped: boolean): RoundTrip {
  const leg = legs[0] as Leg;
  const there = passHops(leg.forward, arriving, isStopped);
  const onward = leg.translate && roundTrip(legs.slice(1), leg.translate(there.passed), there.isStopped);
  const arrived = onward ? headers.pullBack(there.passed, onward.survivors[0] as HeaderSet) : there.passed;
  const back = passHops(leg.back, headers.reverse(arrived), (onward ?? there).isStopped);
  return {
    survivors: [headers.reverse(back.passed), ...(onward?.survivors ?? [])],
    there: new Map([...there.obstacles, ...(onward?.there ?? [])]),
    back: new Map([...(onward?.back ?? []), ...back.obstacles]),
    unfollowed: [...there.unfollowed, ...(onward?.unfollowed ?? []), ...back.unfollowed],
    isStopped: back.isStopped,
  };
}

/** Sends `arriving` through `hops`, and past obstacles. */
function passHops(hops: readonly Hop[], arriving: HeaderSet, isStopped: boolean) {
  const obstacles = new Map<Hop, Explanation[]>();
  const unfollowed: Explanation[] = [];
  let passed = arriving;
  for (const hop of hops) {
    const isReached = !isStopped && obstacles.size === 0;
    if (isReached && hop.unfollowed) unfollowed.push(...hop.unfollowed(passed));
    const admits = hop.rules.map((rule) => rule.admits);
    const admitted = headers.throughAny(passed, admits);
    if (headers.isEmpty(admitted)) obstacles.set(hop, hop.explain(passed));
    else passed = admitted;
  }
  return { passed, obstacles, unfollowed, isStopped: isStopped || obstacles.size > 0 };
}
