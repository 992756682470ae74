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
 * - Repeated states. A state is dropped if an earlier one, with no more obstacles, has been at the
 *   same place with all of its headers, also those in front of each translation.
 * - Direction. Requests are searched from the source. What arrives is reversed, and replies are
 *   searched from the destination. At a NAT gateway they become the replies to those headers that
 *   arrived there and have the same destination and destination port, since nothing else survives
 *   the translation. Where a way is analysed in one direction only (`isOneWay`), no replies are
 *   searched.
 * - Obstacles. Behind a hop that admits nothing, the search continues with the headers that arrived
 *   there, but only after everything that is not stopped. So there is always an explanation: the
 *   way with the fewest obstacles.
 * - The unknown. What the engine does not follow is a place of its own (`unknown`), or a hop that
 *   reports the headers that get into it (`unfollowed`), as long as nothing has stopped them. If
 *   all ways that it follows are stopped, and there was none of these, the path is blocked.
 * - What is given up. Connections are not tracked: a stateful hop admits every reply to what it
 *   admitted. IPv6 is not considered.
 */

import type { Explanation } from '@aws-sdk/client-ec2';
import type { HeaderSet } from '../packets/header-set';
import * as headers from '../packets/header-set';
import { edgesFrom } from './graph';
import { ADMIT_ALL, type Hop } from './hop';
import { type Edge, type Goal, keyOf, type Place, type Translator, type Traveller } from './places';
import type { Terrain } from './terrain';

/** What a translator replaced. */
export interface Translation {
  readonly translator: Translator;
  /** The headers that arrived at the translator. */
  readonly before: HeaderSet;
}

/** What is to be found. */
export interface Question {
  readonly terrain: Terrain;
  readonly begin: Edge;
  readonly goal: Goal;
  readonly headers: HeaderSet;
  /** For replies: the translations of the requests, in the order of the requests. */
  readonly translations: readonly Translation[];
}

/** Packets at a place, and how they got there. */
export interface State {
  readonly place: Place;
  readonly headers: HeaderSet;
  /** The hops passed: a list for each part of the way between two translations. */
  readonly legs: readonly (readonly Hop[])[];
  /** For requests, what has been passed. For replies, what is still to be undone. */
  readonly translations: readonly Translation[];
  /** Whether replies to these requests are not analysed. */
  readonly isOneWay: boolean;
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
    isOneWay: false,
    isStopped: false,
    obstacles: [],
    length: 0,
  };
  const seen = new SeenStates();
  const open = [pass(begin, question.begin, unfollowed)];
  for (let state = takeFirst(open); state; state = takeFirst(open)) {
    const { place } = state;
    if (place.kind === 'unknown') {
      if (!state.isStopped) unfollowed.push(place.explanation);
    } else if (place.kind === 'arrived') {
      const last = question.goal.isReply ? state.translations.at(-1) : undefined;
      if (last) open.push(undo(state, last));
      else yield state;
    } else if (seen.add(state)) {
      for (const edge of edgesFrom(question.terrain, place, travellerOf(question, state))) {
        open.push(pass(state, edge, unfollowed));
      }
    }
  }
}

/** Replies arrive first at the translator that their requests passed last. */
function travellerOf({ goal }: Question, { headers, translations }: State): Traveller {
  if (!goal.isReply) return { headers, goal, passed: translations.map(({ translator }) => translator.id) };
  return { headers, goal: translations.at(-1)?.translator.receivesReplies ?? goal, passed: [] };
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
  const isOneWay = from.isOneWay || edge.isOneWay === true;
  const arrived = { ...from, place: edge.to, headers: remaining, legs, isOneWay, isStopped, obstacles, length };
  return edge.translator ? translate(arrived, edge.translator) : arrived;
}

function translate(state: State, translator: Translator): State {
  return {
    ...state,
    headers: translator.translate(state.headers),
    legs: [...state.legs, []],
    translations: [...state.translations, { translator, before: state.headers }],
  };
}

/** Sends replies on from a translator, to what it had replaced. */
function undo(state: State, { translator, before }: Translation): State {
  const requests = translator.pullBack(before, headers.reverse(state.headers));
  return {
    ...state,
    place: translator.sendsReplies,
    headers: headers.reverse(requests),
    legs: [...state.legs, []],
    translations: state.translations.slice(0, -1),
  };
}

/** The states whose edges the search has followed. They come with the fewest obstacles first. */
class SeenStates {
  private readonly byKey = new Map<string, State[]>();

  /** @returns false if an earlier state covers this one, so that it leads to nothing new. */
  add(state: State): boolean {
    const passed = state.translations.map(({ translator }) => translator.id);
    const key = [keyOf(state.place), ...passed, state.isOneWay].join(' ');
    const earlier = this.byKey.get(key);
    if (earlier?.some((other) => covers(other, state))) return false;
    if (earlier) earlier.push(state);
    else this.byKey.set(key, [state]);
    return true;
  }
}

/** @param earlier has come through the same translators. */
function covers(earlier: State, state: State): boolean {
  const isWithin = (part: HeaderSet, whole: HeaderSet) => headers.isEmpty(headers.subtract(part, whole));
  return (
    isWithin(state.headers, earlier.headers) &&
    state.translations.every(({ before }, index) => isWithin(before, earlier.translations[index]?.before ?? []))
  );
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
