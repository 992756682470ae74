import { VariableType } from 'cdktf';
import { Construct } from 'constructs';
import type { ReachabilityMonitorProps } from '../reachability-monitor';
import { matches, must, nullOr } from '../terraform/validation';
import { variable } from '../terraform/variable';
import { checkVariables } from './check-variables';
import { functionVariables } from './function-variables';
import { notificationVariables } from './notification-variables';
import { observabilityVariables } from './observability-variables';
import { retentionVariables } from './retention-variables';
import { roleVariables } from './role-variables';
import { watchedPathVariables } from './watched-path-variables';

const REGION = '^[a-z]{2,}(-[a-z]+)+-[0-9]+$';

/** Everything that an operator decides, as Terraform variables. */
export class Variables extends Construct {
  /** Null: the provider takes the Region from its environment. */
  readonly awsRegion: string;
  readonly monitorProps: ReachabilityMonitorProps;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.awsRegion = variable(this, 'aws_region', {
      type: VariableType.STRING,
      default: null,
      description:
        'Optional AWS Region, such as "eu-central-1". Null: the Region from the environment of the AWS provider.',
      ...must(
        nullOr('var.aws_region', matches('var.aws_region', REGION)),
        'aws_region must be a Region\'s name such as "eu-central-1", or null.',
      ),
    }).stringValue;
    this.monitorProps = {
      ...watchedPathVariables(this),
      ...notificationVariables(this),
      ...checkVariables(this),
      ...functionVariables(this),
      ...retentionVariables(this),
      ...roleVariables(this),
      ...observabilityVariables(this),
    };
  }
}
