import { outputsTable, variablesTable } from '../../tools/tables';

it('lists variables by name with their defaults in the language of Terraform', () => {
  const table = variablesTable({
    zone: { type: 'string', description: 'Where.' },
    name: { type: 'string', description: '"a" | "b".', default: 'a' },
    retry: { type: 'object({})', description: 'How often.', default: { attempts: 8, unit: 's' } },
    none: { type: 'string', description: 'Nothing.', default: null },
    empty: { type: 'map(string)', description: 'Tags.', default: {} },
    list: { type: 'list(string)', description: 'Names.', default: ['a', 'b'] },
  });
  expect(table).toBe(`| variable | default | what it decides |
| --- | --- | --- |
| \`empty\` | \`{}\` | Tags. |
| \`list\` | \`["a", "b"]\` | Names. |
| \`name\` | \`"a"\` | "a" \\| "b". |
| \`none\` | \`null\` | Nothing. |
| \`retry\` | \`{ attempts = 8, unit = "s" }\` | How often. |
| \`zone\` | none: must be given | Where. |`);
});

it('lists outputs by name', () => {
  expect(outputsTable({ b: { description: 'Second.' }, a: { description: 'First.' } })).toBe(`| output | what it is |
| --- | --- |
| \`a\` | First. |
| \`b\` | Second. |`);
});
