import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT = join(__dirname, '..', '..');
const read = (name: string): string => readFileSync(join(PROJECT, name), 'utf8');
const mise = read('mise.toml');
const ci = read('.github/workflows/ci.yml');

/** Every match of the only group of `pattern`, each once. */
const found = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, value]) => String(value))),
];

const [node = ''] = found(mise, /^node = "(.*)"$/gm);
const [terraform = ''] = found(mise, /^terraform = "(.*)"$/gm);

describe('the tools of a fresh machine', () => {
  it('are named in mise.toml, Terraform by its whole version', () => {
    expect(node).toMatch(/^\d+$/);
    expect(terraform).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('are the same in the dev container', () => {
    const { image, features } = JSON.parse(read('.devcontainer/devcontainer.json'));
    expect(image).toBe(`mcr.microsoft.com/devcontainers/typescript-node:${node}-bookworm`);
    expect(features['ghcr.io/devcontainers/features/terraform:1'].version).toBe(terraform);
  });

  it.each(['.github/workflows/release.yml', 'examples/github-actions/plan.yml'])('are the same in %s', (workflow) => {
    expect(found(read(workflow), /node-version: '(.*)'/g)).toEqual([node]);
    expect(found(read(workflow), /terraform_version: (.*)/g)).toEqual([terraform]);
  });

  it('are one of the pairs that CI tests', () => {
    expect(found(ci, /node-version: '(.*)'/g)).toEqual([node]);
    expect(ci).toContain(`- { node: '${node}', terraform: ${terraform} }`);
  });
});

describe('the oldest versions that the project supports', () => {
  const [, oldestNode, oldestTerraform] = /- \{ node: '([\d.]+)', terraform: ([\d.]+) \}/.exec(ci) ?? [];

  it('are the first pair that CI tests, as package.json and the documentation name them', () => {
    const { engines } = JSON.parse(read('package.json'));
    expect(engines.node).toBe(`>=${oldestNode}.0`);
    for (const page of ['README.md', 'docs/reference.md', 'CONTRIBUTING.md']) {
      expect(found(read(page), /\[Node\.js\]\(\S+\) (\d+\.\d+) or later/g)).toEqual([oldestNode]);
      expect(found(read(page), /\[Terraform\]\(\S+\)\s(\d+\.\d+) or later/g)).toEqual([
        oldestTerraform?.replace(/\.\d+$/, ''),
      ]);
    }
  });
});
