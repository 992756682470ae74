/** What can be promised of a path: it must stay open, or it must stay closed. */
export const EXPECTATIONS = ['reachable', 'unreachable'] as const;

export type Expectation = (typeof EXPECTATIONS)[number];

export function isExpectation(value: unknown): value is Expectation {
  return value === 'reachable' || value === 'unreachable';
}
