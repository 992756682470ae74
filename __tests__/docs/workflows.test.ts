import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../testing/temporary-folder';

const PROJECT = join(__dirname, '..', '..');
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

describe('the comment of examples/github-actions/plan.yml', () => {
  const workflow = readFileSync(join(PROJECT, 'examples/github-actions/plan.yml'), 'utf8');

  /** The lines of a literal block of YAML, by the line that begins it. */
  const block = (head: string): string => {
    const [, indent = '', text = ''] =
      new RegExp(`^( *)${head} \\|\\n((?:\\1 +.*\\n|\\n)+)`, 'm').exec(
        workflow.slice(workflow.indexOf('name: Post the plan')),
      ) ?? [];
    return text.replaceAll(new RegExp(`^${indent}  `, 'gm'), '');
  };

  /** The comment that is posted for a plan as Terraform shows it. */
  const comment = (planText: string, resourceChanges?: readonly object[]): string => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'plan.txt'), planText);
    if (resourceChanges)
      writeFileSync(join(folder, 'plan.json'), JSON.stringify({ resource_changes: resourceChanges }));
    writeFileSync(join(folder, 'gh'), '#!/bin/sh\necho "$@" > gh.txt\n', { mode: 0o755 });
    execFileSync('bash', ['-eo', 'pipefail', '-c', block('run:')], {
      cwd: folder,
      stdio: 'pipe',
      env: {
        PATH: `${folder}:${process.env.PATH}`,
        PROMISES: block('PROMISES:'),
        HEAD_SHA: 'abc123',
        NUMBER: '7',
        RUN_URL: 'https://github.com/o/r/actions/runs/1',
      },
    });
    expect(readFileSync(join(folder, 'gh.txt'), 'utf8')).toContain('pr comment 7 --body-file comment.md --edit-last');
    return readFileSync(join(folder, 'comment.md'), 'utf8');
  };

  // https://developer.hashicorp.com/terraform/internals/json-format#change-representation
  const path = (index: string, actions: readonly string[], before: object | null, after: object | null) => ({
    address: `aws_ec2_network_insights_path.path["${index}"]`,
    type: 'aws_ec2_network_insights_path',
    index,
    change: { actions, before, after },
  });
  const toInternet = (Expect: string, destination_port: number) => ({
    source: 'i-1',
    destination: 'igw-1',
    protocol: 'tcp',
    destination_port,
    tags: { Expect },
  });
  const SUMMARY = 'Plan: 1 to add, 1 to change, 2 to destroy.';

  it('begins with what becomes of each promise, the changed ones first, and has the plan below', () => {
    const text = comment(
      `aws_iam_role.analyzer: Refreshing state... [id=x]\n\n  # aws_x.y will be updated\n      ~ Expect = "reachable"\n${SUMMARY}\n`,
      [
        path('kept', ['no-op'], toInternet('reachable', 443), toInternet('reachable', 443)),
        path('moved', ['delete', 'create'], toInternet('reachable', 80), toInternet('reachable', 443)),
        path('turned', ['update'], toInternet('reachable', 443), toInternet('unreachable', 443)),
        path('gone', ['delete'], toInternet('reachable', 443), null),
        path('to-address', ['create'], null, {
          source: 'i-1',
          protocol: 'udp',
          destination_port: 0,
          tags: { Expect: 'reachable' },
          filter_at_source: [
            { destination_address: '198.51.100.20', destination_port_range: [{ from_port: 53, to_port: 53 }] },
          ],
        }),
        { address: 'aws_iam_role.analyzer', type: 'aws_iam_role', change: { actions: ['no-op'] } },
      ],
    );
    expect(text.split('\n').slice(0, 12)).toEqual([
      '### Network promises at abc123',
      '',
      '| promise | today | after this change | |',
      '|---|---|---|---|',
      '| gone | **reachable** i-1 → igw-1 tcp/443 | – | no longer watched |',
      '| moved | **reachable** i-1 → igw-1 tcp/80 | **reachable** i-1 → igw-1 tcp/443 | changed; its record begins anew |',
      '| to-address | – | **reachable** i-1 → 198.51.100.20 udp/53 | new |',
      '| turned | **reachable** i-1 → igw-1 tcp/443 | **unreachable** i-1 → igw-1 tcp/443 | changed |',
      '| kept | **reachable** i-1 → igw-1 tcp/443 | **reachable** i-1 → igw-1 tcp/443 | unchanged |',
      '',
      SUMMARY,
      '',
    ]);
    expect(text).toContain('<details><summary>Output of terraform plan</summary>\n\n````diff\n');
    expect(text).toContain('\n!       Expect = "reachable"\n');
    expect(text).not.toContain('Refreshing state');
    expect(text.endsWith('\n````\n\n</details>\n')).toBe(true);
  });

  it('cuts what is too long for a comment, says so, and keeps the summary', () => {
    const long = Array.from({ length: 5_000 }, (_, n) => `      + argument_${n} = (known after apply)`).join('\n');
    const paths = Array.from({ length: 400 }, (_, n) =>
      path(`path-${n}`, ['create'], null, toInternet('reachable', 443)),
    );
    const text = comment(`${long}\n${SUMMARY}\n`, paths);
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain(`\n${SUMMARY}\n`);
    expect(text).toMatch(/\nCut here: \d+ more lines of the promises are in \[the log\]\(https:\S+\)\.\n/);
    expect(text).toMatch(/\n````\n\nCut here: \d+ more lines of the plan are in \[the log\]\(https:\S+\)\.\n/);
    expect(text.endsWith('\n</details>\n')).toBe(true);
  });

  it('shows the error where Terraform made no plan', () => {
    const text = comment('╷\n│ Error: Invalid value for variable\n');
    expect(text).toContain('Terraform made no plan');
    expect(text).toContain('│ Error: Invalid value for variable');
  });
});
