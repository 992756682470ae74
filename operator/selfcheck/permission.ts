import { GetPolicyCommand } from '@aws-sdk/client-lambda';
import { orNotFound } from '../aws-error';
import type { Deployed } from './deployed';
import { type ExpectedRule, expectedRules } from './expected-rules';
import { type Finding, ok, unknown, worst } from './finding';
import { admission } from './resource-policy';
import { existingRules, faultOf, ruleNames } from './rules';

/** Whether EventBridge may invoke the function for each of the monitor's rules. */
export async function invokePermission(monitor: Deployed): Promise<Finding> {
  const { aws, names, arn, account, cli } = monitor;
  await monitor.settings();
  const rules = await existingRules(monitor);
  const expected = rules.length > 0 ? rules : expectedRules(names).slice(0, 1);
  const policy = (await orNotFound(aws.lambda.send(new GetPolicyCommand({ FunctionName: names.function }))))?.Policy;
  const ofRule = (rule: ExpectedRule): Finding => {
    const { name } = rule;
    const caller = { principals: ['events.amazonaws.com'], action: 'lambda:InvokeFunction', account };
    const answer = policy ? admission(policy, { ...caller, sourceArn: arn('events', `rule/${name}`) }) : 'refused';
    if (answer === 'admitted') return ok(`The rule ${name} may invoke the function.`);
    if (answer === 'unknown')
      return unknown(
        `The function's policy has conditions that decide whether the rule ${name} may invoke it.`,
        `Read it: ${cli('lambda get-policy', `--function-name ${names.function}`)}`,
      );
    return faultOf(rule)(
      `The rule ${name} may not invoke the function: events go to the dead-letter queue.`,
      `Apply the stack again, or: ${cli('lambda add-permission', `--function-name ${names.function} --statement-id ${name} --action lambda:InvokeFunction --principal events.amazonaws.com --source-arn ${arn('events', `rule/${name}`)}`)}`,
    );
  };
  return worst(expected.map(ofRule), `Each of ${ruleNames(expected)} may invoke the function.`);
}
