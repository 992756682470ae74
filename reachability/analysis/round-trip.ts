import type { Explanation, PathComponent } from '@aws-sdk/client-ec2';
import type { HeaderSet } from '../packets/header-set';
import * as headers from '../packets/header-set';
import type { End } from './ends';
import type { Hop } from './hop';
import { arrivals, type Question, type State } from './search';
import { type Leg, trace } from './trace';

/** What the search says about all headers between two ends. */
export interface RoundTrip {
  readonly found: boolean;
  /** The components on the way forward, with the explanations at those that are obstacles. */
  readonly forward: readonly PathComponent[];
  /** The components on the way back; empty when no request arrives. */
  readonly back: readonly PathComponent[];
  /**
   * Every obstacle on the way with the fewest; those for replies only if requests arrive. Empty if
   * and only if the way is found.
   */
  readonly explanations: readonly Explanation[];
  /**
   * What headers get into that this engine does not follow. If there is any and no way is found,
   * that proves nothing.
   */
  readonly unfollowed: readonly Explanation[];
}

type Request = Omit<Question, 'translations' | 'goal' | 'begin'>;

/** Whether some of the headers get from the source to the destination, and their replies back. */
export function roundTrip(request: Request, source: End, destination: End, protocol: number): RoundTrip {
  const unfollowed: Explanation[] = [];
  const there = { ...request, begin: source.sendsRequest, goal: destination.receivesRequest, translations: [] };
  let best: { request: State; reply?: State } | undefined;
  for (const arrived of arrivals(there, unfollowed)) {
    if (arrived.isStopped) {
      best ??= { request: arrived };
      break;
    }
    if (arrived.isOneWay) {
      best = { request: arrived };
      break;
    }
    const reply = firstReply(request, source, destination, arrived, unfollowed);
    if (!reply) continue;
    if (!best?.reply || isBetter(reply, best.reply)) best = { request: arrived, reply };
    if (!reply.isStopped) break;
  }
  return describe(best, request.headers, unfollowed, protocol);
}

/** Whether some of the headers get from the source to the destination. Replies do not matter. */
export function oneWay(request: Request, source: End, destination: End): Pick<RoundTrip, 'found' | 'unfollowed'> {
  const unfollowed: Explanation[] = [];
  const there = { ...request, begin: source.sendsRequest, goal: destination.receivesRequest, translations: [] };
  const [first] = arrivals(there, unfollowed);
  return { found: first?.isStopped === false, unfollowed };
}

function firstReply(
  { terrain }: Request,
  source: End,
  destination: End,
  { headers: arrived, translations }: State,
  unfollowed: Explanation[],
): State | undefined {
  const begin = destination.sendsReply;
  const replies = headers.reverse(arrived);
  const [first] = arrivals({ terrain, begin, goal: source.receivesReply, headers: replies, translations }, unfollowed);
  return first;
}

function isBetter(a: State, b: State): boolean {
  const difference = Number(a.isStopped) - Number(b.isStopped) || a.obstacles.length - b.obstacles.length;
  return difference < 0;
}

function describe(
  best: { readonly request: State; readonly reply?: State } | undefined,
  initial: HeaderSet,
  unfollowed: readonly Explanation[],
  protocol: number,
): RoundTrip {
  const NO_PATH = [{ ExplanationCode: 'NO_PATH' }];
  if (!best) return { found: false, forward: [], back: [], explanations: NO_PATH, unfollowed };
  const { request, reply } = best;
  const last = reply ?? request;
  const legs = legsOf(request, reply);
  return {
    found: !last.isStopped,
    ...trace(legs, survivorsOf(legs, initial), protocol),
    explanations: last.isStopped && last.obstacles.length === 0 ? NO_PATH : last.obstacles,
    unfollowed,
  };
}

function legsOf({ legs, translations }: State, reply: State | undefined): Leg[] {
  return legs.map((forward, index): Leg => {
    return { forward, back: reply?.legs.at(-1 - index) ?? [], translator: translations[index]?.translator };
  });
}

/**
 * The headers at the beginning of each leg whose request arrives and whose reply returns. Hops that
 * stopped everything admit everything here.
 */
function survivorsOf(legs: readonly Leg[], arriving: HeaderSet): HeaderSet[] {
  const [leg, ...following] = legs;
  if (!leg) return [];
  const passed = passHops(leg.forward, arriving);
  const { translator } = leg;
  const onward = translator ? survivorsOf(following, translator.translate(passed)) : [];
  const arrived = translator ? translator.pullBack(passed, onward[0] ?? []) : passed;
  const replies = passHops(leg.back, headers.reverse(arrived));
  return [headers.reverse(replies), ...onward];
}

function passHops(hops: readonly Hop[], arriving: HeaderSet): HeaderSet {
  return hops.reduce((passed, { rules }) => {
    const admits = rules.map((rule) => rule.admits);
    return headers.throughAny(passed, admits);
  }, arriving);
}
