import { existsSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { DEFAULTS } from '../../lib/settings/defaults';
import { hcl, readStack, type TerraformJson, wholeStack } from '../../testing/synthesis/synthesis';

const folder = wholeStack();
const stack = readStack(folder);

it('is what it was', () => {
  expect(stack).toMatchSnapshot();
});

it('has these outputs', () => {
  expect(Object.keys(stack.output).sort()).toEqual([
    'dead_letter_queue_url',
    'function_name',
    'log_group_name',
    'path_ids',
    'rule_arn',
    'topic_arn',
    'verdicts',
  ]);
});

it('runs on every version of Terraform and of the AWS provider that its defaults plan on', () => {
  expect(stack.terraform.required_version).toBe('>= 1.5');
  expect(stack.terraform.required_providers).toEqual({
    aws: { source: 'hashicorp/aws', version: '>= 5.100.0, < 7.0.0' },
  });
});

it('keeps its state in the project, wherever that is', () => {
  expect(stack.terraform.backend).toEqual({ local: { path: '../../../terraform.reachability-monitor.tfstate' } });
});

it('leaves the Region to the environment of the provider where none is set', () => {
  expect(stack.provider.aws).toEqual([{ region: hcl('var.aws_region') }]);
  expect(stack.variable.aws_region.default).toBeNull();
});

it('has the zip where its JSON says', () => {
  const { filename } = stack.resource.aws_lambda_function.analyzer;
  expect(filename).toMatch(/^\$\{path\.module\}\//);
  expect(existsSync(filename.replace(hcl('path.module'), folder))).toBe(true);
});

it('names nothing of the machine that it was made on', () => {
  const text = JSON.stringify(stack);
  for (const trace of [folder, homedir(), tmpdir(), process.cwd(), join(__dirname, '..'), `${userInfo().username}@`]) {
    expect(text).not.toContain(`"${trace}`);
    expect(text).not.toContain(`${trace}/`);
  }
  expect(text).not.toMatch(/\.ts:\d+/);
});

it('works in any partition: it writes none into an ARN', () => {
  const { resource, locals } = stack;
  expect(JSON.stringify({ resource, locals })).not.toMatch(/arn:aws/);
});

describe('variables', () => {
  const described: [string, { type: string; description: string; default?: unknown; nullable: boolean }][] =
    Object.entries(stack.variable);

  it('are these, with these defaults', () => {
    expect(Object.fromEntries(described.map(([name, variable]) => [name, variable.default]))).toEqual({
      aws_region: null,
      name: 'reachability-monitor',
      paths: {},
      watch_tagged_paths: false,
      notification_emails: [],
      create_topic: true,
      sns_topic_arn: null,
      chat_topic_arn: null,
      trigger: 'network',
      check: 'affected',
      notify_on: 'change',
      settle_seconds: 5,
      schedule_expression: null,
      check_on_deploy: true,
      retry_policy: { maximum_retry_attempts: 8, maximum_event_age_in_seconds: 3600 },
      lambda_runtime: 'nodejs22.x',
      lambda_memory_size: 256,
      lambda_timeout: 900,
      reserved_concurrent_executions: null,
      permissions_boundary: null,
      role_path: '/',
      keep_analyses: 3,
      log_retention_in_days: 30,
      kms_key_arn: null,
      daily_analysis_budget: 100,
      path_metrics: false,
      dashboard: false,
      tags: {},
    });
    expect(DEFAULTS.lambdaRuntime).toBe('nodejs22.x');
  });

  it.each(described)('%s has a type and a description, and null means its default, or none', (name, variable) => {
    expect(variable.type).toMatch(/^(string|number|bool|any|list\(string\)|map\(string\)|object\()/);
    expect(variable.description).toMatch(/^[A-Z"].{20,}\.$/);
    expect(variable.nullable).toBe(variable.default === null || name === 'daily_analysis_budget');
  });

  it('each mention no variable but themselves in their validations, as Terraform 1.5 demands', () => {
    for (const [name, { validation = [] }] of Object.entries<{ validation?: object[] }>(stack.variable)) {
      const mentioned = JSON.stringify(validation).match(/\bvar\.\w+/g) ?? [];
      expect(new Set(mentioned)).toEqual(new Set(validation.length > 0 ? [`var.${name}`] : []));
    }
  });

  it('alone decide: no count or for_each depends on another resource', () => {
    const decides = Object.values<Record<string, TerraformJson>>(stack.resource).flatMap((elements) =>
      Object.values(elements).flatMap((element) => [element.count, element.for_each].filter(Boolean)),
    );
    expect(decides.length).toBeGreaterThan(0);
    for (const value of decides) expect(value).toMatch(/^\$\{[^.]*\b(var|local\.paths)\b/);
    for (const value of decides) expect(value).not.toMatch(/aws_|_arn/);
    expect(stack.locals.paths).toMatch(/^\$\{\{ for name in \[for name in try\(keys\(var\.paths\), \[\]\) /);
    expect(stack.locals.paths).not.toMatch(/aws_|local\./);
  });
});
