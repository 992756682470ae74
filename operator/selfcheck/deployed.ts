import { type FunctionConfiguration, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { errorText } from '../../command/error-text';
import { type MonitorNames, monitorNames } from '../../contract/names';
import type { AwsClients } from '../clients';
import { Unanswerable } from './finding';

/** A deployed monitor, its account and Region, and access to it. */
export interface Deployed {
  readonly name: string;
  readonly names: MonitorNames;
  readonly aws: AwsClients;
  readonly account: string;
  readonly region: string;
  readonly now: Date;
  /** The ARN of a resource here, such as `arn('events', 'rule/web')`. */
  arn(service: string, resource: string): string;
  /** A command of the AWS CLI in this Region, such as `cli('events enable-rule', '--name web')`. */
  cli(operation: string, options: string): string;
  /** The function's settings. Throws AWS's error. */
  readonly configuration: () => Promise<FunctionConfiguration>;
  /** The same, for checks that depend on the function. Throws Unanswerable. */
  readonly settings: () => Promise<FunctionConfiguration>;
}

/**
 * Looks up the account and Region of the credentials. Throws AWS's error without credentials or a
 * Region.
 */
export async function deployed(name: string, aws: AwsClients, now: Date): Promise<Deployed> {
  const region = await aws.sts.config.region();
  const { Account: account = '', Arn = '' } = await aws.sts.send(new GetCallerIdentityCommand({}));
  const [, partition = 'aws'] = Arn.split(':');
  const names = monitorNames(name);
  let asked: Promise<FunctionConfiguration> | undefined;
  const configuration = () => {
    asked ??= aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: names.function }));
    return asked;
  };
  const settings = () =>
    configuration().catch((error: unknown) => {
      throw new Unanswerable(`This cannot be checked without the function's settings: ${errorText(error)}`);
    });
  const arn = (service: string, resource: string) => `arn:${partition}:${service}:${region}:${account}:${resource}`;
  const cli = (operation: string, options: string) => `aws ${operation} --region ${region} ${options}`;
  return { name, names, aws, account, region, now, arn, cli, configuration, settings };
}
