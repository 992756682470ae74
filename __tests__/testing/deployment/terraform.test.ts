import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { MissingPrerequisite } from '../../../command/exit-codes';
import { checkTerraform, terraform, terraformEnvironment } from '../../../testing/deployment/terraform';
import { temporaryFolder } from '../../../testing/temporary-folder';

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
  it('keeps a configuration file that exists, whatever mirror there is', () => {
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

  it('refuses a TF_PLUGIN_MIRROR that names a folder without the provider', () => {
    const empty = temporaryFolder();
    expect(() => terraformEnvironment({ TF_PLUGIN_MIRROR: empty })).toThrow(
      `TF_PLUGIN_MIRROR names ${empty}, which does not hold registry.terraform.io/hashicorp/aws`,
    );
  });

  it("takes OpenTofu's provider from a mirror that holds it, and leaves Terraform's to its registry", () => {
    const mirror = temporaryFolder();
    mkdirSync(join(mirror, 'registry.opentofu.org', 'hashicorp', 'aws', '5.100.0', 'linux_amd64'), { recursive: true });
    const text = configuration(terraformEnvironment({ TF_PLUGIN_MIRROR: mirror }));
    expect(text).toContain('include = ["registry.opentofu.org/hashicorp/aws"]');
    expect(text).toContain('exclude = ["registry.opentofu.org/hashicorp/aws"]');
  });

  it('writes the same file for the same mirror, and none into the temporary folder', () => {
    const environment = { TF_PLUGIN_MIRROR: unpackedMirror() };
    const before = readdirSync(tmpdir());
    const files = [1, 2].map(() => terraformEnvironment(environment).TF_CLI_CONFIG_FILE);
    expect(files[0]).toBe(files[1]);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('terraform-mirror-'))).toEqual(
      before.filter((name) => name.startsWith('terraform-mirror-')),
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

/** The environment with a program, by default `terraform`, that runs `script`. */
const withTerraform = (script: string, name = 'terraform'): NodeJS.ProcessEnv => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
  return { PATH: [folder, process.env.PATH].join(delimiter) };
};

const NO_PROGRAMS = { PATH: temporaryFolder() };

describe('terraform', () => {
  it('returns what Terraform writes, and reports each line at once', async () => {
    const lines: string[] = [];
    const env = withTerraform('echo "$@"; echo done');
    const onLine = (line: string) => lines.push(line);
    await expect(terraform(['apply', '-input=false'], { cwd: temporaryFolder(), env, onLine })).resolves.toBe(
      'apply -input=false\ndone',
    );
    expect(lines).toEqual(['apply -input=false', 'done']);
  });

  it('fails with the exit code and the output of Terraform', async () => {
    const env = withTerraform('echo changes; echo wrong >&2; exit 2');
    await expect(terraform(['plan'], { cwd: temporaryFolder(), env })).rejects.toMatchObject({
      name: 'TerraformError',
      code: 2,
      stdout: 'changes',
      stderr: 'wrong\n',
      message: expect.stringContaining('terraform plan ended with exit code 2'),
    });
  });

  it('runs the program that TERRAFORM_BINARY_NAME names', async () => {
    const env = { ...withTerraform('echo tofu', 'tofu'), TERRAFORM_BINARY_NAME: 'tofu' };
    await expect(terraform(['init'], { cwd: temporaryFolder(), env })).resolves.toBe('tofu');
  });

  it.each([
    ['Terraform', {}, 'Terraform is missing: install Terraform 1.5 or later and put it on the PATH, or'],
    [
      'OpenTofu',
      { TERRAFORM_BINARY_NAME: 'tofu' },
      'TERRAFORM_BINARY_NAME names tofu, which is not installed: install it',
    ],
  ])('reports that %s is missing', async (_, named, reason) => {
    const missing = terraform(['init'], { cwd: temporaryFolder(), env: { ...NO_PROGRAMS, ...named } });
    await expect(missing).rejects.toThrow(reason);
    await expect(missing).rejects.toBeInstanceOf(MissingPrerequisite);
  });

  it('reports in one line that the provider is missing, and why', async () => {
    // As Terraform 1.11 writes it, with its box.
    const said = [
      '╷',
      '│ Error: Failed to query available provider packages',
      '│ ',
      '│ Could not retrieve the list of available versions for provider',
      '│ hashicorp/aws: could not connect to registry.terraform.io: no such host',
      '╵',
    ];
    const env = withTerraform(`cat >&2 <<'EOT'\n${said.join('\n')}\nEOT\nexit 1`);
    const refused = terraform(['init'], { cwd: temporaryFolder(), env });
    await expect(refused).rejects.toBeInstanceOf(MissingPrerequisite);
    await expect(refused).rejects.toThrow(
      /^The Terraform provider registry\.terraform\.io\/hashicorp\/aws is missing: .* TF_PLUGIN_MIRROR \(Could not retrieve the list of available versions for provider hashicorp\/aws: could not connect to registry\.terraform\.io: no such host\)$/,
    );
  });
});

describe('checkTerraform', () => {
  // The shape is Terraform's, https://developer.hashicorp.com/terraform/cli/commands/version, and OpenTofu's,
  // https://opentofu.org/docs/cli/commands/version/, under the same key.
  const withVersion = (version: string) =>
    withTerraform(`echo '{"terraform_version":"${version}","platform":"linux_amd64"}'`);

  it.each(['1.5.0', '1.5.7', '1.11.4', '1.12.0-beta1', '2.0.0'])('accepts %s', async (version) => {
    await expect(checkTerraform(withVersion(version))).resolves.toBeUndefined();
  });

  it.each(['0.15.5', '1.3.9', '1.4.7'])('refuses %s, and reports what is needed', async (version) => {
    const refused = checkTerraform(withVersion(version));
    await expect(refused).rejects.toBeInstanceOf(MissingPrerequisite);
    await expect(refused).rejects.toThrow(`terraform is version ${version}: put Terraform 1.5 or later on the PATH`);
  });

  it.each([
    ['writes something else', 'echo Terraform v0.11'],
    ['fails, as a version manager without a version does', 'exit 1'],
  ])('refuses a program that %s', async (_, script) => {
    await expect(checkTerraform(withTerraform(script))).rejects.toThrow('"terraform version -json" names no version');
  });

  it('refuses a PATH without Terraform', async () => {
    await expect(checkTerraform(NO_PROGRAMS)).rejects.toThrow('Terraform is missing');
  });
});
