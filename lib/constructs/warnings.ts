import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { DEFAULTS } from '../settings/defaults';

const hcl = (expression: string): string => `\${${expression}}`;

// Three months before AWS deprecates the runtime:
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
const RUNTIME_WARNING_FROM = '2027-02-01T00:00:00Z';

/** Warnings at every plan, by name; they do not stop Terraform. */
const WARNINGS = {
  lambda_runtime: {
    condition: hcl(
      `aws_lambda_function.analyzer.runtime != "${DEFAULTS.lambdaRuntime}" || timecmp(plantimestamp(), "${RUNTIME_WARNING_FROM}") < 0`,
    ),
    error_message:
      'AWS deprecates the Lambda runtime nodejs22.x on 2027-04-30, creates no function with it from 2027-06-01, and updates none from 2027-07-01. Set lambda_runtime = "nodejs24.x"; it requires a release of the AWS provider, version 6 or later, that supports it.',
  },
  unconfirmed_subscriptions: {
    condition: hcl(
      'alltrue([for subscription in aws_sns_topic_subscription.email : !subscription.pending_confirmation])',
    ),
    error_message: `${hcl(
      'join(", ", [for address, subscription in aws_sns_topic_subscription.email : address if subscription.pending_confirmation])',
    )} receives no messages until the subscription is confirmed, and never those sent before: follow the link in the mail that AWS sent to the address.`,
  },
} as const;

/**
 * Adds Terraform's `check` blocks, which warn at plan and apply; CDKTF has no construct for them.
 */
export const addWarnings = (scope: Construct): void => {
  for (const [name, assert] of Object.entries(WARNINGS)) {
    TerraformStack.of(scope).addOverride(`check.${name}`, { assert: [assert] });
  }
};
