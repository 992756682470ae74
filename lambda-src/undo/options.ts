/** Options of AWS CLI commands, filled from the record of a call. */

import type { Change } from '../events/change';
import {
  asBoolean,
  asInteger,
  asItems,
  asObject,
  asText,
  givenNames,
  member,
  membersNamed,
} from '../events/cloudtrail-json';
import { isId, resourceIds } from '../events/resource-ids';
import { shellSafeJson } from './shell';

/** The words of one option; none where the command goes without it; undefined where the record does not tell what it needs. */
export type Option = (change: Change) => readonly string[] | undefined;

type Reader = (value: unknown) => string | undefined;

const CIDR = /^[0-9a-fA-F:.]{2,45}\/\d{1,3}$/;
const LISTENER_OR_GROUP_ARN = /^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:[A-Za-z0-9/_-]{1,256}$/;

/** An id with the prefix. */
export const id =
  (prefix: string): Reader =>
  (value) =>
    isId(value, prefix) ? value : undefined;

export const cidr: Reader = (value) => (typeof value === 'string' && CIDR.test(value) ? value : undefined);

export const wholeNumber: Reader = (value) => {
  const number = asInteger(value);
  return number !== undefined && number >= 0 ? String(number) : undefined;
};

export const loadBalancingArn: Reader = (value) =>
  typeof value === 'string' && LISTENER_OR_GROUP_ARN.test(value) ? value : undefined;

/** One of a few words. */
export const oneOfWords =
  (...words: readonly string[]): Reader =>
  (value) =>
    words.find((word) => word === value);

/** `--route-table-id` with the request's `RouteTableId`, or with another parameter of the request. */
export function given(flag: string, read: Reader, parameter = pascalCase(flag)): Option {
  return ({ request }) => option(flag, read(member(request, parameter)));
}

/** The flag with what the answer tells under that name, at whatever depth, as long as it is one thing only. */
export function answered(flag: string, read: Reader, name = pascalCase(flag)): Option {
  return ({ response }) => {
    const values = new Set(membersNamed(response, name).map(read));
    return values.size === 1 ? option(flag, [...values][0]) : undefined;
  };
}

/** The one of the options that the record tells; undefined where it tells none, or several. */
export function exactlyOne(...options: readonly Option[]): Option {
  return (change) => {
    const told = options.map((each) => each(change)).filter((words) => words !== undefined);
    return told.length === 1 ? told[0] : undefined;
  };
}

/** `--flag`, or its opposite, by a truth value of the request. */
export function eitherFlag(parameter: string, whenTrue: string, whenFalse: string): Option {
  return ({ request }) => {
    const value = asBoolean(member(request, parameter));
    return value === undefined ? undefined : [`--${value ? whenTrue : whenFalse}`];
  };
}

/** The opposite of what the request sets, provided that it sets nothing else of the thing. */
export function oppositeSourceDestCheck(thing: string): Option {
  return ({ request }) => {
    const others = givenNames(request).filter(
      (name) => !['sourceDestCheck', 'attribute', 'value', thing].includes(name),
    );
    const attribute = asText(request.attribute);
    const set = attribute === 'sourceDestCheck' ? request.value : request.sourceDestCheck;
    const value = others.length === 0 ? asBoolean(set) : undefined;
    return value === undefined ? undefined : [value ? '--no-source-dest-check' : '--source-dest-check'];
  };
}

/** What was added to lists is removed and the other way round; undefined where one cannot be read, or nothing was done to any of them. */
export function swapped(
  lists: readonly { readonly name: string; readonly prefix: string }[],
  others: readonly string[],
): Option {
  return ({ request }) => {
    const known = new Set(
      lists.flatMap(({ name }) => [`Add${name}`, `Add${name}s`, `Remove${name}`, `Remove${name}s`]),
    );
    const isKnown = (key: string) => known.has(key) || known.has(pascalCase(key)) || others.includes(key);
    if (!givenNames(request).every(isKnown)) return undefined;
    const words: string[] = [];
    for (const { name, prefix } of lists) {
      for (const [done, inverse] of [
        ['Add', 'remove'],
        ['Remove', 'add'],
      ] as const) {
        const value = member(request, `${done}${name}`) ?? member(request, `${done}${name}s`);
        if (value === undefined) continue;
        const ids = [...resourceIds(value)];
        const isRead = ids.length === asItems(value).length && ids.every((each) => isId(each, prefix));
        if (!isRead) return undefined;
        if (ids.length > 0) words.push(`--${inverse}-${kebabCase(name)}s`, ...ids);
      }
    }
    return words.length > 0 ? words : undefined;
  };
}

/** Targets of a target group, as the request names them. */
export const targets: Option = ({ request }) => {
  const items = asItems(member(request, 'Targets')).map(asObject);
  const read = items.map((target) => ({
    Id: asText(member(target, 'Id')),
    Port: asInteger(member(target, 'Port')),
    AvailabilityZone: asText(member(target, 'AvailabilityZone')),
  }));
  return read.length > 0 && read.every(({ Id }) => Id !== undefined) ? ['--targets', shellSafeJson(read)] : undefined;
};

/** `--instance-ids` with the instances that the request names. */
export const instanceIds: Option = ({ request }) => {
  const ids = asItems(member(request, 'InstancesSet')).map((item) => asObject(item).instanceId);
  return ids.length > 0 && ids.every((each) => isId(each, 'i')) ? ['--instance-ids', ...ids.map(String)] : undefined;
};

function option(flag: string, value: string | undefined): readonly string[] | undefined {
  return value === undefined ? undefined : [`--${flag}`, value];
}

function pascalCase(flag: string): string {
  return flag.replace(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter, at: number) => `${at > 0 ? '-' : ''}${letter.toLowerCase()}`);
}
