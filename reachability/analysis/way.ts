/** What ways through the network are made of. */

import type { AnalysisComponent, Explanation, PathComponent } from '@aws-sdk/client-ec2';
import { box, type HeaderSet } from '../packets/header-set';
import type { IntervalSet } from '../packets/interval-set';

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
  /** The addresses that the internet sees in place of these private ones. */
  readonly outside?: (inside: IntervalSet) => IntervalSet;
  /** Why nothing of what arrived got through. */
  explain(arrived: HeaderSet): Explanation[];
  /** What of the arrived goes on into something that this engine does not follow, and that may lead to the end of the way. */
  unfollowed?(arrived: HeaderSet): Explanation[];
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

/** Everything passes. */
export const PASS: readonly Piece[] = [{ admits: [box()] }];

/** Where the way ends, for this reason. */
export function stop(explanation: Explanation): Step {
  return { pieces: [], explain: () => [explanation] };
}

/** Where this engine does not know what `Component` does with what arrives. */
export function unsupportedStep(Component: AnalysisComponent): Step {
  return {
    pieces: [],
    explain: () => [],
    unfollowed: () => [{ ExplanationCode: 'UNSUPPORTED_COMPONENT', Component }],
  };
}
