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
}

/**
 * Reads JSON that the AWS CLI wrote into the shape that the SDK's `schema` describes: dates become
 * `Date`, and members that are null are left out.
 * @param at the place of `value` in its file.
 * @param id the id of the resource that `value` is, if it has one.
 * @throws Error that names the place, the value there and what would be right, also for a field
 * that the schema does not have.
 */
export function parseWithSchema(schema: SdkSchema, value: unknown, at: string, id?: string): unknown {
  return parse(NormalizedSchema.of(schema), value, { at, owner: id === undefined ? '' : ` of ${id}` });
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
    if (!member) throw unknownField(at, name, schema.getName() ?? 'structure', [...members.keys()]);
    const result = parse(member, raw, at);
    if (result !== undefined) parsed[name] = result;
  }
  return parsed;
}

function membersOf(schema: NormalizedSchema): Map<string, NormalizedSchema> {
  const wider = WIDER[schema.getName() ?? ''];
  return new Map([...(wider ? NormalizedSchema.of(wider).structIterator() : []), ...schema.structIterator()]);
}

function parseDate(value: unknown, place: Place): Date {
  const date = typeof value === 'number' ? new Date(value * 1000) : new Date(String(value));
  if (Number.isNaN(date.getTime())) throw wrong(place, value, 'a date such as 2026-01-31T12:00:00Z');
  return date;
}

function within({ at, owner }: Place, step: string): Place {
  return { at: `${at}${step}`, owner };
}

function wrong({ at }: Place, value: unknown, right: string): Error {
  return new Error(`${at} is ${JSON.stringify(value)?.slice(0, 80)}, but must be ${right}.`);
}

function unknownField({ at, owner }: Place, name: string, shape: string, fields: readonly string[]): Error {
  const meant = closest(name, fields);
  const right = meant ? `Did you mean ${meant}?` : `It has the fields ${fields.join(', ')}.`;
  return new Error(`${at}${owner} is not a field of EC2's ${shape}. ${right}`);
}
