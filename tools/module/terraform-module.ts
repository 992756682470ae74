import type { Block, StackJson } from '../synthesized-stack';

/** The files of a module, named as in Terraform's standard module structure. */
export type TerraformModule = Readonly<
  Record<'versions.tf.json' | 'variables.tf.json' | 'main.tf.json' | 'outputs.tf.json', Block>
>;

// These belong to the caller of a module:
// https://developer.hashicorp.com/terraform/language/modules/develop/providers
const CALLERS_SETTINGS = ['backend', 'cloud'];
const PROVIDERS_VARIABLE = 'aws_region';
const HANDLED = new Set(['//', 'terraform', 'provider', 'variable', 'output']);

/**
 * The module for plain Terraform with the resources of a stack, without the provider, the backend
 * and cdktf's comments.
 *
 * @throws Error where a resource uses the provider's Region variable
 */
export const terraformModule = (stack: StackJson): TerraformModule => {
  const { [PROVIDERS_VARIABLE]: _, ...variable } = stack.variable;
  const files = {
    'versions.tf.json': { terraform: without(stack.terraform, (key) => CALLERS_SETTINGS.includes(key)) },
    'variables.tf.json': { variable },
    'main.tf.json': without(stack, (key) => HANDLED.has(key)),
    'outputs.tf.json': { output: stack.output },
  };
  const module = withoutNotes(files) as TerraformModule;
  if (JSON.stringify(module).includes(`var.${PROVIDERS_VARIABLE}`)) {
    throw new Error(
      `the stack uses var.${PROVIDERS_VARIABLE} outside its provider, but the module has no such variable`,
    );
  }
  return module;
};

const without = (block: Block, leftOut: (key: string) => boolean): Block =>
  Object.fromEntries(Object.entries(block).filter(([key]) => !leftOut(key)));

/**
 * Removes the arguments `//`, which Terraform ignores and in which cdktf keeps the construct path.
 */
const withoutNotes = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNotes);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== '//');
  // An empty object stays: it is a data source without arguments.
  return Object.fromEntries(kept.map(([key, nested]) => [key, withoutNotes(nested)]));
};
