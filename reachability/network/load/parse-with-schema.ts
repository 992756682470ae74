import { NormalizedSchema } from '@smithy/core/schema';

type Schema = ReturnType<typeof NormalizedSchema.of>;

/**
 * Reads JSON that the AWS CLI wrote into the shape that the SDK's `schema` describes: dates become `Date`. Members that the
 * schema does not know, and nulls, are kept as they are.
 * @throws Error that names the place (`at`), what stands there and what would be right.
 */
export function parseWithSchema(schema: unknown, value: unknown, at: string): unknown {
  return parse(NormalizedSchema.of(schema as never), value, at);
}

function parse(schema: Schema, value: unknown, at: string): unknown {
  if (value === null || value === undefined) return undefined;
  if (schema.isStructSchema()) return parseStruct(schema, value, at);
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw wrong(at, value, 'a list');
    return value.map((item, index) => parse(schema.getValueSchema(), item, `${at}[${index}]`));
  }
  if (schema.isTimestampSchema()) return parseDate(value, at);
  if (schema.isStringSchema() && typeof value !== 'string') throw wrong(at, value, 'a string');
  if (schema.isNumericSchema() && typeof value !== 'number') throw wrong(at, value, 'a number');
  if (schema.isBooleanSchema() && typeof value !== 'boolean') throw wrong(at, value, 'true or false');
  return value;
}

function parseStruct(schema: Schema, value: unknown, at: string): unknown {
  if (typeof value !== 'object' || Array.isArray(value)) throw wrong(at, value, 'an object');
  const parsed: Record<string, unknown> = { ...value };
  for (const [name, member] of schema.structIterator()) {
    const raw = parsed[name];
    if (raw === undefined) continue;
    const result = parse(member, raw, `${at}.${name}`);
    if (result === undefined) delete parsed[name];
    else parsed[name] = result;
  }
  return parsed;
}

function parseDate(value: unknown, at: string): Date {
  const date = typeof value === 'number' ? new Date(value * 1000) : new Date(String(value));
  if (Number.isNaN(date.getTime())) throw wrong(at, value, 'a date such as 2026-01-31T12:00:00Z');
  return date;
}

function wrong(at: string, value: unknown, right: string): Error {
  return new Error(`${at} is ${JSON.stringify(value)?.slice(0, 80)}, but must be ${right}.`);
}
