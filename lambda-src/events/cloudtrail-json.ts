/** Reading JSON whose shape nobody promises. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** Deeper nesting than any AWS request has; a bound for records that are not what they seem. */
export const MOST_NESTING = 12;

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
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

/** The truth value, also where it is written as text or as EC2's `{"value":…}`. */
export function asBoolean(value: unknown): boolean | undefined {
  const given = isObject(value) ? value.value : value;
  if (given === true || given === 'true') return true;
  return given === false || given === 'false' ? false : undefined;
}

/** A list in any of the forms CloudTrail writes one: `{"items":[…]}`, `{"items":{…}}`, an array, a lone object, `{}` for none. */
export function asItems(value: unknown): readonly unknown[] {
  let list = value;
  for (let depth = 0; depth < MOST_NESTING; depth++) {
    if (Array.isArray(list)) return list;
    if (!isObject(list)) return list === undefined || list === null ? [] : [list];
    if ('items' in list) list = list.items;
    else if ('item' in list) list = list.item;
    else return Object.keys(list).length === 0 ? [] : [list];
  }
  return [list];
}

/** The objects of such a list. */
export function asList(value: unknown): readonly JsonObject[] {
  return asItems(value).filter(isObject);
}

/** The member called `name`, which starts with a capital, in either of the spellings that CloudTrail has: `GroupId`, `groupId`. */
export function member(object: JsonObject, name: string): unknown {
  const camel = name.charAt(0).toLowerCase() + name.slice(1);
  return Object.hasOwn(object, camel) ? object[camel] : Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The names of the members that hold something: records show parameters that were not given as null or `{}`. */
export function givenNames(object: JsonObject): readonly string[] {
  const isEmpty = (value: unknown) => value === null || (isObject(value) && Object.keys(value).length === 0);
  return Object.keys(object).filter((name) => !isEmpty(object[name]));
}

/** Every value under `name`, in either spelling, at any depth. */
export function membersNamed(value: unknown, name: string, depth = 0): readonly unknown[] {
  if (typeof value !== 'object' || value === null || depth > MOST_NESTING) return [];
  const own = isObject(value) ? [member(value, name)].filter((found) => found !== undefined) : [];
  return [...own, ...Object.values(value).flatMap((child) => membersNamed(child, name, depth + 1))];
}
