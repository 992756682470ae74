import { table } from './markdown';
import type { Output, Variable } from './synthesized-stack';

/** A Markdown table of variables, by name. */
export const variablesTable = (variables: Readonly<Record<string, Variable>>): string =>
  table(
    ['variable', 'default', 'what it decides'],
    sorted(variables).map(([name, { default: value, description }]) => [
      code(name),
      value === undefined ? 'none: must be given' : code(asHcl(value)),
      description,
    ]),
  );

/** A Markdown table of outputs, by name. */
export const outputsTable = (outputs: Readonly<Record<string, Output>>): string =>
  table(
    ['output', 'what it is'],
    sorted(outputs).map(([name, { description }]) => [code(name), description]),
  );

const sorted = <T>(named: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(named).sort(([one], [other]) => (one < other ? -1 : 1));

const code = (text: string): string => `\`${text}\``;

const asHcl = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(asHcl).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const attributes = Object.entries(value).map(([name, nested]) => `${name} = ${asHcl(nested)}`);
  return attributes.length === 0 ? '{}' : `{ ${attributes.join(', ')} }`;
};
