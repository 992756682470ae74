import { type Conditions, checkConditions } from './condition';
import { arnParts } from './pattern';
import { PolicyError } from './policy-error';

type OneOrMany<T> = T | readonly T[];

export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: OneOrMany<Statement>;
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: OneOrMany<string>;
  readonly NotAction?: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly NotResource?: OneOrMany<string>;
  readonly Principal?: StatementPrincipal;
  readonly Condition?: Conditions;
}

/**
 * `*`, or kinds of principals: `AWS` (ARNs, account ids, `*`), `Service`, `Federated`,
 * `CanonicalUser`.
 */
export type StatementPrincipal = '*' | Readonly<Record<string, OneOrMany<string>>>;

/** A policy belongs to an identity or to a resource, or is the trust policy of a role. */
export type PolicyKind = 'identity' | 'resource' | 'trust';

const VERSIONS = ['2012-10-17', '2008-10-17'];
const ELEMENTS = [
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
];
const PRINCIPAL_KINDS = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

/** Parses and checks a policy. @throws PolicyError that names the place and what is wrong. */
export function parsePolicy(text: string, kind: PolicyKind): PolicyDocument {
  const document = parseJson(text);
  if (document.Version !== undefined && !VERSIONS.includes(String(document.Version)))
    throw new PolicyError(
      `Version ${JSON.stringify(document.Version)} is not a policy version; it must be ${VERSIONS.join(' or ')}.`,
    );
  if (document.Statement === undefined) throw new PolicyError('The policy has no Statement.');
  const list = [document.Statement].flat();
  for (const [index, statement] of list.entries()) checkStatement(statement, kind, index);
  const sids = list.map((statement) => (statement as Statement).Sid).filter((sid) => sid);
  if (new Set(sids).size < sids.length) throw new PolicyError('Statement IDs (SID) in a single policy must be unique.');
  return document as unknown as PolicyDocument;
}

export const statements = (document: PolicyDocument): readonly Statement[] => [document.Statement].flat();

function parseJson(text: string): Record<string, unknown> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new PolicyError('This policy contains invalid Json.');
  }
  if (!isObject(document)) throw new PolicyError('A policy is a JSON object.');
  return document;
}

function checkStatement(statement: unknown, kind: PolicyKind, index: number): asserts statement is Statement {
  const at = `Statement ${index + 1}`;
  if (!isObject(statement)) throw new PolicyError(`${at} is not a JSON object.`);
  for (const element of Object.keys(statement))
    if (!ELEMENTS.includes(element)) throw new PolicyError(`${at} has an unknown element ${element}.`);
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny')
    throw new PolicyError(`${at}: Effect must be Allow or Deny.`);
  if ((statement.Action === undefined) === (statement.NotAction === undefined))
    throw new PolicyError(`${at} must have either Action or NotAction.`);
  for (const action of texts(statement.Action ?? statement.NotAction, `${at}: Action`))
    if (action !== '*' && !/^[\w-]+:.+$/.test(action))
      throw new PolicyError(
        `${at}: Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. (${action})`,
      );
  checkResource(statement, kind, at);
  checkPrincipal(statement, kind, at);
  if (statement.Condition !== undefined) checkCondition(statement.Condition, at);
}

function checkResource(statement: Record<string, unknown>, kind: PolicyKind, at: string): void {
  const { Resource, NotResource } = statement;
  if (Resource !== undefined && NotResource !== undefined)
    throw new PolicyError(`${at} has both Resource and NotResource.`);
  const value = Resource ?? NotResource;
  if (kind === 'trust' && value !== undefined) throw new PolicyError('Has prohibited field Resource.');
  if (value === undefined) {
    if (kind === 'identity') throw new PolicyError(`${at}: Policy statement must contain resources.`);
    return;
  }
  for (const resource of texts(value, `${at}: Resource`)) {
    refuseVariables(resource, at);
    if (kind === 'identity' && resource !== '*' && !arnParts(resource))
      throw new PolicyError(`${at}: Resource ${resource} must be in ARN format or "*".`);
  }
}

function checkPrincipal(statement: Record<string, unknown>, kind: PolicyKind, at: string): void {
  const { Principal, NotPrincipal } = statement;
  if (NotPrincipal !== undefined)
    throw new PolicyError(`${at}: NotPrincipal is not evaluated by the sandbox; name the principals instead.`);
  if (kind === 'identity') {
    if (Principal !== undefined) throw new PolicyError('Policy document should not specify a principal.');
    return;
  }
  if (Principal === undefined) throw new PolicyError(`${at}: Missing required field Principal.`);
  if (Principal === '*') return;
  if (!isObject(Principal)) throw new PolicyError(`${at}: Principal must be "*" or an object.`);
  for (const [name, value] of Object.entries(Principal)) {
    if (!PRINCIPAL_KINDS.includes(name)) throw new PolicyError(`${at}: Invalid principal in policy: ${name}.`);
    texts(value, `${at}: Principal.${name}`);
  }
}

function checkCondition(condition: unknown, at: string): void {
  if (!isObject(condition)) throw new PolicyError(`${at}: Condition must be an object.`);
  for (const [operator, keys] of Object.entries(condition)) {
    if (!isObject(keys)) throw new PolicyError(`${at}: Condition.${operator} must be an object.`);
    for (const value of Object.values(keys).flat()) {
      if (!['string', 'number', 'boolean'].includes(typeof value))
        throw new PolicyError(`${at}: Condition.${operator} has a value that is not a text, a number or a boolean.`);
      refuseVariables(String(value), at);
    }
  }
  checkConditions(condition as Conditions);
}

function refuseVariables(text: string, at: string): void {
  if (text.includes('${'))
    throw new PolicyError(`${at}: policy variables such as ${text} are not evaluated by the sandbox.`);
}

function texts(value: unknown, at: string): string[] {
  const list = [value].flat();
  if (list.length === 0 || !list.every((item) => typeof item === 'string'))
    throw new PolicyError(`${at} must be a text or a list of texts.`);
  return list;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
