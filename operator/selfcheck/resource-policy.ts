/**
 * Whether the policy of a resource admits an AWS service that acts for another resource, or a role.
 * `unknown`: it has conditions that are not supported here.
 */
export type Admission = 'admitted' | 'refused' | 'unknown';

interface Caller {
  /** The principals that stand for the caller, such as `events.amazonaws.com`. */
  readonly principals: readonly string[];
  /** Such as `lambda:InvokeFunction`. */
  readonly action: string;
  /** The resource for which a service acts; absent for a role. */
  readonly sourceArn?: string;
  readonly account: string;
}

interface Statement {
  readonly Effect?: string;
  readonly Principal?: string | { readonly Service?: string | string[]; readonly AWS?: string | string[] };
  readonly Action?: string | string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
}

/** Whether the policy denies the call, which the caller's own policies may allow. */
export function denial(policy: string, caller: Caller): 'denied' | 'not denied' | 'unknown' {
  const { Statement = [] } = JSON.parse(policy) as { Statement?: Statement | Statement[] };
  const denying = [Statement].flat().filter((each) => each.Effect === 'Deny' && concerns(each, caller));
  const holding = denying.map((statement) => conditionsHold(statement, caller));
  if (holding.includes(true)) return 'denied';
  return holding.includes(undefined) ? 'unknown' : 'not denied';
}

/**
 * The policy is JSON. It belongs to the resource of the call, so the resources of its statements
 * are not compared.
 */
export function admission(policy: string, caller: Caller): Admission {
  const { Statement = [] } = JSON.parse(policy) as { Statement?: Statement | Statement[] };
  const named = [Statement].flat().filter((statement) => concerns(statement, caller));
  const holding = named.map((statement) => ({ effect: statement.Effect, holds: conditionsHold(statement, caller) }));
  if (holding.some(({ effect, holds }) => effect === 'Deny' && holds === true)) return 'refused';
  if (holding.some(({ effect, holds }) => effect === 'Deny' && holds === undefined)) return 'unknown';
  if (holding.some(({ effect, holds }) => effect === 'Allow' && holds === true)) return 'admitted';
  return holding.some(({ effect, holds }) => effect === 'Allow' && holds === undefined) ? 'unknown' : 'refused';
}

function concerns({ Principal, Action = [] }: Statement, { principals, action }: Caller): boolean {
  const named = typeof Principal === 'string' ? [Principal] : [Principal?.Service ?? [], Principal?.AWS ?? []].flat();
  return (
    named.some((principal) => principal === '*' || principals.includes(principal)) &&
    [Action].flat().some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()))
  );
}

/** Undefined where a condition is not supported here. */
function conditionsHold({ Condition = {} }: Statement, { sourceArn, account }: Caller): boolean | undefined {
  const known: Readonly<Record<string, string | undefined>> = {
    'aws:sourcearn': sourceArn,
    'aws:sourceaccount': account,
    'aws:sourceowner': account,
  };
  const results = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]) => {
      const value = known[key.toLowerCase()];
      if (value === undefined || !/^(Arn|String)(Equals|Like)(IfExists)?$/.test(operator)) return undefined;
      const isPattern = !operator.startsWith('StringEquals');
      return [wanted].flat().some((text) => (isPattern ? matches(text, value) : text === value));
    }),
  );
  if (results.includes(false)) return false;
  return results.includes(undefined) ? undefined : true;
}

/** `*` stands for any characters, `?` for one. */
function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);
}
