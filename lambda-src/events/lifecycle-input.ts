import { isExpectation } from '../../contract/expectation';
import type { PathInput } from '../../contract/input';
import { asObject, asText, type JsonObject } from './cloudtrail-json';

/** What Terraform's `aws_lambda_invocation` with `lifecycle_scope = "CRUD"` sends for one path. */
export interface LifecycleInput extends PathInput {
  readonly action: 'create' | 'update' | 'delete';
}

export function isLifecycleInput(event: JsonObject): boolean {
  return 'tf' in event;
}

/** @throws Error that names the field, its value and the valid values */
export function readLifecycleInput(event: JsonObject): LifecycleInput {
  const { action } = asObject(event.tf);
  if (action !== 'create' && action !== 'update' && action !== 'delete') {
    throw badField('tf.action', action, '"create", "update" or "delete"');
  }
  const pathId = asText(event.pathId) ?? '';
  if (!/^nip-[0-9a-f]+$/.test(pathId))
    throw badField('pathId', event.pathId, 'the id of a network insights path, such as "nip-0123456789abcdef0"');
  const expect = event.expect ?? 'reachable';
  if (!isExpectation(expect)) throw badField('expect', event.expect, '"reachable" or "unreachable"');
  return { action, pathId, name: asText(event.name) ?? pathId, expect, check: event.check !== false };
}

function badField(field: string, value: unknown, right: string): Error {
  return new Error(`the input's ${field} is ${JSON.stringify(value)}; it must be ${right}`);
}
