import type { TerraformVariableValidationConfig } from 'cdktf';
import { expression } from './expression';

/** The validation of one variable, as part of its configuration. */
interface Validated {
  readonly validation: TerraformVariableValidationConfig[];
}

/** `holds` is a Terraform condition over the validated variable only. */
export const must = (holds: string, errorMessage: string): Validated => ({
  validation: [{ condition: expression(holds), errorMessage }],
});

/**
 * A Terraform condition over the expression `value`. The pattern must not need escapes in a quoted
 * string.
 */
export const matches = (value: string, pattern: string): string => `can(regex("${pattern}", ${value}))`;

/** A Terraform condition that accepts null. */
export const nullOr = (value: string, holds: string): string => `(${value} == null ? true : ${holds})`;

/** A Terraform condition: a whole number from `from` to `to`, both included. */
export const isWhole = (value: string, from: number, to: number): string =>
  `(${value} >= ${from} && ${value} <= ${to} && floor(${value}) == ${value})`;

export const oneOf = (name: string, values: readonly string[]): Validated => {
  const quoted = values.map((value) => `"${value}"`);
  return must(`contains([${quoted.join(', ')}], var.${name})`, `${name} must be ${quoted.join(' or ')}.`);
};

export const wholeNumber = (name: string, from: number, to: number, unit: string): Validated =>
  must(isWhole(`var.${name}`, from, to), `${name} must be a whole number of ${unit} from ${from} to ${to}.`);
