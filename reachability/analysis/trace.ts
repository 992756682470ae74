import type { AnalysisPacketHeader, PathComponent } from '@aws-sdk/client-ec2';
import type { HeaderSet, Packet } from '../packets/header-set';
import * as headers from '../packets/header-set';
import * as intervals from '../packets/interval-set';
import { toCidrs } from '../packets/ipv4';
import type { Leg, Piece, Step } from './way';

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

/**
 * The components that one surviving packet and its answer pass, with the rule that admits it at each, as analyses show them:
 * https://docs.aws.amazon.com/vpc/latest/reachability/getting-started-cli.html#view-results-cli
 * @param survivors of each leg; none may be empty.
 */
export function trace(legs: readonly Leg[], survivors: readonly HeaderSet[], protocol: number) {
  const narrowed: HeaderSet[] = [];
  const choice = chooseLeg(legs, 0, survivors[0] as HeaderSet, survivors, narrowed);
  const show = (shown: readonly Shown[], turn: (set: HeaderSet) => HeaderSet) => {
    const visible = shown.filter(({ step }) => step.component);
    return visible.map(({ step, piece, leg }, index): PathComponent => {
      const passing = turn(narrowed[leg] as HeaderSet);
      return {
        SequenceNumber: index + 1,
        Component: piece.component ?? step.component,
        AdditionalDetails: [],
        Explanations: [],
        ...step.details,
        ...piece.details,
        ...(index === 0 && beginning(step, passing, protocol)),
        ...(index > 0 && index === visible.length - 1 && end(step, passing, protocol)),
      };
    });
  };
  return { forward: show(choice.forward, (set) => set), back: show(choice.back, headers.reverse) };
}

/** A gateway at an end shows the public addresses on its outer side, and on its inner side only what it changed. */
function beginning(step: Step, set: HeaderSet, protocol: number): Partial<PathComponent> {
  const header = toHeader(set, protocol);
  if (!step.outside) return { OutboundHeader: header };
  const { DestinationAddresses } = header;
  return {
    InboundHeader: toHeader(seenFromOutside(step, set, 'destination'), protocol),
    OutboundHeader: { ...(DestinationAddresses && { DestinationAddresses }) },
  };
}

function end(step: Step, set: HeaderSet, protocol: number): Partial<PathComponent> {
  if (!step.outside) return { InboundHeader: toHeader(set, protocol) };
  return { OutboundHeader: toHeader(seenFromOutside(step, set, 'source'), protocol) };
}

function seenFromOutside(step: Step, set: HeaderSet, field: 'source' | 'destination'): HeaderSet {
  return set.map((part) => ({ ...part, [field]: step.outside?.(part[field]) }));
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
    current = headers.pullBack(current, onward.survivors);
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
