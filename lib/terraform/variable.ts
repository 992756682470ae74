import { TerraformVariable, type TerraformVariableConfig } from 'cdktf';
import type { Construct } from 'constructs';
import { addressed } from './addressed';

/**
 * A Terraform variable under its own name. Null selects the default, unless null is a valid value
 * (`nullable`).
 */
export const variable = (
  scope: Construct,
  name: string,
  { default: value, ...config }: TerraformVariableConfig,
): TerraformVariable => {
  const made = addressed(name, new TerraformVariable(scope, name, { nullable: value === null, ...config }));
  // CDKTF cannot render a default of null.
  made.addOverride('default', value);
  return made;
};
