import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformFolder } from '../../../testing/deployment/terraform-folder';
import { readStack, wholeStack } from '../../../testing/synthesis/synthesis';
import { temporaryFolder } from '../../../testing/temporary-folder';

const SECONDS = 1_000;

/**
 * The stack's `check` blocks, which a plan of a second evaluates for what the variables say of the
 * resources.
 */
let folder: string;
let terraform: TerraformFolder;
let checks: string;

const write = (text: string): void => {
  const check = JSON.parse(
    text
      .replaceAll('aws_lambda_function.analyzer.runtime', 'var.runtime')
      .replaceAll('aws_sns_topic_subscription.email', 'var.subscriptions'),
  );
  const variable = { runtime: { default: 'nodejs22.x' }, subscriptions: { default: {} } };
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ variable, check }));
};

beforeAll(async () => {
  checks = JSON.stringify(readStack(wholeStack()).check);
  folder = temporaryFolder();
  write(checks);
  terraform = await TerraformFolder.initialized(folder, 'http://127.0.0.1:9');
}, 60 * SECONDS);

const pending = (pending_confirmation: boolean) => ({ pending_confirmation });

it('warns of the addresses that have not confirmed their subscription, and of no other', async () => {
  write(checks.replace('2027-02-01', '2999-01-01'));
  const subscriptions = { 'a@example.com': pending(true), 'b@example.com': pending(false) };
  expect(await terraform.warnings({ subscriptions })).toEqual([
    expect.stringMatching(/^Check block assertion failed: a@example\.com receives no messages until/),
  ]);
  expect(await terraform.warnings({ subscriptions: { 'b@example.com': pending(false) } })).toEqual([]);
  expect(await terraform.warnings({})).toEqual([]);
});

it('warns of the runtime that AWS deprecates on 2027-04-30, three months ahead', async () => {
  expect(checks).toContain('timecmp(plantimestamp(), \\"2027-02-01T00:00:00Z\\") < 0');
  write(checks.replace('2027-02-01', '2001-01-01'));
  const [warning, ...more] = await terraform.warnings({ runtime: 'nodejs22.x' });
  expect(warning).toContain('AWS deprecates the Lambda runtime nodejs22.x on 2027-04-30');
  expect(more).toEqual([]);
  expect(await terraform.warnings({ runtime: 'nodejs24.x' })).toEqual([]);
  write(checks.replace('2027-02-01', '2999-01-01'));
  expect(await terraform.warnings({ runtime: 'nodejs22.x' })).toEqual([]);
});
