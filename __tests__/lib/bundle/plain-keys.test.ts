import { plainKeys } from '../../../lib/bundle/plain-keys';

const SCHEMAS = '../node_modules/@aws-sdk/client-ec2/dist-es/schemas/schemas_0.js';
const CLIENT = 'node_modules/@aws-sdk/client-ec2/dist-es/EC2Client.js';

const program = (schemas: string, path = SCHEMAS) =>
  `// ${path}\n${schemas}\n// own.ts\nvar k = "key";\nlog({ [k]: 1 });\n`;

describe('plainKeys', () => {
  it('writes out the constant keys of schemas and leaves all other code as it is', () => {
    const schemas = (keys: [string, string]) => `var x = "xmlName";
var q = "a \\"quoted\\" name";
var Shape = [3, [[1, { ${keys[0]}: x, ${keys[1]}: \`Min\` }], [() => Other, { ${keys[0]}: q }]]];`;
    const before = program(schemas(['[x]', '[q]']));
    expect(plainKeys(before, [CLIENT])).toBe(program(schemas(['"xmlName"', '"a \\"quoted\\" name"'])));
  });

  it('leaves a program without the AWS SDK as it is', () => {
    const own = 'var k = "key";\nlog({ [k]: 1 });\n';
    expect(plainKeys(own, ['own.ts'])).toBe(own);
  });

  it.each([
    ['have moved', program('var x = "xmlName";\nvar Shape = [{ [x]: 1 }];', SCHEMAS.replace('schemas/', 'tables/'))],
    ['have no computed keys', program('var Shape = [{ "xmlName": 1 }];')],
  ])('refuses a client whose schemas %s', (_, moved) => {
    expect(() => plainKeys(moved, [CLIENT])).toThrow(
      /@aws-sdk\/client-ec2 .* no such keys were found there.*plain-keys\.ts/,
    );
  });

  it('refuses a key that is not a constant string', () => {
    expect(() => plainKeys(program('var x = name();\nvar Shape = [{ [x]: 1 }];'), [CLIENT])).toThrow(
      /client-ec2\/dist-es\/schemas\/schemas_0\.js .* `x` is not a constant string/,
    );
  });
});
