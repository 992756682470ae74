import { conditional, type IResolvable, Op, Token } from 'cdktf';
import { isExpression } from './expression';

/** A condition that is known at synthesis, or only to Terraform. */
export type Condition = boolean | IResolvable;

/** Whether an optional value is present: a prop may be left out, a variable may be null. */
export const isGiven = (value: string | number | null | undefined): Condition =>
  isExpression(value) ? Op.neq(value, Token.nullValue()) : value !== undefined && value !== null;

export const isEqual = (one: string | IResolvable, other: string): Condition =>
  isExpression(one) || isExpression(other) ? Op.eq(one, other) : one === other;

export const not = (condition: Condition): Condition =>
  typeof condition === 'boolean' ? !condition : Op.not(condition);

export const both = (one: Condition, other: Condition): Condition => {
  if (typeof one === 'boolean') return one && other;
  if (typeof other === 'boolean') return other && one;
  return Op.and(one, other);
};

/**
 * One of two values: the value itself where the condition is known, otherwise a Terraform
 * expression.
 */
export const choose = <T>(condition: Condition, whenTrue: T, whenFalse: T): T | IResolvable => {
  if (typeof condition === 'boolean') return condition ? whenTrue : whenFalse;
  return conditional(condition, whenTrue ?? Token.nullValue(), whenFalse ?? Token.nullValue());
};
