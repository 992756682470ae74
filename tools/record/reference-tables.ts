import type { StackJson } from '../synthesized-stack';
import { outputsTable, variablesTable } from '../tables';

/**
 * The Markdown text with the tables of the current stack, each between its two markers.
 *
 * @throws Error where a marker is missing
 */
export const withTables = (markdown: string, { variable, output }: StackJson): string =>
  [['variables', variablesTable(variable)] as const, ['outputs', outputsTable(output)] as const].reduce(
    (text, [name, table]) => between(text, name, table),
    markdown,
  );

const between = (text: string, name: string, table: string): string => {
  const begin = `<!-- ${name}: written by "npm run record" -->\n`;
  const end = `\n<!-- end of ${name} -->`;
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from)
    throw new Error(`the text has no place for the ${name}: put ${begin.trim()} and ${end.trim()} there`);
  return text.slice(0, from + begin.length) + table + text.slice(to);
};
