/** One way through the network, and what it lets through. */

import type { AnalysisComponent, AnalysisPacketHeader, Explanation, PathComponent } from '@aws-sdk/client-ec2';
import type { HeaderSet, Packet } from './header-set';
import * as headers from './header-set';
import * as intervals from './interval-set';
import { toCidrs } from './ipv4';

/** Headers that one rule (or route, or the component itself) lets through, and how the path component shows it. */
export interface Piece {
  readonly admits: HeaderSet;
  /** Instead of the step's own component, where the rule belongs to another one. */
  readonly component?: AnalysisComponent;
  readonly details?: Partial<PathComponent>;
}

/** A component on the way. What none of its pieces admits is stopped there. */
export interface Step {
  /** Absent for a condition that is no component, such as a filter of the path. */
  readonly component?: AnalysisComponent;
  readonly details?: Partial<PathComponent>;
  /** In order of precedence; they may overlap. */
  readonly pieces: readonly Piece[];
  /** Shows the piece of that step of the forward direction: a stateful component lets the answer through by the same rule. */
  readonly answers?: Step;
  /** Why nothing of what arrived got through. */
  explain(arrived: HeaderSet): Explanation[];
}

/** A stretch without address translation. */
export interface Leg {
  readonly forward: readonly Step[];
  /** For the answers, in the order in which they pass. */
  readonly back: readonly Step[];
  /** The headers with which the next leg begins. A translation keeps destination and destination port. */
  readonly translate?: (leaving: HeaderSet) => HeaderSet;
}

export interface Way {
  readonly legs: readonly Leg[];
  /** What leaves the source. */
  readonly initial: HeaderSet;
}

export interface Passage {
  readonly found: boolean;
  readonly forward: PathComponent[];
  readonly back: PathComponent[];
  readonly explanations: Explanation[];
}

/** Everything passes. */
export const PASS: readonly Piece[] = [{ admits: [headers.box()] }];

interface Progress {
  readonly survivors: HeaderSet[];
  readonly forward: Explanation[];
  readonly back: Explanation[];
}

/**
 * Found when some packet passes all steps and its answer passes all steps back. A step that stops everything is explained,
 * and the walk goes on behind it as if it were open, so that every obstacle on the way is named.
 * @param protocol the IP protocol number that headers show.
 */
export function walk(way: Way, protocol: number): Passage {
  const progress: Progress = { survivors: [], forward: [], back: [] };
  passLeg(way.legs, 0, way.initial, progress);
  const explanations = [...progress.forward, ...progress.back];
  if (explanations.length === 0) return { found: true, ...trace(way.legs, progress.survivors, protocol), explanations };
  if (progress.forward.length > 0) return { found: false, forward: [], back: [], explanations };
  const oneWay = way.legs.map((leg) => ({ ...leg, back: [] }));
  const there: Progress = { survivors: [], forward: [], back: [] };
  passLeg(oneWay, 0, way.initial, there);
  return { found: false, forward: trace(oneWay, there.survivors, protocol).forward, back: [], explanations };
}

function passLeg(legs: readonly Leg[], index: number, arriving: HeaderSet, progress: Progress): HeaderSet {
  const leg = legs[index] as Leg;
  let passed = passSteps(leg.forward, arriving, progress.forward);
  if (leg.translate) passed = pullBack(passed, passLeg(legs, index + 1, leg.translate(passed), progress));
  passed = headers.reverse(passSteps(leg.back, headers.reverse(passed), progress.back));
  progress.survivors[index] = passed;
  return passed;
}

function passSteps(steps: readonly Step[], arriving: HeaderSet, explanations: Explanation[]): HeaderSet {
  let current = arriving;
  for (const step of steps) {
    const passed = step.pieces.flatMap((piece) => headers.intersect(current, piece.admits));
    if (headers.isEmpty(passed)) explanations.push(...step.explain(current));
    else current = passed;
  }
  return current;
}

