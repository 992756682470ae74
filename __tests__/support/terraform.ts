import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformError, terraform, terraformEnvironment } from '../../sandbox/terraform';

/** A resource as it would be after an apply; what is known only then is missing. */
export interface PlannedResource {
  readonly address: string;
  // biome-ignore lint/suspicious/noExplicitAny: each type of resource has attributes of its own
  readonly values: any;
}

export interface Plan {
  readonly resources: readonly PlannedResource[];
  /** The attributes of the resource at `address`; throws where the plan has none there. */
  // biome-ignore lint/suspicious/noExplicitAny: each type of resource has attributes of its own
  values(address: string): any;
}

/** A folder with a synthesized stack, for the real Terraform. */
export class TerraformFolder {
  private constructor(
    private readonly cwd: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Initializes `folder` for runs against the AWS endpoint. Throws one sentence where Terraform or its AWS provider is missing. */
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

  /** Throws where Terraform refuses the variables. */
  async plan(variables: object): Promise<Plan> {
    await this.run('plan', '-out=plan.out', ...this.given(variables));
    const shown = JSON.parse(await this.run('show', '-json', 'plan.out'));
    const resources: PlannedResource[] = shown.planned_values.root_module.resources ?? [];
    const values = (address: string) => {
      const found = resources.find((resource) => resource.address === address);
      if (!found) throw new Error(`no ${address} among ${resources.map((resource) => resource.address).join(', ')}`);
      return found.values;
    };
    return { resources, values };
  }

  /** What `terraform plan` has against the variables: the text of each error; none where it accepts them. */
  async refusals(variables: object): Promise<string[]> {
    try {
      await this.run('plan', '-json', ...this.given(variables));
      return [];
    } catch (error) {
      if (!(error instanceof TerraformError)) throw error;
      const messages = error.stdout.split('\n').map((line) => JSON.parse(line));
      return messages
        .filter((message) => message['@level'] === 'error')
        .map(({ diagnostic }) => `${diagnostic.summary}: ${diagnostic.detail}`);
    }
  }

  private given(variables: object): string[] {
    writeFileSync(join(this.cwd, 'test.tfvars.json'), JSON.stringify(variables));
    return ['-input=false', '-lock=false', '-var-file=test.tfvars.json'];
  }

  private run(...args: string[]): Promise<string> {
    return terraform([...args, ...(args[0] === 'show' ? [] : ['-no-color'])], { cwd: this.cwd, env: this.env });
  }
}
