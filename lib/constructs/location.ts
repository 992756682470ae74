import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import { Construct } from 'constructs';
import { addressed } from '../terraform/addressed';

/** The partition, Region and account that the provider deploys to, to build ARNs from names. */
export class Location extends Construct {
  readonly partition: string;
  readonly region: string;
  readonly account: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.partition = addressed('current', new DataAwsPartition(this, 'partition')).partition;
    // Provider 6 deprecates `name`, and provider 5 lacks `region`; `id` is the Region's name in
    // both.
    this.region = addressed('current', new DataAwsRegion(this, 'region')).id;
    this.account = addressed('current', new DataAwsCallerIdentity(this, 'account')).accountId;
  }

  /** The ARN of a resource here, such as `arn('events', 'rule/web')`. */
  arn(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.region}:${this.account}:${resource}`;
  }
}
