import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Sandbox } from '../../sandbox/sandbox';
import { type Start, startPlainly, TerraformError, terraform, terraformEnvironment } from './terraform';

const PROJECT = join(__dirname, '..', '..');
const STACK = 'reachability-monitor';
// The exit code of `terraform plan -detailed-exitcode` for a plan with changes.
const CHANGES_EXIT_CODE = 2;
const VARIABLES_FILE = 'demo.tfvars.json';

/** The same as in the stack, so that the stack finds the provider that was installed before it was synthesized. */
export const AWS_PROVIDER = { source: 'hashicorp/aws', version: '>= 5.100.0, < 7.0.0' };

export interface Applied {
  /** The address of each resource. */
  readonly resources: readonly string[];
  readonly verdicts: Readonly<Record<string, string>>;
}

/** The progress of an apply or a destroy. */
export interface Progress {
  /** The number of resources that are created or destroyed already. */
  readonly done: number;
  /** The number that will be; undefined until Terraform has planned. */
  readonly total?: number;
  /** The address of a resource in progress. */
  readonly current?: string;
}

/** The synthesized stack in its own folder, deployed into a sandbox by the real Terraform. */
export class Deployment {
  private readonly environment: NodeJS.ProcessEnv;
  private readonly stackFolder: string;

  /** @param folder gets every file, including the state; nothing outside it changes */
  constructor(
    private readonly folder: string,
    sandbox: Pick<Sandbox, 'endpoint' | 'region'>,
    private readonly start: Start = startPlainly,
  ) {
    this.stackFolder = join(folder, 'cdktf.out', 'stacks', STACK);
    this.environment = {
      ...terraformEnvironment(),
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_REGION: sandbox.region,
      AWS_ACCESS_KEY_ID: 'demo',
      AWS_SECRET_ACCESS_KEY: 'demo',
      // Terraform and cdktf do not ask HashiCorp for newer versions: nothing leaves this machine.
      CHECKPOINT_DISABLE: '1',
    };
  }

  /**
   * Installs the AWS provider before the stack is synthesized; with a mirror, this takes a moment.
   *
   * @throws MissingPrerequisite if the provider is not available
   */
  async installProvider(): Promise<void> {
    mkdirSync(this.stackFolder, { recursive: true });
    const settings = { terraform: { required_providers: { aws: AWS_PROVIDER } } };
    const file = join(this.stackFolder, 'provider.tf.json');
    writeFileSync(file, JSON.stringify(settings));
    await this.initialize();
    // The stack has the same block, and Terraform accepts it only once.
    rmSync(file);
  }

  async synthesize(): Promise<void> {
    const cdktf = join(PROJECT, 'node_modules', '.bin', 'cdktf');
    const args = ['synth', '--output', join(this.folder, 'cdktf.out')];
    const child = this.start(cdktf, args, { cwd: PROJECT, env: this.environment });
    const [output, errors, [code]] = await Promise.all([
      child.stdout ? text(child.stdout) : '',
      child.stderr ? text(child.stderr) : '',
      once(child, 'close'),
    ]);
    if (code !== 0) throw new Error(`cdktf synth ended with exit code ${code}:\n${output}${errors}`);
  }

  async initialize(): Promise<void> {
    await this.terraform(['init', '-input=false', '-no-color']);
  }

  async apply(variables: unknown, onProgress: (progress: Progress) => void): Promise<Applied> {
    writeFileSync(join(this.stackFolder, VARIABLES_FILE), JSON.stringify(variables));
    await this.change('apply', onProgress);
    const resources = (await this.terraform(['state', 'list']))
      .split('\n')
      .filter((address) => address && !/(^|\.)data\./.test(address));
    return { resources, verdicts: (await this.output('verdicts')) as Applied['verdicts'] };
  }

  /** Whether a plan with the last variables finds anything to change. */
  async hasChanges(): Promise<boolean> {
    try {
      await this.terraform(['plan', '-detailed-exitcode', '-input=false', '-no-color', `-var-file=${VARIABLES_FILE}`]);
      return false;
    } catch (error) {
      if (error instanceof TerraformError && error.code === CHANGES_EXIT_CODE) return true;
      throw error;
    }
  }

  async output(name: string): Promise<unknown> {
    return JSON.parse(await this.terraform(['output', '-json', name]));
  }

  async destroy(onProgress: (progress: Progress) => void): Promise<void> {
    await this.change('destroy', onProgress);
  }

  private async change(command: 'apply' | 'destroy', onProgress: (progress: Progress) => void): Promise<void> {
    let progress: Progress = { done: 0 };
    await this.terraform(
      [command, '-auto-approve', '-input=false', '-no-color', `-var-file=${VARIABLES_FILE}`],
      (line) => {
        progress = advanced(progress, line);
        onProgress(progress);
      },
    );
  }

  private async terraform(args: string[], onLine?: (line: string) => void): Promise<string> {
    return terraform(args, {
      cwd: this.stackFolder,
      env: this.environment,
      start: this.start,
      onLine,
    });
  }
}

/** The progress after one more line of `terraform apply` or `terraform destroy`. */
export function advanced(progress: Progress, line: string): Progress {
  const [, adds, destroys] = /^Plan: (\d+) to add, \d+ to change, (\d+) to destroy/.exec(line) ?? [];
  if (adds !== undefined) return { ...progress, total: Number(adds) + Number(destroys) };
  if (/: (Creation|Destruction) complete/.test(line)) return { ...progress, done: progress.done + 1 };
  const [, current] = /^(\S+): (?:Creating|Destroying|Still creating|Still destroying)\.\.\./.exec(line) ?? [];
  return current === undefined ? progress : { ...progress, current };
}
