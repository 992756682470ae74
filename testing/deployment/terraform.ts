import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { MissingPrerequisite } from '../../command/exit-codes';
import { mirrorConfiguration } from './mirror-configuration';

export interface TerraformOptions {
  /** The folder with the configuration. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Gets each line that Terraform writes to standard output, at once. */
  readonly onLine?: (line: string) => void;
  /** Starts the process, with pipes for its output. @default a child in this process's own group */
  readonly start?: Start;
}

/** Starts a program whose standard output and error the caller reads. */
export type Start = (command: string, args: readonly string[], options: StartOptions) => ChildProcess;

export interface StartOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The oldest Terraform that the stack accepts, by major and minor version. */
const OLDEST_TERRAFORM = [1, 5] as const;

/** The providers that `hashicorp/aws` means for Terraform and for OpenTofu. */
const PROVIDERS = ['registry.terraform.io/hashicorp/aws', 'registry.opentofu.org/hashicorp/aws'] as const;

/**
 * The program to run. By CDKTF's own convention, `TERRAFORM_BINARY_NAME` names it, such as `tofu`.
 */
const terraformBinary = ({ TERRAFORM_BINARY_NAME }: NodeJS.ProcessEnv): string => TERRAFORM_BINARY_NAME || 'terraform';

/**
 * @throws MissingPrerequisite unless Terraform, or the program that replaces it, is installed and
 * new enough
 */
export async function checkTerraform(env: NodeJS.ProcessEnv, start: Start = startPlainly): Promise<void> {
  const version = versionIn(await versionOutput(env, start));
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_TERRAFORM;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  const binary = terraformBinary(env);
  const found = version ? `${binary} is version ${version}` : `"${binary} version -json" names no version`;
  throw new MissingPrerequisite(
    `${found}: put Terraform ${OLDEST_TERRAFORM.join('.')} or later on the PATH, or OpenTofu`,
  );
}

async function versionOutput(env: NodeJS.ProcessEnv, start: Start): Promise<string> {
  // Do not wait for the question whether there is a newer version.
  const withoutCheckpoint = { ...env, CHECKPOINT_DISABLE: '1' };
  try {
    return await terraform(['version', '-json'], { cwd: process.cwd(), env: withoutCheckpoint, start });
  } catch (error) {
    if (error instanceof TerraformError) return '';
    throw error;
  }
}

/** The version that `version -json` names, or an empty text. OpenTofu uses the same key. */
function versionIn(output: string): string {
  try {
    return String(JSON.parse(output).terraform_version ?? '');
  } catch {
    return '';
  }
}

/** Terraform ended with an exit code other than 0. */
export class TerraformError extends Error {
  constructor(
    readonly args: readonly string[],
    /** 1 for an error; 2 for a plan with changes under `-detailed-exitcode`. */
    readonly code: number | null,
    readonly stdout: string,
    readonly stderr: string,
    binary = 'terraform',
  ) {
    super(`${binary} ${args.join(' ')} ended with exit code ${code}:\n${stderr || stdout}`);
    this.name = 'TerraformError';
  }
}

/** Starts a child in this process's own group, which Ctrl-C on a terminal also reaches. */
export const startPlainly: Start = (command, args, options) =>
  spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });

/**
 * Runs Terraform, or the program that `TERRAFORM_BINARY_NAME` of `env` names, and returns its
 * standard output.
 *
 * @throws TerraformError if it fails; MissingPrerequisite if Terraform or the AWS provider is
 * missing
 */
export async function terraform(
  args: readonly string[],
  { cwd, env, onLine, start = startPlainly }: TerraformOptions,
): Promise<string> {
  const binary = terraformBinary(env);
  const child = start(binary, args, { cwd, env });
  const lines: string[] = [];
  if (child.stdout)
    createInterface(child.stdout).on('line', (line) => {
      lines.push(line);
      onLine?.(line);
    });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((ended, reject) => {
    child.once('error', (error) => reject(cannotRun(binary, error, cwd)));
    child.once('close', ended);
  });
  const stdout = lines.join('\n');
  if (code === 0) return stdout;
  if (/(Failed to query available|Could not retrieve the list of available) provider/i.test(stderr))
    throw noProvider(stderr);
  throw new TerraformError(args, code, stdout, stderr, binary);
}

