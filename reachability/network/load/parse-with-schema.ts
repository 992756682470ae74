import * as sdk from '@aws-sdk/client-ec2';
import { NormalizedSchema } from '@smithy/core/schema';
import { closest } from './closest';

/** A schema that the SDK exports, such as `Subnet$`. */
export type SdkSchema = Parameters<typeof NormalizedSchema.of>[0];

/**
 * The interfaces inside an instance may be written as `describe-network-interfaces` shows them,
 * which is with more fields than `describe-instances` shows.
 */
const WIDER: Readonly<Record<string, SdkSchema>> = {
  InstanceNetworkInterface: sdk.NetworkInterface$,
  InstanceNetworkInterfaceAssociation: sdk.NetworkInterfaceAssociation$,
  InstanceNetworkInterfaceAttachment: sdk.NetworkInterfaceAttachment$,
  InstancePrivateIpAddress: sdk.NetworkInterfacePrivateIpAddress$,
};

/** Where a value is, for errors. */
interface Place {
  /** Such as `Subnets[0].CidrBlock`. */
  readonly at: string;
  /**
   * The resource that it belongs to, such as ` of subnet-0b7e25f41c9038da6`. Empty if it has no id.
   */
  readonly owner: string;
  readonly leftOut: (shape: string, field: string) => void;
}

/**
 * Reads JSON that the AWS CLI wrote into the shape that the SDK's `schema` describes: dates become
 * `Date`, and members that are null are left out.
 * @param at the place of `value` in its file.
 * @param leftOut is called for each field that the schema does not have, and that resembles none of
 * its fields. Other tools add such fields, and so do later versions of the AWS CLI.
 * @param id the id of the resource that `value` is, if it has one.
 * @throws Error that names the place, the value there and what would be right, also for a field
 * that is a misspelling of one of the schema's.
 */
export function parseWithSchema(
  schema: SdkSchema,
  value: unknown,
  at: string,
  leftOut: (shape: string, field: string) => void,
  id?: string,
): unknown {
  return parse(NormalizedSchema.of(schema), value, { at, owner: id === undefined ? '' : ` of ${id}`, leftOut });
}

function parse(schema: NormalizedSchema, value: unknown, place: Place): unknown {
  if (value === null || value === undefined) return undefined;
  if (schema.isStructSchema()) return parseStruct(schema, value, place);
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw wrong(place, value, 'a list');
    return value.map((item, index) => parse(schema.getValueSchema(), item, within(place, `[${index}]`)));
  }
  if (schema.isTimestampSchema()) return parseDate(value, place);
  if (schema.isStringSchema() && typeof value !== 'string') throw wrong(place, value, 'a string');
  if (schema.isNumericSchema() && typeof value !== 'number') throw wrong(place, value, 'a number');
  if (schema.isBooleanSchema() && typeof value !== 'boolean') throw wrong(place, value, 'true or false');
  return value;
}

function parseStruct(schema: NormalizedSchema, value: unknown, place: Place): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(place, value, 'an object');
  const members = membersOf(schema);
  const parsed: Record<string, unknown> = {};
  for (const [name, raw] of Object.entries(value)) {
    const member = members.get(name);
    const at = within(place, `.${name}`);
    if (!member) leaveOut(at, name, schema.getName() ?? 'structure', members);
    const result = member && parse(member, raw, at);
    if (result !== undefined) parsed[name] = result;
  }
  return parsed;
}

/** The members of each structure that was parsed, by its name, which is unique in EC2. */
const known = new Map<string, ReadonlyMap<string, NormalizedSchema>>();

function membersOf(schema: NormalizedSchema): ReadonlyMap<string, NormalizedSchema> {
  const name = schema.getName() ?? '';
  const wider = WIDER[name];
  const members =
    known.get(name) ??
    new Map([...(wider ? NormalizedSchema.of(wider).structIterator() : []), ...schema.structIterator()]);
  known.set(name, members);
  return members;
}

function parseDate(value: unknown, place: Place): Date {
  const date = typeof value === 'number' ? new Date(value * 1000) : new Date(String(value));
  if (Number.isNaN(date.getTime())) throw wrong(place, value, 'a date such as 2026-01-31T12:00:00Z');
  return date;
}

function within(place: Place, step: string): Place {
  return { ...place, at: `${place.at}${step}` };
}

function wrong({ at }: Place, value: unknown, right: string): Error {
  return new Error(`${at} is ${JSON.stringify(value)?.slice(0, 80)}, but must be ${right}.`);
}

function leaveOut(
  { at, owner, leftOut }: Place,
  name: string,
  shape: string,
  members: ReadonlyMap<string, NormalizedSchema>,
): void {
  const fields = [...members.keys()];
  const meant = closest(name, fields) ?? fields.find((field) => isLonger(field, name) || isLonger(name, field));
  if (meant) throw new Error(`${at}${owner} is not a field of EC2's ${shape}. Did you mean ${meant}?`);
  leftOut(shape, name);
}

/** As `DestinationCidrBlock` is longer than `DestinationCidr`. */
function isLonger(text: string, than: string): boolean {
  return than.length > 6 && text.toLowerCase().startsWith(than.toLowerCase());
}
