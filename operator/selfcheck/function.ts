import { GetFunctionConcurrencyCommand, GetFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { orNotFound } from '../aws-error';
import { variablesOf } from '../function-variables';
import type { Deployed } from './deployed';
import { APPLY, type Finding, fatal, ok, problem, worst } from './finding';

/**
 * Lambda's own default, six hours.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html
 */
const LONGEST_EVENT_AGE_SECONDS = 6 * 60 * 60;
/** The stack's value, which is also Lambda's default. */
const RETRIES = 2;

/** Whether the function exists, can run, and belongs to this monitor. */
export async function analyzerFunction({ name, names, aws, region, cli, configuration }: Deployed): Promise<Finding> {
  const found = await orNotFound(configuration());
  if (!found)
    return fatal(
      `There is no function ${names.function} in ${region}.`,
      'Check --name, the Region and the account; or deploy the monitor.',
    );
  const { State = 'Active', StateReason, LastUpdateStatus, LastUpdateStatusReason } = found;
  if (State === 'Failed' || LastUpdateStatus === 'Failed')
    return fatal(
      `The function ${names.function} cannot run: ${StateReason ?? LastUpdateStatusReason ?? State}.`,
      APPLY,
    );
  const monitorName = variablesOf(found).MONITOR_NAME;
  if (monitorName !== name)
    return fatal(
      `The function ${names.function} has MONITOR_NAME ${JSON.stringify(monitorName)}; it is not the monitor ${name}.`,
      'Check --name, or apply the stack again.',
    );
  const { ReservedConcurrentExecutions } = await aws.lambda.send(
    new GetFunctionConcurrencyCommand({ FunctionName: names.function }),
  );
  if (ReservedConcurrentExecutions === 0)
    return fatal(
      `The function ${names.function} has a reserved concurrency of 0: it never runs.`,
      cli('lambda delete-function-concurrency', `--function-name ${names.function}`),
    );
  return ok(`The function ${names.function} is ${State.toLowerCase()}.`);
}

/** Whether Lambda retries failed events, and keeps those that the function gave up on. */
export async function asynchronousInvocation({ names, aws, arn }: Deployed): Promise<Finding> {
  const found = await orNotFound(
    aws.lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: names.function })),
  );
  const destination = found?.DestinationConfig?.OnFailure?.Destination;
  const findings = [ok(`Events that the function gives up on go to ${names.givenUpQueue}.`)];
  if (!destination)
    findings.push(problem('The function has no on-failure destination: events that it gives up on are lost.', APPLY));
  else if (destination !== arn('sqs', names.givenUpQueue))
    findings.push(problem(`Events that the function gives up on go to ${destination}, which no alarm watches.`, APPLY));
  if ((found?.MaximumRetryAttempts ?? RETRIES) < RETRIES)
    findings.push(
      problem(`Lambda retries a failed event ${found?.MaximumRetryAttempts} times, not ${RETRIES}.`, APPLY),
    );
  const age = found?.MaximumEventAgeInSeconds ?? LONGEST_EVENT_AGE_SECONDS;
  if (age < LONGEST_EVENT_AGE_SECONDS) findings.push(problem(`Lambda drops events older than ${age} s.`, APPLY));
  return worst(findings);
}
