/** Reading JSON whose shape nobody promises. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The text, or the number as text; undefined for anything else and for empty text. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

/** The whole number, also where it is written as text. */
export function asInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,10}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

/** A list in any of the forms CloudTrail writes one: `{"items":[…]}`, `{"items":{…}}`, an array, a lone object, `{}` for none. */
export function asList(value: unknown): readonly JsonObject[] {
  if (Array.isArray(value)) return value.filter(isObject);
  if (!isObject(value)) return [];
  if ('items' in value) return asList(value.items);
  if ('item' in value) return asList(value.item);
  return Object.keys(value).length === 0 ? [] : [value];
}
