import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTables } from '../../../tools/record/reference-tables';
import { type StackJson, synthesizedStack } from '../../../tools/synthesized-stack';

const { stack } = synthesizedStack();

it('docs/reference.md has the tables of the stack as it is; if not, "npm run record" writes them', () => {
  const reference = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'reference.md'), 'utf8');
  expect(reference).toBe(withTables(reference, stack));
});

it('writes between the markers and nowhere else', () => {
  const small: StackJson = {
    terraform: {},
    resource: {},
    variable: { name: { type: 'string', description: 'The name.', default: 'a' } },
    output: { arn: { description: 'The ARN.' } },
  };
  const text = (variables: string, outputs: string) => `one
<!-- variables: written by "npm run record" -->
${variables}
<!-- end of variables -->
two
<!-- outputs: written by "npm run record" -->
${outputs}
<!-- end of outputs -->
three`;
  expect(withTables(text('old', 'old'), small)).toBe(
    text(
      '| variable | default | what it decides |\n| --- | --- | --- |\n| `name` | `"a"` | The name. |',
      '| output | what it is |\n| --- | --- |\n| `arn` | The ARN. |',
    ),
  );
  expect(() => withTables('no markers', small)).toThrow('the text has no place for the variables');
});
