import type { TerraformElement } from 'cdktf';

/**
 * Sets the logical id of an element by hand. Its Terraform address stays short and does not change
 * with the construct tree: a changed address destroys the resource.
 */
export const addressed = <E extends TerraformElement>(logicalId: string, element: E): E => {
  element.overrideLogicalId(logicalId);
  return element;
};
