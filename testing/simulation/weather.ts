import type { Ec2, Sns } from '../../lambda-src/context';

export type AwsCall = keyof Ec2 | keyof Sns;

/** How AWS behaves apart from its rules: how long calls take, what fails, and how far reads lag behind writes. */
export interface Weather {
  /** Milliseconds from the request to its effect, and from there to the response. */
  latency(call: AwsCall): { readonly before: number; readonly after: number };
  /** The error that ends a call, before or after the call has had its effect. */
  failure(call: AwsCall): { readonly code: string; readonly when: 'before' | 'after' } | undefined;
  /** Milliseconds for which calls that name a new analysis do not find it. */
  readonly birthLagMs: number;
  /** Milliseconds for which a listing shows a finished analysis as running. */
  readonly listedStatusLagMs: number;
  /** The same for a read by id. */
  readonly statusLagMs: number;
  /** Milliseconds for which reads show the tags from before a write. */
  readonly tagLagMs: number;
  /** An analysis sees the network as it was this many milliseconds before its start. */
  readonly sightLagMs: number;
}

/** Every call takes 20 ms, nothing fails, and reads show every write at once. */
export const FAIR: Weather = {
  latency: () => ({ before: 20, after: 0 }),
  failure: () => undefined,
  birthLagMs: 0,
  listedStatusLagMs: 0,
  statusLagMs: 0,
  tagLagMs: 0,
  sightLagMs: 0,
};
