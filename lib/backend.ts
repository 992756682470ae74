import { LocalBackend, TerraformBackend, type TerraformRemoteState, type TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** The key in the app's context (`context` in cdktf.json) that configures the backend. */
const BACKEND_CONTEXT = 'backend';

/** A backend's settings as in Terraform, under its type, or under `cloud` for HCP Terraform. */
type Backend = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Gives the stack its backend: the one in the context, or a local file in the project.
 *
 * @throws Error where the context holds anything but one backend
 */
export const chooseBackend = (stack: TerraformStack): TerraformBackend => {
  const backend: unknown = stack.node.tryGetContext(BACKEND_CONTEXT);
  // Terraform runs in cdktf.out/stacks/<stack>. By default CDKTF would write an absolute path.
  if (backend === undefined) return new LocalBackend(stack, { path: `../../../terraform.${stack.node.id}.tfstate` });
  const [type, settings] = theOne(backend);
  return new ConfiguredBackend(stack, type, settings);
};

const theOne = (backend: unknown): [string, Backend[string]] => {
  const entries = isObject(backend) ? Object.entries(backend) : [];
  const [entry] = entries;
  if (!entry || entries.length > 1 || !isObject(entry[1])) {
    throw new Error(
      `the context's ${BACKEND_CONTEXT} must be one type of backend with its settings, such as {"s3": {"bucket": "my-state", "key": "monitor.tfstate"}} or {"cloud": {"organization": "my-organization"}}, not ${JSON.stringify(backend)}`,
    );
  }
  return [entry[0], entry[1]];
};

const isObject = (value: unknown): value is Readonly<Record<string, never>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A backend whose settings go to Terraform unchanged; `terraform init` can supply what they leave
 * out.
 */
class ConfiguredBackend extends TerraformBackend {
  constructor(
    scope: Construct,
    private readonly type: string,
    private readonly settings: Backend[string],
  ) {
    super(scope, 'backend', type);
  }

  override toTerraform() {
    return {
      terraform: this.type === 'cloud' ? { cloud: this.settings } : { backend: { [this.type]: this.settings } },
    };
  }

  override getRemoteStateDataSource(): TerraformRemoteState {
    throw new Error(
      `a stack cannot read the state of another one in a backend that the context configures (${this.type})`,
    );
  }
}
