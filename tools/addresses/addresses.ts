import { isDeepStrictEqual } from 'node:util';
import type { Block, Moved, StackJson } from '../synthesized-stack';
import { REPLACEMENT_ARGUMENTS } from './replacement-arguments';

/**
 * What decides whether Terraform keeps a resource: by its address, the arguments that it would be replaced for, and by
 * `var.<name>`, the defaults that these arguments are made of.
 */
export type Addresses = Readonly<Record<string, Block>>;

// They are part of the address: with one of them it has a key.
const KEYS = ['count', 'for_each'];

/** @throws for a type of resource of which nobody has said yet what it is replaced for */
export const addressesOf = ({ resource, variable = {}, locals = {} }: Replaceable): Addresses => {
  const resources = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, given]) => [`${type}.${name}`, identity(type, given)] as const),
  );
  const decided = JSON.stringify(resources);
  const decisive = decided + namesIn(decided, 'local').map((name) => JSON.stringify(locals[name]));
  const defaults = namesIn(decisive, 'var').map(
    (name) => [`var.${name}`, { default: variable[name]?.default }] as const,
  );
  return Object.fromEntries([...resources, ...defaults].sort(([one], [other]) => (one < other ? -1 : 1)));
};

type Replaceable = Pick<StackJson, 'resource'> & Partial<Pick<StackJson, 'variable' | 'locals'>>;

/** The names that expressions refer to, such as `name` for `var.name`. */
const namesIn = (text: string, kind: 'local' | 'var'): string[] => [
  ...new Set([...text.matchAll(new RegExp(`\\b${kind}\\.(\\w+)`, 'g'))].map(([, name]) => String(name))),
];

const identity = (type: string, given: Block) => {
  const replacing = REPLACEMENT_ARGUMENTS[type];
  if (!replacing) {
    throw new Error(
      `${type} has no entry in tools/addresses/replacement-arguments.ts: list there the arguments whose change replaces such a resource, as the provider's documentation has them`,
    );
  }
  return Object.fromEntries(
    [...KEYS, ...replacing].filter((argument) => argument in given).map((argument) => [argument, given[argument]]),
  );
};

/** What an upgrade from the recorded addresses to the current ones would do, one sentence a resource; none for no difference. */
export const differences = (recorded: Addresses, current: Addresses, moved: readonly Moved[] = []): string[] => {
  const renamed = new Map(moved.map(({ from, to }) => [from, to]));
  const expected = Object.entries(recorded).map(
    ([address, given]) => [renamed.get(address) ?? address, given] as const,
  );
  const known = new Set(expected.map(([address]) => address));
  return [
    ...expected.flatMap(([address, given]) => difference(address, given, current[address])),
    ...Object.keys(current)
      .filter((address) => !known.has(address))
      .map((address) => `${address} is new: nothing is lost, but it is not recorded yet`),
  ];
};

const difference = (address: string, was: Block, is: Block | undefined): string[] => {
  // A variable that nothing is made of any more: where it was, the argument itself differs.
  if (!is) return isVariable(address) ? [] : [`${address} would be destroyed: it is not in the stack any more`];
  const effect = isVariable(address) ? 'would replace what is made of it' : 'would be replaced';
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((argument) => !isDeepStrictEqual(was[argument], is[argument]))
    .map(
      (argument) =>
        `${address} ${effect}: ${argument} was ${JSON.stringify(was[argument])} and is ${JSON.stringify(is[argument])}`,
    );
};

const isVariable = (address: string): boolean => address.startsWith('var.');
