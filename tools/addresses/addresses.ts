import { isDeepStrictEqual } from 'node:util';
import type { Block, Moved, StackJson } from '../synthesized-stack';
import { REPLACEMENT_ARGUMENTS } from './replacement-arguments';

/**
 * What decides whether Terraform keeps a resource: by its address, the arguments that it would be
 * replaced for, and by `var.<name>`, the defaults that these arguments are made of.
 */
export type Addresses = Readonly<Record<string, Block>>;

// Each of them is part of the address, which then has a key.
const KEYS = ['count', 'for_each'];

/** @throws Error for a type of resource that `replacement-arguments.ts` does not list */
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
      `${type} has no entry in tools/addresses/replacement-arguments.ts: add the arguments whose change replaces such a resource, from the provider's documentation`,
    );
  }
  return Object.fromEntries(
    [...KEYS, ...replacing].filter((argument) => argument in given).map((argument) => [argument, given[argument]]),
  );
};

/**
 * What an upgrade from the recorded addresses would do, one sentence for each resource that
 * differs.
 */
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
  // A variable that is no longer used; the arguments that used it differ themselves.
  if (!is) return isVariable(address) ? [] : [`${address} would be destroyed: it is no longer in the stack`];
  const effect = isVariable(address) ? 'would replace what is made of it' : 'would be replaced';
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((argument) => !isDeepStrictEqual(was[argument], is[argument]))
    .map(
      (argument) =>
        `${address} ${effect}: ${argument} was ${JSON.stringify(was[argument])} and is ${JSON.stringify(is[argument])}`,
    );
};

const isVariable = (address: string): boolean => address.startsWith('var.');
