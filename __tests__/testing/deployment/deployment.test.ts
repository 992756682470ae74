import { AWS_PROVIDER, advanced, type Progress } from '../../../testing/deployment/deployment';
import { readStack, wholeStack } from '../../../testing/synthesis/synthesis';

// Lines as Terraform 1.11 writes them with -no-color.
const APPLY = [
  'Plan: 2 to add, 0 to change, 0 to destroy.',
  'aws_iam_role.analyzer: Creating...',
  'aws_sqs_queue.dead_letter: Creating...',
  'aws_iam_role.analyzer: Creation complete after 0s [id=reachability-monitor]',
  'aws_sqs_queue.dead_letter: Still creating... [10s elapsed]',
  'aws_sqs_queue.dead_letter: Creation complete after 25s [id=http://127.0.0.1/queue]',
  'Apply complete! Resources: 2 added, 0 changed, 0 destroyed.',
];

const DESTROY = [
  'Plan: 0 to add, 0 to change, 1 to destroy.',
  'aws_ec2_network_insights_path.path["web"]: Destroying... [id=nip-1]',
  'aws_ec2_network_insights_path.path["web"]: Destruction complete after 0s',
];

const after = (lines: readonly string[]): Progress => lines.reduce(advanced, { done: 0 });

it.each<[string, readonly string[], Progress]>([
  ['nothing yet', [], { done: 0 }],
  ['a plan', APPLY.slice(0, 1), { done: 0, total: 2 }],
  ['half an apply', APPLY.slice(0, 5), { done: 1, total: 2, current: 'aws_sqs_queue.dead_letter' }],
  ['an apply', APPLY, { done: 2, total: 2, current: 'aws_sqs_queue.dead_letter' }],
  ['a destroy', DESTROY, { done: 1, total: 1, current: 'aws_ec2_network_insights_path.path["web"]' }],
])('reads the progress after %s', (_, lines, progress) => {
  expect(after(lines)).toEqual(progress);
});

it('installs the same provider as the stack requires', () => {
  expect(AWS_PROVIDER).toEqual(readStack(wholeStack()).terraform.required_providers.aws);
});
