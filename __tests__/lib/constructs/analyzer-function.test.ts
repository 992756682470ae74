import { hcl, monitorStack } from '../../../testing/synthesis/synthesis';

const { resource, locals } = monitorStack();
const analyzer = resource.aws_lambda_function.analyzer;

describe('the function', () => {
  it('runs the bundled handler with time enough to wait for analyses', () => {
    expect(analyzer).toMatchObject({
      function_name: 'reachability-monitor',
      handler: 'index.handler',
      runtime: 'nodejs22.x',
      memory_size: 256,
      timeout: 900,
    });
    expect(analyzer).not.toHaveProperty('reserved_concurrent_executions');
  });

  it('takes its code from a fixed place in the module, and its hash from Terraform', () => {
    const zip = `${hcl('path.module')}/assets/reachability-analyzer/bundle/analyzer.zip`;
    expect(analyzer.filename).toBe(zip);
    expect(analyzer.source_code_hash).toBe(`\${filebase64sha256("${zip}")}`);
  });

  it('has its settings in its environment', () => {
    const { environment } = monitorStack({
      name: 'prod',
      createTopic: false,
      snsTopicArn: 'arn:aws:sns:us-east-1:123456789012:network',
      notifyOn: 'every-check',
      check: 'all',
      settleSeconds: 0,
      keepAnalyses: 10,
      pathMetrics: true,
      chatTopicArn: 'arn:aws:sns:us-east-1:123456789012:network-chat',
    }).resource.aws_lambda_function.analyzer;
    expect(environment.variables).toEqual({
      SNS_TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:network',
      MONITOR_NAME: 'prod',
      NOTIFY_ON: 'every-check',
      CHECK: 'all',
      SETTLE_SECONDS: 0,
      KEEP_ANALYSES: 10,
      PATH_METRICS: true,
      CHAT_TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:network-chat',
      DECLARED_PATHS: expect.stringContaining('local.declared_paths'),
    });
  });

  it('is there after its permissions and its log, and gone before them', () => {
    expect(analyzer.depends_on).toEqual(['aws_iam_role_policy.analyzer', 'aws_cloudwatch_log_group.analyzer']);
  });
});

describe('the role', () => {
  it('can be assumed by Lambda only', () => {
    expect(resource.aws_iam_role.analyzer.assume_role_policy).toContain(
      '"Principal" = {"Service" = "lambda.amazonaws.com"}, "Action" = "sts:AssumeRole"',
    );
  });

  it('has the path and the boundary that are given, and else neither', () => {
    const boundary = 'arn:aws:iam::123456789012:policy/boundary';
    const { analyzer } = monitorStack({ rolePath: '/network/', permissionsBoundary: boundary }).resource.aws_iam_role;
    expect(analyzer).toMatchObject({ path: '/network/', permissions_boundary: boundary });
    expect(resource.aws_iam_role.analyzer.path).toBe('/');
    expect(resource.aws_iam_role.analyzer).not.toHaveProperty('permissions_boundary');
  });

  it('has one inline policy and no managed one', () => {
    expect(Object.keys(resource.aws_iam_role_policy)).toEqual(['analyzer']);
    expect(resource.aws_iam_role_policy.analyzer.policy).toContain('concat(local.least_privilege, [], [])');
    expect(resource).not.toHaveProperty('aws_iam_role_policy_attachment');
    expect(resource.aws_iam_role.analyzer).not.toHaveProperty('managed_policy_arns');
  });

  it('is limited to this account and Region, in any partition', () => {
    const limited = locals.least_privilege.filter((statement: { Resource: string }) => statement.Resource !== '*');
    const own =
      /^arn:\$\{data\.aws_partition\.current\.partition\}:ec2:\$\{data\.aws_region\.current\.id\}:\$\{data\.aws_caller_identity\.current\.account_id\}:|^\$\{aws_|^\$\{one\(aws_sns_topic/;
    for (const { Resource } of limited) expect(Resource).toMatch(own);
    expect(limited).toHaveLength(10);
  });

  it('may publish to the chat topic that is given', () => {
    const chatTopicArn = 'arn:aws:sns:us-east-1:123456789012:network-chat';
    const { policy } = monitorStack({ chatTopicArn }).resource.aws_iam_role_policy.analyzer;
    expect(policy).toContain(`"Action" = "sns:Publish", "Resource" = "${chatTopicArn}"`);
  });

  it('may use the key that is given', () => {
    const kmsKeyArn = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const { resource } = monitorStack({ kmsKeyArn });
    expect(resource.aws_iam_role_policy.analyzer.policy).toContain(`"Resource" = "${kmsKeyArn}"`);
    expect(resource.aws_lambda_function.analyzer.kms_key_arn).toBe(kmsKeyArn);
    expect(resource.aws_cloudwatch_log_group.analyzer.kms_key_id).toBe(kmsKeyArn);
  });
});

it('keeps its log for as long as is wanted', () => {
  expect(resource.aws_cloudwatch_log_group.analyzer).toMatchObject({
    name: '/aws/lambda/reachability-monitor',
    retention_in_days: 30,
  });
  expect(monitorStack({ logRetentionInDays: 365 }).resource.aws_cloudwatch_log_group.analyzer.retention_in_days).toBe(
    365,
  );
});

it('keeps the events that the function gave up on, after two further tries, in an encrypted queue', () => {
  expect(resource.aws_lambda_function_event_invoke_config.analyzer).toMatchObject({
    function_name: hcl('aws_lambda_function.analyzer.function_name'),
    maximum_retry_attempts: 2,
    destination_config: { on_failure: { destination: hcl('aws_sqs_queue.on_failure.arn') } },
    depends_on: ['aws_iam_role_policy.analyzer'],
  });
  expect(resource.aws_sqs_queue.on_failure).toMatchObject({
    name: 'reachability-monitor-given-up',
    sqs_managed_sse_enabled: true,
    message_retention_seconds: 1_209_600,
  });
});
