import type { Block, StackJson } from '../synthesized-stack';

/** The files of a module by the names that Terraform's standard module structure gives them. */
export type TerraformModule = Readonly<
  Record<'versions.tf.json' | 'variables.tf.json' | 'main.tf.json' | 'outputs.tf.json', Block>
>;

// What a module leaves to its caller: https://developer.hashicorp.com/terraform/language/modules/develop/providers
const CALLERS_SETTINGS = ['backend', 'cloud'];
const PROVIDERS_VARIABLE = 'aws_region';
const HANDLED = new Set(['//', 'terraform', 'provider', 'variable', 'output']);

/**
 * The module for plain Terraform with the resources of a stack: without the provider, the backend, and cdktf's notes.
 *
 * @throws when something would be left that needs the provider's Region variable
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
    throw new Error(`the stack uses var.${PROVIDERS_VARIABLE} outside its provider, and a module has no such variable`);
  }
  return module;
};

const without = (block: Block, leftOut: (key: string) => boolean): Block =>
  Object.fromEntries(Object.entries(block).filter(([key]) => !leftOut(key)));

/** Terraform ignores an argument `//`; cdktf keeps the place in the construct tree there. */
const withoutNotes = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNotes);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== '//');
  // A data source without arguments is an empty object; it stays.
  return Object.fromEntries(kept.map(([key, nested]) => [key, withoutNotes(nested)]));
};
