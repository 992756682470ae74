/** What is promised of a path: it must stay open, or it must stay closed. */
export type Expectation = 'reachable' | 'unreachable';

export function isExpectation(value: unknown): value is Expectation {
  return value === 'reachable' || value === 'unreachable';
}
