import { GetFunctionConcurrencyCommand, GetFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { orNotFound } from '../aws-error';
import type { Deployed } from './deployed';
import { type Finding, fatal, ok, problem } from './finding';

/** Whether the function is there, can run, and belongs to this monitor. */
export async function analyzerFunction({ name, names, aws, region, configuration }: Deployed): Promise<Finding> {
  const found = await orNotFound(configuration());
  if (!found)
    return fatal(
      `There is no function ${names.function} in ${region}.`,
      'Check --name, the Region and the account; or deploy the monitor.',
    );
  const { State = 'Active', StateReason, LastUpdateStatus, LastUpdateStatusReason, Environment } = found;
  if (State === 'Failed' || LastUpdateStatus === 'Failed')
    return fatal(
      `The function ${names.function} cannot run: ${StateReason ?? LastUpdateStatusReason ?? State}.`,
      'Apply the stack again.',
    );
  const monitorName = Environment?.Variables?.MONITOR_NAME;
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
      `aws lambda delete-function-concurrency --function-name ${names.function}`,
    );
  return ok(`The function ${names.function} is ${State.toLowerCase()}.`);
}

/** Whether what the function gives up on is kept. */
export async function onFailureDestination({ names, aws }: Deployed): Promise<Finding> {
  const found = await orNotFound(
    aws.lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: names.function })),
  );
  const destination = found?.DestinationConfig?.OnFailure?.Destination;
  if (!destination)
    return problem(
      'The function has no on-failure destination: events that it gives up on are lost.',
      'Apply the stack again.',
    );
  return ok(`What the function gives up on goes to ${destination.split(':').at(-1)}.`);
}
