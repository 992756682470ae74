import { GetPolicyCommand } from '@aws-sdk/client-lambda';
import { orNotFound } from '../aws-error';
import type { Deployed } from './deployed';
import { type Finding, fatal, ok, problem, unknown, worst } from './finding';
import { admission } from './resource-policy';
import { existingRules } from './rules';

/** Whether EventBridge may invoke the function for each of the monitor's rules. */
export async function invokePermission(monitor: Deployed): Promise<Finding> {
  const { aws, names, arn, account } = monitor;
  await monitor.settings();
  const rules = await existingRules(monitor);
  const expected = rules.length > 0 ? rules : [names.changeRule];
  const policy = (await orNotFound(aws.lambda.send(new GetPolicyCommand({ FunctionName: names.function }))))?.Policy;
  const ofRule = (rule: string): Finding => {
    const caller = { service: 'events.amazonaws.com', action: 'lambda:InvokeFunction', account };
    const answer = policy ? admission(policy, { ...caller, sourceArn: arn('events', `rule/${rule}`) }) : 'refused';
    if (answer === 'admitted') return ok(`The rule ${rule} may invoke the function.`);
    if (answer === 'unknown')
      return unknown(
        `The function's policy has conditions that decide whether the rule ${rule} may invoke it.`,
        `Read it: aws lambda get-policy --function-name ${names.function}.`,
      );
    const bad = rule === names.changeRule ? fatal : problem;
    return bad(
      `The rule ${rule} may not invoke the function: events go to the dead letters.`,
      `Apply the stack again, or: aws lambda add-permission --function-name ${names.function} --statement-id ${rule} --action lambda:InvokeFunction --principal events.amazonaws.com --source-arn ${arn('events', `rule/${rule}`)}`,
    );
  };
  return worst(expected.map(ofRule));
}
