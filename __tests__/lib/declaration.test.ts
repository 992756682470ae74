import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformFolder } from '../../testing/deployment/terraform-folder';
import { hcl, monitorStack, readStack, wholeStack } from '../../testing/synthesis/synthesis';
import { temporaryFolder } from '../../testing/temporary-folder';

const SECONDS = 1_000;
const PATH = 'aws_ec2_network_insights_path.path';

/** What the stack makes of its paths, without the resource: a plan takes a second. */
let terraform: TerraformFolder;

beforeAll(async () => {
  const { resource, locals } = readStack(wholeStack());
  const ofVariable = (text: string): string => text.replaceAll(PATH, 'var.paths');
  const alone = {
    variable: { paths: {} },
    locals: {
      paths: hcl('var.paths'),
      declared_paths: ofVariable(locals.declared_paths),
    },
    output: {
      declared: { value: ofVariable(resource.aws_lambda_function.analyzer.environment.variables.DECLARED_PATHS) },
    },
  };
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(alone));
  terraform = await TerraformFolder.initialized(folder, 'http://127.0.0.1:9');
}, 60 * SECONDS);

const pathId = (index: number): string => `nip-${index.toString(16).padStart(17, '0')}`;

/** Paths with names of one length. */
const paths = (count: number, nameLength: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      String(index).padStart(nameLength, 'n'),
      { id: pathId(index), expect: 'unreachable' },
    ]),
  );

const text = (declared: ReturnType<typeof paths>): string =>
  Object.keys(declared)
    .sort()
    .map((name) => `${name}=${declared[name]?.id}/${declared[name]?.expect}`)
    .join(',');

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');

const declaredBy = async (given: object): Promise<unknown> => (await terraform.apply({ paths: given })).declared;

it('names every path in the order of the names, with its id and its promise', async () => {
  expect(
    await declaredBy({
      web: { id: pathId(1), expect: 'reachable' },
      'a=b/c': { id: pathId(2), expect: 'unreachable' },
      Database: { id: pathId(3), expect: 'unreachable' },
    }),
  ).toBe(
    'Database=nip-00000000000000003/unreachable,a=b/c=nip-00000000000000002/unreachable,web=nip-00000000000000001/reachable',
  );
});

it('is empty without paths', async () => {
  expect(await declaredBy({})).toBe('');
});

it('is the text itself up to 2,500 bytes, and beyond that its SHA-256 and the number of paths', async () => {
  // 49 entries of 49 bytes (15 for the name, 21 for the id, 11 for the promise, and two signs), 49
  // commas, and the last entry.
  const first = paths(49, 15);
  const fits = { ...first, ['z'.repeat(16)]: { id: pathId(99), expect: 'unreachable' } };
  expect(text(fits)).toHaveLength(2_500);
  expect(await declaredBy(fits)).toBe(text(fits));
  const tooLong = { ...first, ['z'.repeat(17)]: { id: pathId(99), expect: 'unreachable' } };
  expect(text(tooLong)).toHaveLength(2_501);
  expect(await declaredBy(tooLong)).toBe(`sha256:${sha256(text(tooLong))}:50`);
});

it('is there for users of the construct too, whose paths are literal', () => {
  const { resource, locals } = monitorStack();
  expect(resource.aws_lambda_function.analyzer.environment.variables.DECLARED_PATHS).toContain('local.declared_paths');
  expect(locals.declared_paths).toBe(
    hcl(`join(",", [for name, path in ${PATH} : format("%s=%s/%s", name, path.id, local.paths[name].expect)])`),
  );
});
