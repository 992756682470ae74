import { type IResolvable, Op, Token } from 'cdktf';

/** The value for use inside an expression, where it cannot be left out. */
export const orNull = <T>(value: T | undefined): T | IResolvable => value ?? Token.nullValue();

/** Whether an optional value is there, as a Terraform condition: a prop may be left out, a variable may be null. */
export const isGiven = (value: string | undefined): IResolvable => Op.neq(orNull(value), Token.nullValue());
