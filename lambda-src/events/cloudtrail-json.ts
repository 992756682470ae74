/** Readers of JSON whose shape AWS does not guarantee. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** More nesting than any AWS request has: a bound for malformed or hostile records. */
export const MOST_NESTING = 12;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The text, or a number as text. Undefined for anything else and for empty text. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

/** The integer, also if it is written as text. */
export function asInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,10}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

/** The boolean, also if it is written as text or as EC2's `{"value":…}`. */
export function asBoolean(value: unknown): boolean | undefined {
  const given = isObject(value) ? value.value : value;
  if (given === true || given === 'true') return true;
  return given === false || given === 'false' ? false : undefined;
}

/**
 * A list in any of CloudTrail's forms: `{"items":[…]}`, `{"items":{…}}`, an array, a single object,
 * or `{}` for an empty list.
 */
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

/** The objects in a list of any of these forms. */
export function asList(value: unknown): readonly JsonObject[] {
  return asItems(value).filter(isObject);
}

/**
 * The member in either of CloudTrail's spellings, such as `GroupId` and `groupId`.
 *
 * @param name starts with a capital
 */
export function member(object: JsonObject, name: string): unknown {
  const camel = name.charAt(0).toLowerCase() + name.slice(1);
  return Object.hasOwn(object, camel) ? object[camel] : Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The names of the parameters that the caller gave. Records show the others as null or `{}`. */
export function givenNames(object: JsonObject): readonly string[] {
  const isEmpty = (value: unknown) => value === null || (isObject(value) && Object.keys(value).length === 0);
  return Object.keys(object).filter((name) => !isEmpty(object[name]));
}

/** Every value of a member with the name, in either spelling, at any depth. */
export function membersNamed(value: unknown, name: string, depth = 0): readonly unknown[] {
  if (typeof value !== 'object' || value === null || depth > MOST_NESTING) return [];
  const own = isObject(value) ? [member(value, name)].filter((found) => found !== undefined) : [];
  return [...own, ...Object.values(value).flatMap((child) => membersNamed(child, name, depth + 1))];
}
