import { type LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { errorText } from '../command/error-text';
import { variablesOf } from './function-variables';

/**
 * A clause about the monitors of this account and Region, such as `there is reachability-monitor`.
 */
export async function otherMonitors(client: LambdaClient): Promise<string> {
  try {
    const names = await monitorsHere(client);
    if (names.length === 0) return 'there is none';
    return `there ${names.length > 1 ? 'are' : 'is'} ${names.join(', ')}`;
  } catch (error) {
    return `other monitors cannot be listed: ${errorText(error)}`;
  }
}

/** The function of a monitor has the monitor's name. */
async function monitorsHere(client: LambdaClient): Promise<string[]> {
  const names: string[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client }, {}))
    for (const found of Functions)
      if (found.FunctionName && variablesOf(found).MONITOR_NAME === found.FunctionName) names.push(found.FunctionName);
  return names.sort();
}
