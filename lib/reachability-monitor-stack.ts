import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { chooseBackend } from './backend';
import { ReachabilityMonitor } from './reachability-monitor';
import { Variables } from './settings/variables';
import { addressed } from './terraform/addressed';

/** Every version on which the defaults plan; the binding would pin a single one. */
const PROVIDER = { source: 'hashicorp/aws', version: '>= 5.100.0, < 7.0.0' };
const TERRAFORM_VERSIONS = '>= 1.5';

/** The monitor, with a Terraform variable for everything that an operator decides. */
export class ReachabilityMonitorStack extends TerraformStack {
  readonly monitor: ReachabilityMonitor;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const variables = new Variables(this, 'variables');
    new AwsProvider(this, 'aws', { region: variables.awsRegion });
    this.monitor = new ReachabilityMonitor(this, 'monitor', variables.monitorProps);
    this.outputs();
    chooseBackend(this);
    this.addOverride('terraform.required_version', TERRAFORM_VERSIONS);
    this.addOverride('terraform.required_providers.aws', PROVIDER);
  }

  private outputs(): void {
    const { alerting, analyzer, detection, lifecycle, paths } = this.monitor;
    const output = (name: string, description: string, value: unknown) =>
      addressed(name, new TerraformOutput(this, name, { description, value }));
    output('path_ids', "The ID of each network insights path, by the path's name.", paths.ids);
    output('verdicts', "The outcome of each path as of the last apply, by the path's name.", lifecycle.verdicts);
    output('topic_arn', 'The ARN of the SNS topic that messages are sent to.', alerting.topicArn);
    output('function_name', 'The name of the Lambda function that checks the paths.', analyzer.function.functionName);
    output(
      'rule_arn',
      'The ARN of the EventBridge rule that starts a check when the network changes.',
      detection.change.arn,
    );
    output(
      'dead_letter_queue_url',
      'The URL of the SQS queue for events that EventBridge could not deliver.',
      detection.deadLetter.url,
    );
    output('log_group_name', 'The name of the CloudWatch log group of the function.', analyzer.logGroup.name);
  }
}
