import type { NetworkInsightsPath } from '@aws-sdk/client-ec2';
import type { SmallNetwork } from '../small-network';

/**
 * One hand-checked case: a question about a small network, and the answer that AWS's documents
 * give.
 */
export interface Case {
  readonly name: string;
  readonly network: SmallNetwork;
  readonly path: Partial<NetworkInsightsPath>;
  readonly expected: Expected;
  /** Why that is the answer. */
  readonly because: string;
  /** The page that says so. */
  readonly source: string;
}

/**
 * The answer. Fields of an explanation or of a component name resources by their ids. Explanations
 * may come in any order.
 */
export type Expected =
  | { readonly kind: 'reachable'; readonly forward?: Shown; readonly back?: Shown }
  | { readonly kind: 'blocked'; readonly explanations?: readonly Explained[] }
  | { readonly kind: 'unsupported'; readonly component: string };

/** Components that the trace must have, each with what it must show. */
type Shown = readonly Readonly<Record<string, unknown>>[];

/** An explanation's code, and the fields that it must have. */
type Explained = Readonly<Record<string, unknown>> & { readonly code: string };

export function reachable(forward?: Shown, back?: Shown): Expected {
  return { kind: 'reachable', forward, back };
}

/** Without explanations: the documents say that it is blocked, but not how that is reported. */
export function blocked(...explanations: readonly Explained[]): Expected {
  return explanations.length > 0 ? { kind: 'blocked', explanations } : { kind: 'blocked' };
}

/** @param component the id of one that the explanations must name. */
export function unsupported(component: string): Expected {
  return { kind: 'unsupported', component };
}

/** A question over TCP about port 443. */
export function ask(Source: string, Destination: string, more: Partial<NetworkInsightsPath> = {}) {
  return { Source, Destination, Protocol: 'tcp', DestinationPort: 443, ...more } as const;
}

/** The same about an address, wherever it is. */
export function askAddress(Source: string, DestinationAddress: string) {
  const DestinationPortRange = { FromPort: 443, ToPort: 443 };
  return { Source, Protocol: 'tcp', FilterAtSource: { DestinationAddress, DestinationPortRange } } as const;
}
