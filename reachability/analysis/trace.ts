import type { AnalysisPacketHeader, PathComponent } from '@aws-sdk/client-ec2';
import type { HeaderSet, Packet } from '../packets/header-set';
import * as headers from '../packets/header-set';
import * as intervals from '../packets/interval-set';
import { toCidrs } from '../packets/ipv4';
import type { Hop, HopRule } from './hop';
import type { Translator } from './places';

/** A part of a way without address translation. */
export interface Leg {
  readonly forward: readonly Hop[];
  /** For the replies, in the order in which they pass. Empty if none are analysed. */
  readonly back: readonly Hop[];
  /** Between this leg and the next; absent on the last leg. */
  readonly translator?: Translator;
}

/** A hop and the rule that admits the packet there. */
interface Admission {
  readonly hop: Hop;
  readonly rule: HopRule;
}

interface TracedHop extends Admission {
  /** The headers that the traced rules admit, in the direction in which they pass the hop. */
  readonly passing: HeaderSet;
}

interface LegTrace {
  /** The headers at the beginning of the leg whose request and reply the traced rules admit. */
  readonly survivors: HeaderSet;
  readonly forward: readonly TracedHop[];
  readonly back: readonly TracedHop[];
}

/**
 * The components that one surviving packet and its reply pass, with the rule that admits it at
 * each, in the form of an analysis:
 * https://docs.aws.amazon.com/vpc/latest/reachability/getting-started-cli.html#view-results-cli
 * @param survivors of each leg; none may be empty.
 */
export function trace(legs: readonly Leg[], survivors: readonly HeaderSet[], protocol: number) {
  const { forward, back } = traceLegs(legs, survivors, survivors[0] ?? []);
  return { forward: toComponents(forward, protocol), back: toComponents(back, protocol) };
}

/** @param surviving the headers with which the first leg begins. */
function traceLegs(legs: readonly Leg[], survivors: readonly HeaderSet[], surviving: HeaderSet): LegTrace {
  const leg = legs[0] as Leg;
  const there = traceHops(leg.forward, surviving);
  const { translator } = leg;
  const sent = translator && headers.intersect(translator.translate(there.remaining), survivors[1] ?? []);
  const onward = sent && traceLegs(legs.slice(1), survivors.slice(1), sent);
  const arrived = onward ? translator.pullBack(there.remaining, onward.survivors) : there.remaining;
  const back = traceHops(leg.back, headers.reverse(arrived), there.admissions);
  const narrowed = headers.reverse(back.remaining);
  const forward = there.admissions.map((admission) => ({ ...admission, passing: narrowed }));
  const replies = back.admissions.map((admission) => ({ ...admission, passing: back.remaining }));
  return {
    survivors: narrowed,
    forward: [...forward, ...(onward?.forward ?? [])],
    back: [...(onward?.back ?? []), ...replies],
  };
}

/**
 * Chooses at each hop the rule that admits one packet of `surviving`.
 * @param requests what was chosen for the request, where `hops` are for its reply.
 */
function traceHops(hops: readonly Hop[], surviving: HeaderSet, requests: readonly Admission[] = []) {
  const witness = headers.anyPacket(surviving) as Packet;
  let remaining = surviving;
  const admissions = hops.map((hop): Admission => {
    const rule = hop.rules.find(({ admits }) => headers.contains(admits, witness)) as HopRule;
    remaining = headers.intersect(remaining, rule.admits);
    const request = requests.find(({ hop: requested }) => requested === hop.replyTo);
    const component = request?.rule.component;
    return { hop, rule: component ? { ...rule, component } : rule };
  });
  return { remaining, admissions };
}

function toComponents(traced: readonly TracedHop[], protocol: number): PathComponent[] {
  const visible = traced.filter(({ hop }) => hop.component);
  return visible.map(({ hop, rule, passing }, index) => ({
    SequenceNumber: index + 1,
    Component: rule.component ?? hop.component,
    AdditionalDetails: [],
    Explanations: [],
    ...hop.details,
    ...rule.details,
    ...(index === 0 ? headersAtBeginning(hop, passing, protocol) : {}),
    ...(index > 0 && index === visible.length - 1 ? headersAtEnd(hop, passing, protocol) : {}),
  }));
}

/**
 * A gateway shows the public addresses on its outer side, and on its inner side only what it
 * changed.
 */
function headersAtBeginning(hop: Hop, set: HeaderSet, protocol: number): Partial<PathComponent> {
  const header = toHeader(set, protocol);
  if (!hop.outside) return { OutboundHeader: header };
  return {
    InboundHeader: toHeader(seenFromOutside(hop, set, 'destination'), protocol),
    OutboundHeader: { DestinationAddresses: header.DestinationAddresses },
  };
}

function headersAtEnd(hop: Hop, set: HeaderSet, protocol: number): Partial<PathComponent> {
  if (!hop.outside) return { InboundHeader: toHeader(set, protocol) };
  return { OutboundHeader: toHeader(seenFromOutside(hop, set, 'source'), protocol) };
}

function seenFromOutside(hop: Hop, set: HeaderSet, field: 'source' | 'destination'): HeaderSet {
  return set.map((part) => ({ ...part, [field]: hop.outside?.(part[field]) }));
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
