/**
 * How an event pattern differs from all patterns of the stack; undefined where it is one of them.
 */
export function patternDifference(text: string, patterns: readonly object[]): string | undefined {
  const deployed: unknown = JSON.parse(text);
  if (patterns.some((pattern) => isSamePattern(text, pattern))) return undefined;
  const kept = new Set(eventNames(deployed).map(canonical));
  const inCommon = (pattern: object) => eventNames(pattern).filter((name) => kept.has(canonical(name))).length;
  const [nearest] = [...patterns].sort((a, b) => inCommon(b) - inCommon(a));
  const [first, ...others] = eventNames(nearest).filter((name) => !kept.has(canonical(name)));
  if (first === undefined) return 'it has other conditions';
  const name = typeof first === 'string' ? first : canonical(first);
  return `it lacks ${name}${others.length > 0 ? ` and ${others.length} more` : ''}`;
}

/** Whether both match the same events. The order of members and alternatives does not matter. */
export const isSamePattern = (text: string, pattern: object): boolean =>
  canonical(JSON.parse(text)) === canonical(pattern);

/** The same text for all patterns that differ only in the order of members and alternatives. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(canonical))].sort().join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.sort().join(',')}}`;
}

function eventNames(pattern: unknown): readonly unknown[] {
  const { detail } = (pattern ?? {}) as { detail?: { eventName?: unknown } };
  return Array.isArray(detail?.eventName) ? detail.eventName : [];
}

/** CloudTrail's event for a call that every pattern of the stack matches. */
export const sampleEvent = (account: string, region: string, now: Date) => ({
  version: '0',
  id: '00000000-0000-0000-0000-000000000000',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.ec2',
  account,
  time: `${now.toISOString().slice(0, 19)}Z`,
  region,
  resources: [],
  detail: { eventSource: 'ec2.amazonaws.com', eventName: 'AuthorizeSecurityGroupIngress' },
});
