import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';
import { isNotFound } from '../aws-error';
import { otherMonitors } from '../other-monitors';
import type { Deployed } from './deployed';
import { type Finding, fatal } from './finding';

/**
 * A finding where the monitor does not exist, such as for a misspelled name. Undefined where a part
 * of it exists or cannot be read.
 */
export async function noSuchMonitor({
  name,
  names,
  aws,
  region,
  account,
  configuration,
}: Deployed): Promise<Finding | undefined> {
  const rule = aws.events.send(new DescribeRuleCommand({ Name: names.changeRule }));
  const absent = await Promise.all([configuration(), rule].map((found) => isAbsent(found)));
  if (absent.includes(false)) return undefined;
  return fatal(
    `There is no monitor ${name} in ${region}, account ${account}; ${await otherMonitors(aws.lambda)}.`,
    'Check --name, the Region and the account; or deploy the monitor.',
  );
}

async function isAbsent(found: Promise<unknown>): Promise<boolean> {
  try {
    await found;
    return false;
  } catch (error) {
    return isNotFound(error);
  }
}
