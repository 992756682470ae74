import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import { Construct } from 'constructs';
import { addressed } from '../terraform/addressed';

/** Where the provider deploys to, for ARNs that are built from names. */
export class Location extends Construct {
  readonly partition: string;
  readonly region: string;
  readonly account: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.partition = addressed('current', new DataAwsPartition(this, 'partition')).partition;
    // `name` is deprecated in provider 6 and `region` is unknown to provider 5; `id` is the Region's name in both.
    this.region = addressed('current', new DataAwsRegion(this, 'region')).id;
    this.account = addressed('current', new DataAwsCallerIdentity(this, 'account')).accountId;
  }

  /** The ARN of a resource here, such as `arn('events', 'rule/web')`. */
  arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.region}:${this.account}:${resource}`;
  }
}
