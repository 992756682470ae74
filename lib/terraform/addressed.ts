import type { TerraformElement } from 'cdktf';

/**
 * Gives an element its logical id by hand, so that its Terraform address stays short and does not change when the
 * construct tree does: a changed address destroys the resource.
 */
export const addressed = <E extends TerraformElement>(logicalId: string, element: E): E => {
  element.overrideLogicalId(logicalId);
  return element;
};
