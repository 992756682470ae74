import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Sandbox } from '../sandbox';
import { TerraformError, terraform, terraformEnvironment } from '../terraform';

const PROJECT = join(__dirname, '..', '..');
const STACK = 'reachability-monitor';
// Of `terraform plan -detailed-exitcode`.
const CHANGES_EXIT_CODE = 2;
const VARIABLES_FILE = 'demo.tfvars.json';

export interface Applied {
  readonly resources: number;
  readonly verdicts: Readonly<Record<string, string>>;
}

/** The synthesized stack in a folder of its own, deployed into a sandbox by the real Terraform. */
export class Deployment {
  private readonly environment: NodeJS.ProcessEnv;
  private readonly stackFolder: string;

  /** `folder` gets everything, the state file too, and nothing outside it is touched. */
  constructor(
    private readonly folder: string,
    sandbox: Pick<Sandbox, 'endpoint' | 'region'>,
  ) {
    this.stackFolder = join(folder, 'cdktf.out', 'stacks', STACK);
    this.environment = {
      ...terraformEnvironment(),
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_REGION: sandbox.region,
      AWS_ACCESS_KEY_ID: 'demo',
      AWS_SECRET_ACCESS_KEY: 'demo',
      // Neither Terraform nor cdktf asks HashiCorp for newer versions: nothing leaves this machine.
      CHECKPOINT_DISABLE: '1',
    };
  }

  async synthesize(): Promise<void> {
    const cdktf = join(PROJECT, 'node_modules', '.bin', 'cdktf');
    await promisify(execFile)(cdktf, ['synth', '--output', join(this.folder, 'cdktf.out')], {
      cwd: PROJECT,
      env: this.environment,
    });
  }

  async initialize(): Promise<void> {
    await this.terraform(['init', '-input=false', '-no-color']);
  }

  /** `onProgress` hears one line for each resource. */
  async apply(variables: unknown, onProgress: (line: string) => void): Promise<Applied> {
    writeFileSync(join(this.stackFolder, VARIABLES_FILE), JSON.stringify(variables));
    await this.change('apply', onProgress);
    const resources = (await this.terraform(['state', 'list']))
      .split('\n')
      .filter((address) => address && !/(^|\.)data\./.test(address));
    return { resources: resources.length, verdicts: (await this.output('verdicts')) as Applied['verdicts'] };
  }

  /** Whether a plan of what was applied last finds anything to change. */
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

  async destroy(onProgress: (line: string) => void): Promise<void> {
    await this.change('destroy', onProgress);
  }

  private async change(command: 'apply' | 'destroy', onProgress: (line: string) => void): Promise<void> {
    await this.terraform(
      [command, '-auto-approve', '-input=false', '-no-color', `-var-file=${VARIABLES_FILE}`],
      (line) => {
        if (/: (Creation complete|Destruction complete|Still creating|Still destroying)/.test(line)) onProgress(line);
      },
    );
  }

  private async terraform(args: string[], onLine?: (line: string) => void): Promise<string> {
    return terraform(args, { cwd: this.stackFolder, env: this.environment, ...(onLine && { onLine }) });
  }
}
