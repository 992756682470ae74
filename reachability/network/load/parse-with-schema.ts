import * as sdk from '@aws-sdk/client-ec2';
import { NormalizedSchema } from '@smithy/core/schema';
import { closest } from './closest';
import type { Problems } from './problems';

/** A schema that the SDK exports, such as `Subnet$`. */
export type SdkSchema = Parameters<typeof NormalizedSchema.of>[0];

/**
 * The interfaces inside an instance may be written as `describe-network-interfaces` shows them,
 * which is with more fields than `describe-instances` shows.
 */
const WIDER: ReadonlyMap<string, SdkSchema> = new Map([
  ['InstanceNetworkInterface', sdk.NetworkInterface$],
  ['InstanceNetworkInterfaceAssociation', sdk.NetworkInterfaceAssociation$],
  ['InstanceNetworkInterfaceAttachment', sdk.NetworkInterfaceAttachment$],
  ['InstancePrivateIpAddress', sdk.NetworkInterfacePrivateIpAddress$],
]);

/** Where a value is, for errors. */
interface Place {
  /** The item of the file that the value is in, such as `Subnets[0]`. */
  readonly item: string;
  /** The id of that item, if it has one. */
  readonly id: string | undefined;
  /** The steps from the item to the value, such as `.Tags[0].Key`. */
  readonly steps: string;
  readonly problems: Problems;
}

/**
 * Reads JSON that the AWS CLI wrote into the shape that the SDK's `schema` describes: dates become
 * `Date`, and members that are null are left out, as are those that are wrong.
 * @param item the place of `value` in its file.
 * @param id the id of the resource that `value` is, if it has one.
 * @param problems gets the place, the value there and what would be right, also for a field that is
 * a misspelling of one of the schema's.
 */
export function parseWithSchema(
  schema: SdkSchema,
  value: unknown,
  item: string,
  id: string | undefined,
  problems: Problems,
): unknown {
  return parse(NormalizedSchema.of(schema), value, { item, id, steps: '', problems });
}

function parse(schema: NormalizedSchema, value: unknown, place: Place): unknown {
  if (value === null || value === undefined) return undefined;
  if (schema.isStructSchema()) return parseStruct(schema, value, place);
  if (schema.isListSchema()) return parseItems(schema, value, place);
  if (schema.isTimestampSchema()) return parseDate(value, place);
  if (schema.isStringSchema() && typeof value !== 'string') return wrong(place, value, 'a string');
  if (schema.isNumericSchema() && !Number.isFinite(value)) return wrong(place, value, 'a number');
  if (schema.isBooleanSchema() && typeof value !== 'boolean') return wrong(place, value, 'true or false');
  return value;
}

function parseItems(schema: NormalizedSchema, value: unknown, place: Place): unknown {
  if (!Array.isArray(value)) return wrong(place, value, 'a list');
  return [...value].map((item: unknown, index) => {
    const at = within(place, `[${index}]`);
    return item === null || item === undefined ? wrong(at, item, 'left out') : parse(schema.getValueSchema(), item, at);
  });
}

function parseStruct(schema: NormalizedSchema, value: unknown, place: Place): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(place, value, 'an object');
  const members = membersOf(schema);
  const parsed: Record<string, unknown> = {};
  for (const [name, raw] of Object.entries(value)) {
    const member = members.get(name);
    const at = within(place, `.${name}`);
    if (!member) unknownField(at, name, schema, [...members.keys()]);
    const result = member && parse(member, raw, at);
    if (result !== undefined) parsed[name] = result;
  }
  return parsed;
}

/** The members of each structure that was parsed, by its name and its service's. */
const known = new Map<string, ReadonlyMap<string, NormalizedSchema>>();

function membersOf(schema: NormalizedSchema): ReadonlyMap<string, NormalizedSchema> {
  const name = schema.getName(true) ?? '';
  const wider = WIDER.get(schema.getName() ?? '');
  const members =
    known.get(name) ??
    new Map([...(wider ? NormalizedSchema.of(wider).structIterator() : []), ...schema.structIterator()]);
  known.set(name, members);
  return members;
}

function parseDate(value: unknown, place: Place): Date | undefined {
  const isText = typeof value === 'string';
  const date = typeof value === 'number' ? new Date(value * 1000) : new Date(isText ? value : Number.NaN);
  return Number.isNaN(date.getTime()) ? wrong(place, value, 'a date such as 2026-01-31T12:00:00Z') : date;
}

function within(place: Place, step: string): Place {
  return { ...place, steps: `${place.steps}${step}` };
}

function wrong(place: Place, value: unknown, right: string): undefined {
  report(place, `${nameOf(place)} is ${shown(value)}, but must be ${right}.`);
}

/**
 * Leaves out a field that resembles none of the schema's: other tools add such fields, and so do
 * later versions of the AWS CLI. A misspelt one is an error.
 */
function unknownField(place: Place, name: string, schema: NormalizedSchema, fields: readonly string[]): void {
  const shape = `${serviceOf(schema)} ${schema.getName()}`;
  const meant = closest(name, fields) ?? fields.find((field) => isLonger(field, name) || isLonger(name, field));
  if (meant) report(place, `${nameOf(place)} is not a field of ${shape}. Did you mean ${meant}?`);
  else place.problems.leaveOut(shape, name.slice(0, 80));
}

/** As `DestinationCidrBlock` is longer than `DestinationCidr`. */
function isLonger(text: string, than: string): boolean {
  return than.length > 6 && text.toLowerCase().startsWith(than.toLowerCase());
}

function report({ item, id, steps, problems }: Place, message: string): void {
  problems.add(id ?? item, steps.replace(/^\./, '') || undefined, message);
}

function nameOf({ item, id, steps }: Place): string {
  return `${item}${steps}${id === undefined ? '' : ` of ${id}`}`;
}

function serviceOf(schema: NormalizedSchema): string {
  return schema.getName(true)?.startsWith('com.amazonaws.ec2') ? "EC2's" : "Elastic Load Balancing's";
}

/** A value as an error shows it. Lists and objects may be of any depth and size. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(JSON.stringify(value)).slice(0, 80);
}
