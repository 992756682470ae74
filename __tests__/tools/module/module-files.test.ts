import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATHS_SHAPE } from '../../../lib/settings/network-path';
import { readStack, wholeStack } from '../../../testing/synthesis/synthesis';
import { type Files, filesIn } from '../../../tools/files';
import { moduleFiles } from '../../../tools/module/module-files';

const ZIP = 'assets/reachability-analyzer/bundle/analyzer.zip';

const files: Files = moduleFiles();
const text = (name: string): string => Buffer.from(files[name] ?? []).toString();
const json = (name: string) => JSON.parse(text(name));

const folder = wholeStack();
const stack = readStack(folder);

it('holds a module, the code of its function, a README and the license', () => {
  expect(Object.keys(files).sort()).toEqual([
    'LICENSE',
    'README.md',
    ZIP,
    'main.tf.json',
    'outputs.tf.json',
    'variables.tf.json',
    'versions.tf.json',
  ]);
  expect(text('LICENSE')).toBe(readFileSync(join(__dirname, '..', '..', '..', 'LICENSE'), 'utf8'));
});

it('has the zip of the stack where the function expects it', () => {
  expect(json('main.tf.json').resource.aws_lambda_function.analyzer.filename).toBe(`\${path.module}/${ZIP}`);
  expect(Buffer.from(files[ZIP] ?? [])).toEqual(filesIn(folder)[ZIP]);
});

it('has every resource, variable and output of the stack, without provider, backend and Region', () => {
  const types = (resource: object) =>
    Object.entries(resource).map(([type, named]) => [type, Object.keys(named as object)]);
  expect(types(json('main.tf.json').resource)).toEqual(types(stack.resource));
  expect(Object.keys(json('variables.tf.json').variable)).toEqual(
    Object.keys(stack.variable).filter((name) => name !== 'aws_region'),
  );
  expect(json('outputs.tf.json').output).toEqual(stack.output);
  expect(Object.keys(json('versions.tf.json').terraform).sort()).toEqual(['required_providers', 'required_version']);
  for (const name of Object.keys(files).filter((name) => name.endsWith('.json'))) {
    expect(json(name)).not.toHaveProperty('provider');
    expect(text(name)).not.toContain('"//"');
  }
});

it('names every variable and output in its README, with default and description', () => {
  for (const [name, { description }] of Object.entries<{ description: string }>(json('variables.tf.json').variable)) {
    expect(text('README.md')).toMatch(new RegExp(`^\\| \`${name}\` \\| \`.+\` \\| `, 'm'));
    expect(text('README.md')).toContain(` | ${description.replaceAll('|', '\\|')} |`);
  }
  for (const [name, { description }] of Object.entries<{ description: string }>(json('outputs.tf.json').output))
    expect(text('README.md')).toContain(`| \`${name}\` | ${description} |`);
  expect(text('README.md')).toContain(PATHS_SHAPE);
  expect(text('README.md')).not.toContain('aws_region');
});

it('says in its README which Terraform and which provider it needs, as versions.tf.json has them', () => {
  const { required_version, required_providers } = json('versions.tf.json').terraform;
  expect(text('README.md')).toContain(
    `It needs Terraform \`${required_version}\`, the provider \`hashicorp/aws\` \`${required_providers.aws.version}\`, and`,
  );
});

it('has no link in its README to a file that the module does not hold', () => {
  const targets = [...text('README.md').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => String(target));
  expect(targets.filter((target) => !target.startsWith('https://') && !(target in files))).toEqual([]);
});

it('prints no object, and nothing that is not there, into its README', () => {
  expect(text('README.md')).not.toMatch(/\[object |\bundefined\b/);
});

it('is the same, byte for byte, each time', () => {
  expect(moduleFiles()).toEqual(files);
});
