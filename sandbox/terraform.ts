import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export interface TerraformOptions {
  /** The folder with the configuration. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Hears each line that Terraform writes to standard output, as soon as it is there. */
  readonly onLine?: (line: string) => void;
}

/** Terraform ended with an exit code other than 0. */
export class TerraformError extends Error {
  constructor(
    readonly args: readonly string[],
    /** 1 for an error; 2 for a plan with changes under `-detailed-exitcode`. */
    readonly code: number | null,
    readonly stdout: string,
    readonly stderr: string,
  ) {
    super(`terraform ${args.join(' ')} ended with exit code ${code}:\n${stderr || stdout}`);
    this.name = 'TerraformError';
  }
}

/**
 * Runs the Terraform on the PATH and returns its standard output.
 *
 * @throws TerraformError when it fails; a plain error with one sentence when Terraform or the AWS provider is missing.
 */
export async function terraform(args: readonly string[], { cwd, env, onLine }: TerraformOptions): Promise<string> {
  const child = spawn('terraform', args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    onLine?.(line);
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((ended, reject) => {
    child.once('error', (error) => reject(cannotRun(error, cwd)));
    child.once('close', ended);
  });
  const stdout = lines.join('\n');
  if (code === 0) return stdout;
  if (/(Failed to query available|Could not retrieve the list of available) provider/i.test(stderr))
    throw noProvider(stderr);
  throw new TerraformError(args, code, stdout, stderr);
}

/**
 * The environment in which Terraform finds the AWS provider. A `TF_CLI_CONFIG_FILE` that exists wins; then comes the folder that
 * `TF_PLUGIN_MIRROR` names, then Terraform's own mirror folders, then a folder directly under /opt that is laid out as a
 * mirror, then Terraform's registry.
 *
 * @throws when `TF_PLUGIN_MIRROR` names a folder without the provider.
 */
export function terraformEnvironment(environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const { TF_CLI_CONFIG_FILE: configuration, ...rest } = environment;
  if (configuration && existsSync(configuration)) return environment;
  const { TF_PLUGIN_MIRROR: named } = environment;
  if (named) {
    if (holdsProvider(named)) return { ...rest, TF_CLI_CONFIG_FILE: configurationFor(resolve(named)) };
    throw new Error(
      `TF_PLUGIN_MIRROR names ${named}, where there is no ${PROVIDER}: name a folder that "terraform providers mirror" filled, or unset it`,
    );
  }
  if (impliedMirrors(environment).some(holdsProvider)) return rest;
  const found = folders('/opt').find(holdsProvider);
  return found ? { ...rest, TF_CLI_CONFIG_FILE: configurationFor(found) } : rest;
}

const PROVIDER = 'registry.terraform.io/hashicorp/aws';

const holdsProvider = (mirror: string): boolean =>
  folders(join(mirror, PROVIDER)).length > 0 || archives(join(mirror, PROVIDER));

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
 * Where Terraform looks for providers without being told.
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

const written = new Map<string, string>();

/** A configuration file of Terraform's command line that takes the AWS provider from the mirror; there until this process ends. */
function configurationFor(mirror: string): string {
  const known = written.get(mirror);
  if (known) return known;
  const folder = mkdtempSync(join(tmpdir(), 'terraform-mirror-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'terraform.rc');
  writeFileSync(
    file,
    `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ["${PROVIDER}"]
  }
  direct {
    exclude = ["${PROVIDER}"]
  }
}
`,
  );
  written.set(mirror, file);
  return file;
}

const cannotRun = (error: Error, cwd: string): Error => {
  if ('code' in error && error.code === 'ENOENT' && existsSync(cwd)) {
    return new Error('Terraform is missing: install Terraform 1.5 or later and put it on the PATH', { cause: error });
  }
  return new Error(`Terraform cannot run in ${cwd}: ${error.message}`, { cause: error });
};

const noProvider = (stderr: string): Error =>
  new Error(
    `The Terraform provider ${PROVIDER} is missing: let Terraform reach its registry, or name a folder that "terraform providers mirror" filled in TF_PLUGIN_MIRROR.\n${stderr}`,
  );
