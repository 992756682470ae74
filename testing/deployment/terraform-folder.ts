import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformError, terraform, terraformEnvironment } from './terraform';

/** A resource as an apply would create it, without the attributes that are known only after it. */
export interface PlannedResource {
  readonly address: string;
  // biome-ignore lint/suspicious/noExplicitAny: each type of resource has attributes of its own
  readonly values: any;
}

export interface Plan {
  readonly resources: readonly PlannedResource[];
  /** The attributes of the resource at `address`. @throws if the plan has none there */
  // biome-ignore lint/suspicious/noExplicitAny: each type of resource has attributes of its own
  values(address: string): any;
  /** What Terraform would do to the resource at `address`, such as `['create']`, and the ID that it would import. */
  change(address: string): { readonly actions: readonly string[]; readonly importing?: { readonly id: string } };
}

interface PlannedChange {
  readonly address: string;
  readonly change: ReturnType<Plan['change']>;
}

interface PlannedModule {
  readonly resources?: readonly PlannedResource[];
  readonly child_modules?: readonly PlannedModule[];
}

const resourcesIn = (module: PlannedModule): PlannedResource[] => [
  ...(module.resources ?? []),
  ...(module.child_modules ?? []).flatMap(resourcesIn),
];

// The provider waits 25 s for each SQS queue; with the default of ten at a time, others wait for that.
const WITHOUT_QUEUEING = '-parallelism=50';

// The exit code of `terraform plan -detailed-exitcode` for a plan with changes.
const CHANGES_EXIT_CODE = 2;

/** A folder with a synthesized stack, for the real Terraform. */
export class TerraformFolder {
  private constructor(
    private readonly cwd: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /**
   * Initializes `folder` for runs against the AWS endpoint.
   *
   * @throws MissingPrerequisite if Terraform or its AWS provider is missing
   */
  static async initialized(folder: string, endpoint: string): Promise<TerraformFolder> {
    const initialized = new TerraformFolder(folder, {
      ...terraformEnvironment(),
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
    await initialized.run('init', '-input=false');
    return initialized;
  }

  async validate(): Promise<void> {
    await this.run('validate');
  }

  /** @throws TerraformError if Terraform refuses the variables */
  async plan(variables: object): Promise<Plan> {
    await this.run('plan', '-out=plan.out', ...this.given(variables));
    const shown = JSON.parse(await this.run('show', '-json', 'plan.out'));
    const resources = resourcesIn(shown.planned_values.root_module);
    const at = <R extends { readonly address: string }>(found: readonly R[], address: string): R => {
      const resource = found.find((resource) => resource.address === address);
      if (!resource) throw new Error(`no ${address} among ${found.map((resource) => resource.address).join(', ')}`);
      return resource;
    };
    return {
      resources,
      values: (address) => at(resources, address).values,
      change: (address) => at<PlannedChange>(shown.resource_changes, address).change,
    };
  }

  /** Returns the outputs by name. */
  async apply(variables: object = {}): Promise<Record<string, unknown>> {
    await this.run('apply', '-auto-approve', WITHOUT_QUEUEING, ...this.given(variables));
    const outputs: Record<string, { value: unknown }> = JSON.parse(await this.run('output', '-json'));
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /** Whether a plan finds anything to change after an apply. */
  async hasChanges(variables: object = {}): Promise<boolean> {
    try {
      await this.run('plan', '-detailed-exitcode', ...this.given(variables));
      return false;
    } catch (error) {
      if (error instanceof TerraformError && error.code === CHANGES_EXIT_CODE) return true;
      throw error;
    }
  }

  async destroy(variables: object = {}): Promise<void> {
    await this.run('destroy', '-auto-approve', WITHOUT_QUEUEING, ...this.given(variables));
  }

  /** The text of each error of `terraform plan`; none if it accepts the variables. */
  async refusals(variables: object): Promise<string[]> {
    return this.diagnostics('error', variables);
  }

  /** The text of each warning of `terraform plan`. */
  async warnings(variables: object): Promise<string[]> {
    return this.diagnostics('warn', variables);
  }

  private async diagnostics(level: 'error' | 'warn', variables: object): Promise<string[]> {
    const printed = await this.run('plan', '-json', ...this.given(variables)).catch((error) => {
      if (level === 'error' && error instanceof TerraformError) return error.stdout;
      throw error;
    });
    const messages = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    return messages
      .filter((message) => message['@level'] === level && message.diagnostic)
      .map(({ diagnostic }) => `${diagnostic.summary}: ${diagnostic.detail}`);
  }

  private given(variables: object): string[] {
    writeFileSync(join(this.cwd, 'test.tfvars.json'), JSON.stringify(variables));
    return ['-input=false', '-lock=false', '-var-file=test.tfvars.json'];
  }

  private run(...args: string[]): Promise<string> {
    return terraform([...args, ...(args.includes('-json') ? [] : ['-no-color'])], { cwd: this.cwd, env: this.env });
  }
}