/** Those of `before` that the next leg let through: only what a translation keeps ties the two. */
function pullBack(before: HeaderSet, after: HeaderSet): HeaderSet {
  const kept = after.map(({ destination, destinationPorts }) => headers.box({ destination, destinationPorts }));
  return headers.intersect(before, kept);
}

interface Choice {
  readonly survivors: HeaderSet;
  readonly forward: Shown[];
  readonly back: Shown[];
}

interface Shown {
  readonly step: Step;
  readonly piece: Piece;
  readonly leg: number;
}

/** The components that one surviving packet and its answer pass, with the rule that admits it at each. */
function trace(legs: readonly Leg[], survivors: readonly HeaderSet[], protocol: number) {
  const narrowed: HeaderSet[] = [];
  const choice = chooseLeg(legs, 0, survivors[0] as HeaderSet, survivors, narrowed);
  const show = (shown: readonly Shown[], turn: (set: HeaderSet) => HeaderSet) => {
    const visible = shown.filter(({ step }) => step.component);
    return visible.map(({ step, piece, leg }, index): PathComponent => {
      const header = toHeader(turn(narrowed[leg] as HeaderSet), protocol);
      const isEnd = index === 0 || index === visible.length - 1;
      const isInterface = step.details?.AttachedTo !== undefined || step.component?.Id?.startsWith('eni-');
      return {
        SequenceNumber: index + 1,
        Component: piece.component ?? step.component,
        ...step.details,
        ...piece.details,
        ...((isEnd ? index > 0 : isInterface) && { InboundHeader: header }),
        ...((isEnd ? index === 0 : isInterface) && { OutboundHeader: header }),
      };
    });
  };
  return { forward: show(choice.forward, (set) => set), back: show(choice.back, headers.reverse) };
}

function chooseLeg(
  legs: readonly Leg[],
  index: number,
  surviving: HeaderSet,
  survivors: readonly HeaderSet[],
  narrowed: HeaderSet[],
): Choice {
  const leg = legs[index] as Leg;
  const there = chooseSteps(leg.forward, surviving, index, new Map());
  let current = there.current;
  let onward: Choice = { survivors: [], forward: [], back: [] };
  if (leg.translate) {
    const entering = headers.intersect(leg.translate(current), survivors[index + 1] as HeaderSet);
    onward = chooseLeg(legs, index + 1, entering, survivors, narrowed);
    current = pullBack(current, onward.survivors);
  }
  const back = chooseSteps(leg.back, headers.reverse(current), index, there.chosen);
  narrowed[index] = headers.reverse(back.current);
  return {
    survivors: narrowed[index],
    forward: [...there.shown, ...onward.forward],
    back: [...onward.back, ...back.shown],
  };
}

function chooseSteps(steps: readonly Step[], surviving: HeaderSet, leg: number, chosen: Map<Step, Piece>) {
  const witness = headers.anyPacket(surviving) as Packet;
  let current = surviving;
  const shown = steps.map((step): Shown => {
    const piece = step.pieces.find(({ admits }) => headers.contains(admits, witness)) as Piece;
    chosen.set(step, piece);
    current = headers.intersect(current, piece.admits);
    const answered = step.answers && chosen.get(step.answers);
    return { step, piece: answered?.component ? { ...piece, component: answered.component } : piece, leg };
  });
  return { current, shown, chosen };
}

/** The smallest header description that covers `set`, as AWS shows it: each field on its own. */
function toHeader(set: HeaderSet, protocol: number): AnalysisPacketHeader {
  const field = (name: keyof headers.HeaderBox) => intervals.union(...set.flatMap((part) => part[name]));
  const ports = (name: 'sourcePorts' | 'destinationPorts') => field(name).map(([From, To]) => ({ From, To }));
  return {
    DestinationAddresses: toCidrs(field('destination')),
    DestinationPortRanges: ports('destinationPorts'),
    Protocol: String(protocol),
    SourceAddresses: toCidrs(field('source')),
    SourcePortRanges: ports('sourcePorts'),
  };
}
