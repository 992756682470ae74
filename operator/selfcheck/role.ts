import {
  type ContextEntry,
  type EvaluationResult,
  paginateSimulatePrincipalPolicy,
  type SimulatePrincipalPolicyRequest,
} from '@aws-sdk/client-iam';
import { keyStatement, leastPrivilege, type Statement } from '../../lib/policies/least-privilege';
import { isNotFound } from '../aws-error';
import type { AwsClients } from '../clients';
import { variablesOf } from '../function-variables';
import type { Deployed } from './deployed';
import { APPLY, type Finding, fatal, ok, problem } from './finding';

const MOST_ACTIONS_NAMED = 5;

/** Without one of these, the function cannot send any message. */
const INDISPENSABLE = [
  'ec2:DescribeNetworkInsightsPaths',
  'ec2:DescribeNetworkInsightsAnalyses',
  'ec2:StartNetworkInsightsAnalysis',
  'sns:Publish',
];

/** Whether the function's role has the permissions of the stack, by IAM's policy simulation. */
export async function role(monitor: Deployed): Promise<Finding> {
  const { Role: roleArn = '', KMSKeyArn } = await monitor.settings();
  const statements = [...leastPrivilege(await scope(monitor)), ...(KMSKeyArn ? [keyStatement(KMSKeyArn)] : [])];
  const questions = statements.flatMap((statement) => questionsOf(roleArn, statement));
  try {
    const denied = (await Promise.all(questions.map((question) => simulate(monitor.aws, question)))).flat();
    return whatIsAllowed(roleArn, denied);
  } catch (error) {
    if (isNotFound(error)) return fatal(`The function's role ${roleArn} does not exist.`, APPLY);
    throw error;
  }
}

async function scope({ name, names, arn, settings }: Deployed) {
  return {
    monitorName: name,
    ec2Arn: (resource: string) => arn('ec2', resource),
    topicArn: variablesOf(await settings()).SNS_TOPIC_ARN ?? '',
    onFailureQueueArn: arn('sqs', names.givenUpQueue),
    logGroupArn: arn('logs', `log-group:${names.logGroup}`),
  };
}

/** One question for each resource: the form of a response for several resources is not reliable. */
const questionsOf = (
  roleArn: string,
  { Action, Resource, Condition = {} }: Statement,
): SimulatePrincipalPolicyRequest[] =>
  [Resource].flat().map((resource) => ({
    PolicySourceArn: roleArn,
    // A simulation accepts no patterns: one matching action and one matching resource stand for
    // them.
    ActionNames: [Action].flat().map((action) => action.replace(/\*$/, '')),
    ResourceArns: resource === '*' ? undefined : [resource.replace(/\*$/, 'example')],
    ContextEntries: contextOf(Condition),
  }));

/** A request that meets the conditions; `Null` only requires that a key is present. */
const contextOf = (conditions: NonNullable<Statement['Condition']>): ContextEntry[] =>
  Object.entries(conditions)
    .filter(([operator]) => operator !== 'Null')
    .flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => ({
        ContextKeyName: key,
        ContextKeyType: operator.startsWith('ForA') ? ('stringList' as const) : ('string' as const),
        ContextKeyValues: [values].flat(),
      })),
    );

async function simulate({ iam }: AwsClients, question: SimulatePrincipalPolicyRequest): Promise<EvaluationResult[]> {
  const denied: EvaluationResult[] = [];
  for await (const page of paginateSimulatePrincipalPolicy({ client: iam }, question))
    denied.push(...(page.EvaluationResults ?? []).filter(({ EvalDecision }) => EvalDecision !== 'allowed'));
  return denied;
}

function whatIsAllowed(roleArn: string, denied: readonly EvaluationResult[]): Finding {
  const name = roleArn.split('/').at(-1);
  if (denied.length === 0) return ok(`The role ${name} has the permissions that the function needs.`);
  const actions = [...new Set(denied.map(({ EvalActionName = '' }) => EvalActionName))];
  const bad = actions.some((action) => INDISPENSABLE.includes(action)) ? fatal : problem;
  const more = actions.length > MOST_ACTIONS_NAMED ? ` and ${actions.length - MOST_ACTIONS_NAMED} more` : '';
  return bad(
    `The role ${name} may not do ${actions.slice(0, MOST_ACTIONS_NAMED).join(', ')}${more}.`,
    'Apply the stack again; where that does not help, look for a permissions boundary or a policy of the organization.',
  );
}
