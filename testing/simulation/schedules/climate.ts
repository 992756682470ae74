import type { AwsCall, Weather } from '../weather';
import type { Climate } from './schedule';

/** Errors that AWS may return to any call, and after which the function tries again. */
const CODES = ['RequestLimitExceeded', 'InternalError', 'Unavailable', 'ECONNRESET'];
const SLOW_CHAT_MS = 9_000;

/** Pseudo-random numbers from 0 to 1 that the seed determines (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * @param longestSightLagMs the longest time for which an analysis may not see a change
 * @param age milliseconds since the schedule began
 */
export function weatherOf(climate: Climate, longestSightLagMs: number, age: () => number): Weather {
  const random = randomFrom(climate.seed);
  const { fromMs = 0, lengthMs = 0 } = climate.outage ?? {};
  return {
    latency: () => ({ before: 20 + random() * climate.slowestMs, after: random() * climate.slowestMs }),
    failure: (call: AwsCall) => {
      if (call === 'publish' && age() >= fromMs && age() < fromMs + lengthMs)
        return { code: 'Throttled', when: 'before' };
      if (climate.failsOneIn === 0 || random() * climate.failsOneIn >= 1) return undefined;
      const code = CODES[Math.floor(random() * CODES.length)] ?? 'InternalError';
      // A publish never fails after its effect: nothing could tell that SNS took the message.
      const when = call !== 'publish' && random() < 0.5 ? 'after' : 'before';
      return { code, when };
    },
    birthLagMs: climate.birthLagMs,
    listedStatusLagMs: climate.listedStatusLagMs,
    statusLagMs: climate.statusLagMs,
    tagLagMs: climate.tagLagMs,
    sightLagMs: (longestSightLagMs * climate.sightLagPercent) / 100,
  };
}

/** How long the chat topic takes, and whether it refuses messages. */
export function chatOf({ chat }: Climate): { readonly delayMs: number; readonly refuses: boolean } {
  return { delayMs: chat === 'slow' ? SLOW_CHAT_MS : 0, refuses: chat === 'refused' };
}
