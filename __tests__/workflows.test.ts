import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT = join(__dirname, '..');
const WORKFLOWS = ['.github/workflows/ci.yml', '.github/workflows/release.yml', 'examples/github-actions/plan.yml'];

describe.each(WORKFLOWS)('%s', (name) => {
  const workflow = readFileSync(join(PROJECT, name), 'utf8');

  it('pins every action to a commit, and says of which version', () => {
    const used = [...workflow.matchAll(/\buses: (.*)$/gm)].map(([, action]) => action);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('pins Terraform and the runner', () => {
    for (const [, version] of workflow.matchAll(/terraform_version: (.*)$/gm))
      expect(version).toMatch(/^(\d+\.\d+\.\d+|\$\{\{ matrix\.terraform \}\})$/);
    for (const [, runner] of workflow.matchAll(/runs-on: (.*)$/gm)) expect(runner).toMatch(/^ubuntu-\d+\.\d+$/);
  });

  it('has no secret, and may only read unless it says why', () => {
    expect(workflow).not.toMatch(/\bsecrets\b|AKIA|aws-access-key-id/);
    expect(workflow).toMatch(/^permissions:\n {2}contents: read\n\n/m);
    for (const [line] of workflow.matchAll(/^.*: write\b.*$/gm)) expect(line).toMatch(/ # \w+/);
  });

  it('puts no value of an event into a script', () => {
    const scripts = [...workflow.matchAll(/^( *)(?:- )?run: ?(.*(?:\n\1 +.*)*)/gm)].map(([, , script]) => script);
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script?.split(/^ *env:/m)[0]).not.toContain('${{ github.');
  });
});
