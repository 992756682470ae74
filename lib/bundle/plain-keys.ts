// The AWS SDK writes the schemas of a service as `{ [_xN]: _aT }`, where `_xN` is a constant
// string. A bundler must keep such an object even if it is unused, because the conversion of a
// computed key to a string may run code. It may drop `{ "xmlName": _aT }`.

/** Where the AWS SDK's clients keep the schemas of requests and responses. */
const SCHEMAS = /(?:^|\/)(@aws-sdk\/client-[^/]+)\/dist-es\/schemas\/[^/]+\.js$/;
const CLIENT = /(?:^|\/)(@aws-sdk\/client-[^/]+)\//;

const EACH_FILE = /^(?=\/\/ \S+$)/m;
const PATH = /^\/\/ (\S+)$/m;
const CONSTANT = /^var ([\w$]+) = ("(?:[^"\\]|\\.)*");$/gm;
const COMPUTED_KEY = /([{,]\s*)\[([\w$]+)\]:/g;

/**
 * Replaces the computed keys in the AWS SDK's schemas by literal ones, so that the bundler can
 * remove the schemas of unused operations.
 *
 * @param program the output of esbuild without minification: each file's code below a comment with
 *   its path
 * @param sources the paths of all files in the program, with slashes
 * @throws Error where a client's schemas are not written as expected: all of them would stay,
 *   unnoticed
 */
export function plainKeys(program: string, sources: readonly string[]): string {
  const rewritten = new Set<string>();
  const result = program.split(EACH_FILE).map((code) => {
    const path = PATH.exec(code)?.[1] ?? '';
    const client = SCHEMAS.exec(path)?.[1];
    if (client === undefined) return code;
    const plain = writeOutKeys(code, path);
    if (plain !== code) rewritten.add(client);
    return plain;
  });
  for (const client of new Set(sources.flatMap((path) => CLIENT.exec(path)?.[1] ?? []))) {
    if (!rewritten.has(client)) throw new Error(unknownShape(client, 'no such keys were found there'));
  }
  return result.join('');
}

function writeOutKeys(code: string, path: string): string {
  const constants = new Map([...code.matchAll(CONSTANT)].map(([, name, value]) => [name, value]));
  return code.replace(COMPUTED_KEY, (_, before: string, name: string) => {
    const value = constants.get(name);
    if (value === undefined) throw new Error(unknownShape(path, `\`${name}\` is not a constant string`));
    return `${before}${value}:`;
  });
}

const unknownShape = (where: string, what: string) =>
  `The Lambda's bundle relies on ${where} having its schemas in dist-es/schemas/, with constant strings as computed keys, and ${what}. ` +
  'Pin the package to the version in package-lock.json, or teach lib/bundle/plain-keys.ts its new form.';