/**
 * The environment in which Terraform finds the AWS provider: in what a `TF_CLI_CONFIG_FILE` that
 * exists configures; else in the folder that `TF_PLUGIN_MIRROR` names, in Terraform's own mirror
 * folders, in a mirror directly under /opt, or in Terraform's registry.
 *
 * @throws MissingPrerequisite if `TF_PLUGIN_MIRROR` names a folder without the provider
 */
export function terraformEnvironment(environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const { TF_CLI_CONFIG_FILE: configuration, ...rest } = environment;
  if (configuration && existsSync(configuration)) return environment;
  const { TF_PLUGIN_MIRROR: named } = environment;
  if (named) {
    if (holdsProvider(named)) return { ...rest, TF_CLI_CONFIG_FILE: configurationFor(resolve(named)) };
    throw new MissingPrerequisite(
      `TF_PLUGIN_MIRROR names ${named}, which does not hold ${PROVIDERS[0]}: name a folder that "terraform providers mirror" filled, or unset it`,
    );
  }
  if (impliedMirrors(environment).some(holdsProvider)) return rest;
  const found = folders('/opt').find(holdsProvider);
  return found ? { ...rest, TF_CLI_CONFIG_FILE: configurationFor(found) } : rest;
}

const configurationFor = (mirror: string): string => mirrorConfiguration(mirror, providersIn(mirror));

const holdsProvider = (mirror: string): boolean => providersIn(mirror).length > 0;

const providersIn = (mirror: string): string[] =>
  PROVIDERS.map((provider) => ({ provider, folder: join(mirror, provider) }))
    .filter(({ folder }) => folders(folder).length > 0 || archives(folder))
    .map(({ provider }) => provider);

const archives = (folder: string): boolean =>
  existsSync(folder) && readdirSync(folder).some((name) => /^terraform-provider-aws_.*\.zip$/.test(name));

const folders = (parent: string): string[] =>
  existsSync(parent)
    ? readdirSync(parent, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
        .map((entry) => join(parent, entry.name))
        .sort()
    : [];

/**
 * The mirror folders that Terraform uses without configuration.
 * https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
function impliedMirrors({ APPDATA, HOME, XDG_DATA_HOME, XDG_DATA_DIRS }: NodeJS.ProcessEnv): string[] {
  const home = HOME || homedir();
  if (process.platform === 'win32') {
    const data = APPDATA ?? join(home, 'AppData', 'Roaming');
    return [join(data, 'terraform.d', 'plugins'), join(data, 'HashiCorp', 'Terraform', 'plugins')];
  }
  const own = join(home, '.terraform.d', 'plugins');
  if (process.platform === 'darwin') {
    const support = 'Library/Application Support/io.terraform/plugins';
    return [own, join(home, support), join('/', support)];
  }
  const shared = [
    XDG_DATA_HOME || join(home, '.local', 'share'),
    ...(XDG_DATA_DIRS || '/usr/local/share:/usr/share').split(':'),
  ];
  return [own, ...shared.map((folder) => join(folder, 'terraform', 'plugins'))];
}

const cannotRun = (binary: string, error: Error, cwd: string): Error => {
  if ('code' in error && error.code === 'ENOENT' && existsSync(cwd)) {
    return new MissingPrerequisite(
      binary === 'terraform'
        ? 'Terraform is missing: install Terraform 1.5 or later and put it on the PATH, or name OpenTofu with TERRAFORM_BINARY_NAME=tofu'
        : `TERRAFORM_BINARY_NAME names ${binary}, which is not installed: install it, or unset TERRAFORM_BINARY_NAME to run terraform`,
      { cause: error },
    );
  }
  return new Error(`${binary} cannot run in ${cwd}: ${error.message}`, { cause: error });
};

const noProvider = (stderr: string): Error =>
  new MissingPrerequisite(
    `The Terraform provider ${PROVIDERS[0]} is missing: let Terraform reach its registry, or name a folder that "terraform providers mirror" filled in TF_PLUGIN_MIRROR (${reasonIn(stderr)})`,
  );

/** The reason from Terraform's boxed text, on one line. */
const reasonIn = (stderr: string): string => {
  const text = stderr.replace(/[╷│╵]/g, ' ').replace(/\s+/g, ' ').trim();
  return /Could not retrieve .*/i.exec(text)?.[0] ?? text;
};
