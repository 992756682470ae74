/** Draws whole numbers from 0 to below `bound`. */
export type Draw = (bound: number) => number;

type Part = Record<string, unknown> | unknown[];

const HOSTILE: readonly unknown[] = [
  ...[
    '',
    '__proto__',
    'constructor',
    'toString',
    'vpc-',
    '10.0.0.0/33',
    '999.1.1.1',
    '-1',
    '../../etc',
    '\u0000',
    '💥',
  ],
  ...[0, -1, 65_536, 1e308, 1.5, Number.MAX_SAFE_INTEGER, null, true, false, [], {}, [[[[]]]], [null]],
  ...[{ __proto__: null, toString: 1 }, 'x'.repeat(10_000), [{}], nested(500)],
];

function nested(depth: number): unknown {
  let value: unknown = [];
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

/** A copy of a network file with one to four things broken, as a faulty program or a hand would. */
export function damaged(file: object, draw: Draw): object {
  const copy = structuredClone(file) as Record<string, unknown>;
  for (let times = 1 + draw(4); times > 0; times--) damageOnce(copy, draw);
  return copy;
}

function damageOnce(file: Record<string, unknown>, draw: Draw): void {
  const parts = partsOf(file);
  const part = pick(parts, draw);
  const keys = Object.keys(part);
  if (keys.length === 0) return;
  const key = pick(keys, draw);
  const value = Reflect.get(part, key);
  pick(DAMAGES, draw)({ part, key, value, parts, draw });
}

interface Target {
  readonly part: Part;
  readonly key: string;
  readonly value: unknown;
  readonly parts: readonly Part[];
  readonly draw: Draw;
}

const DAMAGES: readonly ((target: Target) => void)[] = [
  drop,
  ({ part, key, value }) => {
    Reflect.deleteProperty(part, key);
    Reflect.set(part, `${key}x`, value);
  },
  ({ part, key, draw }) => void Reflect.set(part, key, pick(HOSTILE, draw)),
  ({ part, key, value }) => void Reflect.set(part, key, [value]),
  ({ part, key, value }) => void Reflect.set(part, key, typeof value === 'string' ? value.length : String(value)),
  swap,
  dangle,
  duplicate,
  cycle,
];

function drop({ part, key }: Target): void {
  if (Array.isArray(part)) part.splice(Number(key), 1);
  else Reflect.deleteProperty(part, key);
}

/** Puts a value of the same member from elsewhere here. */
function swap({ part, key, parts, draw }: Target): void {
  const others = parts.filter((other) => Object.hasOwn(other, key));
  Reflect.set(part, key, structuredClone(Reflect.get(pick(others, draw), key)));
}

function dangle({ part, key, value }: Target): void {
  if (typeof value === 'string') Reflect.set(part, key, value.replace(/[0-9a-f]{4}$/, 'dead'));
}

function duplicate({ part, draw }: Target): void {
  if (Array.isArray(part) && part.length > 0) part.push(structuredClone(pick(part, draw)));
}

/** Refers to itself: the id of a thing stands where that of another belongs. */
function cycle({ part, draw }: Target): void {
  const ids = Object.keys(part).filter((key) => key.endsWith('Id'));
  if (ids.length > 1) Reflect.set(part, pick(ids, draw), Reflect.get(part, pick(ids, draw)));
}

/** Every object and list inside, and `value` itself. */
function partsOf(value: Part): Part[] {
  const found: Part[] = [];
  const left: unknown[] = [value];
  for (let part = left.pop(); part !== undefined; part = left.pop()) {
    if (typeof part !== 'object' || part === null) continue;
    // Damage goes into what has a shape, not into the depth of earlier damage.
    if (found.length > 2_000) break;
    found.push(part as Part);
    left.push(...Object.values(part));
  }
  return found;
}

function pick<T>(items: readonly T[], draw: Draw): T {
  return items[draw(items.length)] as T;
}
