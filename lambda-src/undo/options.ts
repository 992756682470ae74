/** Options of AWS CLI commands, filled from the CloudTrail record of a call. */

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
import { shellSafeJson } from './command';

/**
 * The words of one option. Empty where the command does not need the option; undefined where the
 * record lacks its value.
 */
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

/** One of the words. */
export const oneOfWords =
  (...words: readonly string[]): Reader =>
  (value) =>
    words.find((word) => word === value);

/**
 * `--route-table-id` with the request's `RouteTableId`, or with the given parameter of the request.
 */
export function fromRequest(flag: string, read: Reader, parameter = pascalCase(flag)): Option {
  return ({ request }) => option(flag, read(member(request, parameter)));
}

/**
 * The flag with the value of that name in the response, at any depth, if there is exactly one
 * value.
 */
export function fromResponse(flag: string, read: Reader, name = pascalCase(flag)): Option {
  return ({ response }) => {
    const values = new Set(membersNamed(response, name).map(read));
    return values.size === 1 ? option(flag, [...values][0]) : undefined;
  };
}

/** The only one of the options whose value the record has; undefined if it has none or several. */
export function exactlyOne(...options: readonly Option[]): Option {
  return (change) => {
    const found = options.map((each) => each(change)).filter((words) => words !== undefined);
    return found.length === 1 ? found[0] : undefined;
  };
}

/** One of two flags, chosen by a boolean parameter of the request. */
export function eitherFlag(parameter: string, whenTrue: string, whenFalse: string): Option {
  return ({ request }) => {
    const value = asBoolean(member(request, parameter));
    return value === undefined ? undefined : [`--${value ? whenTrue : whenFalse}`];
  };
}

/**
 * The opposite of the source/destination check that the request sets, if it sets nothing else.
 *
 * @param idParameter the parameter that names the instance or the interface
 */
export function oppositeSourceDestCheck(idParameter: string): Option {
  return ({ request }) => {
    const others = givenNames(request).filter(
      (name) => !['sourceDestCheck', 'attribute', 'value', idParameter].includes(name),
    );
    const attribute = asText(request.attribute);
    const set = attribute === 'sourceDestCheck' ? request.value : request.sourceDestCheck;
    const value = others.length === 0 ? asBoolean(set) : undefined;
    return value === undefined ? undefined : [value ? '--no-source-dest-check' : '--source-dest-check'];
  };
}

/** A reset turns the check on. */
export const resetSourceDestCheck: Option = ({ request }) =>
  member(request, 'SourceDestCheck') === undefined ? undefined : ['--no-source-dest-check'];

/**
 * Removes what the request added to lists, and adds what it removed. Undefined if the request has a
 * parameter that is not known, an entry that cannot be read, or no entry at all.
 *
 * @param others parameters that are no lists
 */
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

/**
 * The version that a prefix list has after the call. With it, AWS refuses to overwrite later
 * changes.
 */
export const nextVersion: Option = ({ request }) => {
  const version = asInteger(member(request, 'CurrentVersion'));
  return version === undefined ? undefined : ['--current-version', String(version + 1)];
};

/** Removes the entries that were added to a prefix list, and adds those that were removed. */
export const prefixListEntries: Option = ({ request }) => {
  const cidrs = (verb: string) => {
    const entries = member(request, `${verb}Entry`) ?? member(request, `${verb}Entries`);
    return asItems(entries).map((entry) => asText(member(asObject(entry), 'Cidr')));
  };
  const [added, removed] = [cidrs('Add'), cidrs('Remove')];
  if (added.length + removed.length === 0 || [...added, ...removed].includes(undefined)) return undefined;
  const words = (flag: string, list: readonly (string | undefined)[]) =>
    list.length > 0 ? [flag, shellSafeJson(list.map((Cidr) => ({ Cidr })))] : [];
  return [...words('--remove-entries', added), ...words('--add-entries', removed)];
};

/** The target of a deleted transit gateway route, from the response. */
export const transitGatewayTarget: Option = ({ response }) => {
  const attachments = [...new Set(membersNamed(response, 'TransitGatewayAttachmentId'))];
  const isBlackhole =
    membersNamed(response, 'State').includes('blackhole') ||
    membersNamed(response, 'Blackhole').some((value) => asBoolean(value) === true);
  const [attachment] = attachments;
  if (attachments.length === 1 && isId(attachment, 'tgw-attach')) {
    return ['--transit-gateway-attachment-id', attachment];
  }
  return attachments.length === 0 && isBlackhole ? ['--blackhole'] : undefined;
};

/** The VPC or subnet of a deleted exclusion. */
export const bpaExclusionOf: Option = ({ response }) => {
  const arns = new Set(membersNamed(response, 'ResourceArn').map((value) => asText(value) ?? ''));
  const excluded = [...arns].join().split('/').at(-1);
  if (isId(excluded, 'subnet')) return ['--subnet-id', excluded];
  return isId(excluded, 'vpc') ? ['--vpc-id', excluded] : undefined;
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
