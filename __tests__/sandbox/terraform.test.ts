import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { terraform, terraformEnvironment } from '../../sandbox/terraform';
import { temporaryFolder } from '../support/temporary-folder';

const PROVIDER = join('registry.terraform.io', 'hashicorp', 'aws');

const unpackedMirror = (folder = temporaryFolder()): string => {
  mkdirSync(join(folder, PROVIDER, '5.100.0', 'linux_amd64'), { recursive: true });
  return folder;
};

const packedMirror = (): string => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, PROVIDER), { recursive: true });
  writeFileSync(join(folder, PROVIDER, 'terraform-provider-aws_5.100.0_linux_amd64.zip'), '');
  return folder;
};

const configuration = (environment: NodeJS.ProcessEnv): string =>
  readFileSync(environment.TF_CLI_CONFIG_FILE ?? '', 'utf8');

describe('terraformEnvironment', () => {
  it('leaves a configuration file that exists alone, whatever mirror there is', () => {
    const file = join(temporaryFolder(), 'terraform.rc');
    writeFileSync(file, '');
    const environment = { TF_CLI_CONFIG_FILE: file, TF_PLUGIN_MIRROR: unpackedMirror() };
    expect(terraformEnvironment(environment)).toEqual(environment);
  });

  it.each([
    ['unpacked', unpackedMirror],
    ['packed', packedMirror],
  ])('takes the provider from the %s mirror that TF_PLUGIN_MIRROR names, and nothing else', (_, mirror) => {
    const named = mirror();
    const text = configuration(terraformEnvironment({ TF_CLI_CONFIG_FILE: '/missing', TF_PLUGIN_MIRROR: named }));
    expect(text).toContain(`path    = ${JSON.stringify(named)}`);
    expect(text).toContain('include = ["registry.terraform.io/hashicorp/aws"]');
    expect(text).toContain('exclude = ["registry.terraform.io/hashicorp/aws"]');
  });

  it('says so where TF_PLUGIN_MIRROR names a folder without the provider', () => {
    const empty = temporaryFolder();
    expect(() => terraformEnvironment({ TF_PLUGIN_MIRROR: empty })).toThrow(
      `TF_PLUGIN_MIRROR names ${empty}, where there is no registry.terraform.io/hashicorp/aws`,
    );
  });

  it("leaves Terraform's own mirror folders to Terraform, and ignores a configuration file that is missing", () => {
    const data = temporaryFolder();
    unpackedMirror(join(data, 'terraform', 'plugins'));
    const environment = { XDG_DATA_HOME: data, TF_CLI_CONFIG_FILE: '/missing', HOME: temporaryFolder() };
    const { TF_CLI_CONFIG_FILE: _, ...rest } = environment;
    expect(terraformEnvironment(environment)).toEqual(rest);
  });
});

describe('terraform', () => {
  /** The environment with a `terraform` that does what `script` says. */
  const withTerraform = (script: string): NodeJS.ProcessEnv => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'terraform'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'terraform'), 0o755);
    return { PATH: [folder, process.env.PATH].join(delimiter) };
  };

  it('returns what Terraform writes, and tells each line as it comes', async () => {
    const lines: string[] = [];
    const env = withTerraform('echo "$@"; echo done');
    const onLine = (line: string) => lines.push(line);
    await expect(terraform(['apply', '-input=false'], { cwd: temporaryFolder(), env, onLine })).resolves.toBe(
      'apply -input=false\ndone',
    );
    expect(lines).toEqual(['apply -input=false', 'done']);
  });

  it('fails with the exit code and what Terraform says', async () => {
    const env = withTerraform('echo changes; echo wrong >&2; exit 2');
    await expect(terraform(['plan'], { cwd: temporaryFolder(), env })).rejects.toMatchObject({
      name: 'TerraformError',
      code: 2,
      stdout: 'changes',
      stderr: 'wrong\n',
      message: expect.stringContaining('terraform plan ended with exit code 2'),
    });
  });

  it('says that Terraform is missing', async () => {
    const env = { PATH: temporaryFolder() };
    await expect(terraform(['init'], { cwd: temporaryFolder(), env })).rejects.toThrow(
      'Terraform is missing: install Terraform 1.5 or later and put it on the PATH',
    );
  });

  it('says that the provider is missing, and why', async () => {
    const why = 'Could not retrieve the list of available versions for provider hashicorp/aws: no such host';
    const env = withTerraform(
      `echo "Error: Failed to query available provider packages" >&2; echo "${why}" >&2; exit 1`,
    );
    const refused = terraform(['init'], { cwd: temporaryFolder(), env });
    await expect(refused).rejects.toThrow('The Terraform provider registry.terraform.io/hashicorp/aws is missing');
    await expect(refused).rejects.toThrow(why);
  });
});
