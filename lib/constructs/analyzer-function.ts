import { join } from 'node:path';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { App, AssetType, Fn, type Precondition, TerraformAsset, TerraformLocal, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { monitorNames, ROLE_POLICY } from '../../contract/names';
import type { FunctionVariables } from '../../contract/settings';
import { BUNDLE_MODULE, writeLambdaZip } from '../bundle/lambda-bundle';
import { chatStatement, keyStatement, leastPrivilege, type Statement } from '../policies/least-privilege';
import { addressed } from '../terraform/addressed';
import { choose, isGiven } from '../terraform/condition';
import { expression } from '../terraform/expression';
import type { Location } from './location';
import { queue } from './queue';

export interface AnalyzerFunctionProps {
  readonly monitorName: string;
  readonly location: Location;
  readonly topicArn: string;
  readonly environment: FunctionVariables;
  /** Path of the TypeScript file that exports `handler`. */
  readonly lambdaEntry: string;
  readonly lambdaRuntime: string;
  /** MiB, 128 to 10240. */
  readonly lambdaMemorySize: number;
  /** Seconds, up to 900. */
  readonly lambdaTimeout: number;
  readonly reservedConcurrentExecutions?: number;
  readonly logRetentionInDays: number;
  readonly chatTopicArn?: string;
  readonly kmsKeyArn?: string;
  /** ARN of a policy. */
  readonly permissionsBoundary?: string;
  /** Begins and ends with a slash. */
  readonly rolePath: string;
  readonly tags: Record<string, string>;
  /** Checked before Terraform plans anything. */
  readonly preconditions: Precondition[];
}

// Fixed names, and a place at the top of the stack: the synthesized JSON changes neither with the
// code nor with the construct tree. Terraform notices new code by `source_code_hash`.
const ASSET_ID = 'reachability-analyzer';
const ASSET_FOLDER = 'bundle';
const ZIP_NAME = 'analyzer.zip';

/** The function, its role, its log, its code, and the queue for the events that it gave up on. */
export class AnalyzerFunction extends Construct {
  readonly role: IamRole;
  readonly rolePolicy: IamRolePolicy;
  readonly logGroup: CloudwatchLogGroup;
  readonly onFailure: SqsQueue;
  readonly function: LambdaFunction;
  readonly eventInvokeConfig: LambdaFunctionEventInvokeConfig;

  constructor(scope: Construct, id: string, props: AnalyzerFunctionProps) {
    super(scope, id);
    const { tags, kmsKeyArn } = props;
    const names = monitorNames(props.monitorName);
    this.onFailure = queue(this, 'on_failure', { name: names.givenUpQueue, kmsKeyArn, tags });
    this.logGroup = addressed(
      'analyzer',
      new CloudwatchLogGroup(this, 'log', {
        name: names.logGroup,
        retentionInDays: props.logRetentionInDays,
        kmsKeyId: kmsKeyArn,
        tags,
      }),
    );
    this.role = addressed('analyzer', new IamRole(this, 'role', roleConfig(props)));
    this.rolePolicy = addressed('analyzer', new IamRolePolicy(this, 'policy', this.policy(props)));
    this.function = addressed('analyzer', new LambdaFunction(this, 'function', this.functionConfig(props)));
    this.eventInvokeConfig = addressed(
      'analyzer',
      new LambdaFunctionEventInvokeConfig(this, 'asynchronous', {
        functionName: this.function.functionName,
        maximumRetryAttempts: 2,
        destinationConfig: { onFailure: { destination: this.onFailure.arn } },
        // Lambda rejects a destination that the role may not send to.
        dependsOn: [this.rolePolicy],
      }),
    );
  }

  private policy(props: AnalyzerFunctionProps) {
    const statements = leastPrivilege({
      monitorName: props.monitorName,
      ec2Arn: (resource) => props.location.arn('ec2', resource),
      topicArn: props.topicArn,
      onFailureQueueArn: this.onFailure.arn,
      logGroupArn: this.logGroup.arn,
    });
    const local = addressed('least_privilege', new TerraformLocal(this, 'statements', statements));
    const forKey = whereGiven(props.kmsKeyArn, keyStatement);
    const forChat = whereGiven(props.chatTopicArn, chatStatement);
    return {
      name: ROLE_POLICY,
      role: this.role.name,
      policy: Fn.jsonencode({ Version: '2012-10-17', Statement: Fn.concat([local.asList, forKey, forChat]) }),
    };
  }

  private functionConfig(props: AnalyzerFunctionProps) {
    const code = `${expression('path.module')}/${this.asset(props.lambdaEntry).path}`;
    return {
      functionName: monitorNames(props.monitorName).function,
      description: 'Checks the watched network paths with Reachability Analyzer and reports what broke',
      role: this.role.arn,
      runtime: props.lambdaRuntime,
      handler: `${BUNDLE_MODULE}.handler`,
      filename: code,
      sourceCodeHash: Fn.filebase64sha256(code),
      memorySize: props.lambdaMemorySize,
      timeout: props.lambdaTimeout,
      reservedConcurrentExecutions: props.reservedConcurrentExecutions,
      environment: { variables: props.environment },
      kmsKeyArn: props.kmsKeyArn,
      tags: props.tags,
      // The function needs its permissions before it runs, and its log group until it is gone:
      // Lambda would create one without retention.
      dependsOn: [this.rolePolicy, this.logGroup],
      lifecycle: { precondition: props.preconditions },
    };
  }

  private asset(entry: string): TerraformAsset {
    const path = writeLambdaZip(entry, join(App.of(this).outdir, ASSET_ID, ZIP_NAME));
    return new TerraformAsset(TerraformStack.of(this), ASSET_ID, {
      path,
      type: AssetType.FILE,
      assetHash: ASSET_FOLDER,
    });
  }
}

const whereGiven = (arn: string | undefined, statement: (arn: string) => Statement) =>
  arn === undefined ? [] : choose(isGiven(arn), [statement(arn)], []);

const roleConfig = ({ monitorName, permissionsBoundary, rolePath, tags }: AnalyzerFunctionProps) => ({
  // Role names are unique in an account: a prefix allows the same monitor in several Regions.
  namePrefix: monitorNames(monitorName).rolePrefix,
  path: rolePath,
  permissionsBoundary,
  tags,
  description: 'Permissions of the reachability monitor',
  assumeRolePolicy: Fn.jsonencode({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  }),
});
