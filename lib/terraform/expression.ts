import { ref, Token } from 'cdktf';

/** A Terraform expression from its HCL text, for use as a string or as part of one. */
export const expression = (hcl: string): string => Token.asString(ref(hcl));

/** Whether only Terraform knows the value. */
export const isExpression = (value: unknown): boolean =>
  Token.isUnresolved(value) || (typeof value === 'string' && /(^|[^$])\$\{/.test(value));
