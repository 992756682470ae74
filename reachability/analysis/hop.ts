/** What packets pass: hops and their rules. */

import type { AnalysisComponent, Explanation, PathComponent } from '@aws-sdk/client-ec2';
import { box, type HeaderSet } from '../packets/header-set';
import type { IntervalSet } from '../packets/interval-set';

/** One component on a way. It stops the headers that none of its rules admits. */
export interface Hop {
  /** Absent for a condition that is not a component, such as a filter of the path. */
  readonly component?: AnalysisComponent;
  readonly details?: Partial<PathComponent>;
  /** In order of precedence. They may overlap. */
  readonly rules: readonly HopRule[];
  /**
   * For a reply: the hop of the forward direction that let the request through. A stateful
   * component lets the reply through because of it, and the trace shows the component of that hop's
   * rule.
   */
  readonly replyTo?: Hop;
  /**
   * For an internet gateway: the public addresses that the internet sees instead of private ones.
   */
  readonly outside?: (inside: IntervalSet) => IntervalSet;
  /** Why nothing of what arrived got through. */
  explain(arrived: HeaderSet): Explanation[];
  /**
   * Where some of what arrived goes on into something that this engine does not follow and that may
   * lead to the destination.
   */
  unfollowed?(arrived: HeaderSet): Explanation[];
}

/**
 * The headers that one rule of a hop admits (a security group rule, a network ACL entry, a route,
 * or the component itself where it has no rules), and how the trace shows it.
 */
export interface HopRule {
  readonly admits: HeaderSet;
  /** Shown instead of the hop's own component, where the rule belongs to another one. */
  readonly component?: AnalysisComponent;
  readonly details?: Partial<PathComponent>;
}

/** Whether packets leave a subnet or an interface, or enter it. */
export type Direction = 'egress' | 'ingress';

export const ADMIT_ALL: readonly HopRule[] = [{ admits: [box()] }];

/** A hop that stops everything for this reason. */
export function blockedHop(explanation: Explanation): Hop {
  return { rules: [], explain: () => [explanation] };
}

/** A hop at which this engine does not know what `Component` does with what arrives. */
export function unsupportedHop(Component: AnalysisComponent): Hop {
  return {
    rules: [],
    explain: () => [],
    unfollowed: () => [{ ExplanationCode: 'UNSUPPORTED_COMPONENT', Component }],
  };
}

/** The hop for replies: if it stops them, it has also stopped the requests and explained that. */
export function unexplained(hop: Hop): Hop {
  return { ...hop, explain: () => [] };
}
