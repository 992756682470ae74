/** Texts and mutations that an attacker may put into an event. */

import * as fc from 'fast-check';

export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  '\0',
  "'; touch owned; '",
  '"; touch owned; "',
  '$(touch owned)',
  '`touch owned`',
  '| touch owned',
  '& touch owned &',
  '> owned',
  '\n touch owned\n',
  "\\'; touch owned #",
  '!touch !! !$',
  '$HOME ~ * ? $((1/0))',
  '--cli-input-json file://owned',
  'file:///etc/passwd',
  'x\nStatus: succeeded',
  'x\r\nNetworkPathFound: True',
  'x\u2028=== Reachability restored ===',
  'x\u2029Path ID: nip-0',
  'x\u0085Analysis ID: nia-0',
  '\u001b[2J\u001b]0;owned\u0007',
  '\u009b31m',
  '\u202eevil\u2066',
  '\ud800',
  '\u{1f600}\u200d\u{e0041}',
  '%s%n%0a',
  '{"level":"ERROR"}\n{"level":"INFO"}',
  '__proto__',
  'constructor',
  'toString',
  'sg-0123456789abcdef0; touch owned',
  'sg-0123456789abcdef0\n',
  'x'.repeat(50_000),
  '\n'.repeat(20_000),
  '\u{1f600}'.repeat(5_000),
  "'".repeat(3_000),
  '+275760-09-13T00:00:00.000Z',
  '-000001-01-01T00:00:00Z',
  '1e999',
];

/** A mutation of an event: a place in it, and what replaces its value. */
export interface Mutation {
  readonly place: number;
  readonly kind: (typeof KINDS)[number];
  readonly text: string;
}

const KINDS = [
  'text',
  'text',
  'text',
  'append',
  'cut',
  'null',
  'number',
  'fraction',
  'boolean',
  'empty list',
  'empty object',
  'list of it',
  'many of it',
  'items of it',
  'deep',
  'gone',
  'other key',
  'prototype',
] as const;

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(),
  kind: fc.constantFrom(...KINDS),
  text: fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string({ unit: 'binary', maxLength: 40 })),
});

type Place = readonly [holder: Record<string, unknown>, key: string];

/** A copy of the event with the mutations. */
export function mutated(event: unknown, mutations: readonly Mutation[]): unknown {
  const root = { event: JSON.parse(JSON.stringify(event)) };
  for (const each of mutations) {
    const places = placesOf(root, []);
    const place = places[each.place % places.length];
    if (place) apply(each, ...place);
  }
  return root.event;
}

/** Mutates only into what a JSON parser could return: a list has no keys. */
function apply({ kind, text, place }: Mutation, holder: Record<string, unknown>, key: string): void {
  const value = holder[key];
  const isList = Array.isArray(holder);
  if (kind === 'gone' && isList) holder.splice(Number(key), 1);
  else if (kind === 'other key' && isList) holder.push(text);
  else if (kind === 'gone') delete holder[key];
  else if (kind === 'other key') {
    delete holder[key];
    define(holder, text, value);
  } else define(holder, key, replacement(kind, value, text, place));
}

function replacement(
  kind: Exclude<Mutation['kind'], 'gone' | 'other key'>,
  value: unknown,
  text: string,
  place: number,
) {
  switch (kind) {
    case 'text':
      return text;
    case 'append':
      return `${typeof value === 'object' ? '' : value}${text}`;
    case 'cut':
      return typeof value === 'string' ? value.slice(0, place % (value.length + 1)) : text;
    case 'null':
      return null;
    case 'number':
      return place;
    case 'fraction':
      return -place / 7;
    case 'boolean':
      return place % 2 === 0;
    case 'empty list':
      return [];
    case 'empty object':
      return {};
    case 'list of it':
      return [value, text, value];
    case 'many of it':
      return Array.from({ length: 300 }, () => value);
    case 'items of it':
      return { items: { items: [{ item: value }] } };
    case 'deep':
      return nested(3_000, value);
    case 'prototype':
      return JSON.parse(`{"__proto__": {"groupId": ${JSON.stringify(text)}, "items": []}, "constructor": null}`);
  }
}

/** Sets a key as a JSON parser does, for which `__proto__` is a key like any other. */
function define(holder: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, configurable: true, enumerable: true, writable: true });
}

function nested(levels: number, value: unknown): unknown {
  let deep = value;
  for (let level = 0; level < levels; level++) deep = level % 2 === 0 ? { items: deep } : [deep];
  return deep;
}

/** Every place in the event, down to the depth of real events. */
function placesOf(holder: object, places: Place[], depth = 0): Place[] {
  if (depth > 12 || places.length > 500) return places;
  for (const [key, value] of Object.entries(holder)) {
    places.push([holder as Record<string, unknown>, key]);
    if (typeof value === 'object' && value !== null) placesOf(value, places, depth + 1);
  }
  return places;
}
