import { type Sandbox, startSandbox } from '../../../sandbox/sandbox';
import { TerraformFolder } from '../../../testing/deployment/terraform-folder';
import { wholeStack } from '../../../testing/synthesis/synthesis';

const SECONDS = 1_000;
const PATHS = { web: { source: 'i-0123456789abcdef0', destination: 'igw-0123456789abcdef0', destination_port: 443 } };
const TOPIC = 'arn:aws-cn:sns:cn-north-1:123456789012:network';
const CHAT = 'arn:aws-cn:sns:cn-north-1:123456789012:network-chat';
const KEY = 'arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

let sandbox: Sandbox;
let folder: TerraformFolder;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0, eventDelaySeconds: 0 });
  folder = await TerraformFolder.initialized(wholeStack(), sandbox.endpoint);
}, 60 * SECONDS);

afterAll(() => sandbox.close());

/** Plans once for many values of different variables: Terraform tells of each. */
describe('terraform plan refuses', () => {
  let refusals: string;

  const WRONG: Record<string, [unknown, string]> = {
    aws_region: ['Frankfurt', 'aws_region must be a Region\'s name such as "eu-central-1"'],
    name: ['two words', 'name must be 1 to 37 letters, digits, hyphens and underscores'],
    notification_emails: [['network@example.com', 'nobody'], 'notification_emails must hold e-mail addresses'],
    sns_topic_arn: [
      'arn:aws:sns:us-east-1:123456789012:ordered.fifo',
      'sns_topic_arn must be the ARN of a standard topic',
    ],
    chat_topic_arn: ['network-chat', 'chat_topic_arn must be the ARN of a standard topic'],
    daily_analysis_budget: [0.5, 'daily_analysis_budget must be a whole number of analyses of at least 1, or null'],
    trigger: ['everything', 'trigger must be "network" or "security-groups"'],
    check: ['some', 'check must be "affected" or "all"'],
    notify_on: ['never', 'notify_on must be "change" or "every-check"'],
    settle_seconds: [301, 'settle_seconds must be a whole number of seconds from 0 to 300'],
    schedule_expression: ['rate(1 hours)', 'schedule_expression must be "rate(1 hour)"'],
    lambda_runtime: ['nodejs18.x', 'lambda_runtime must be "nodejs22.x" or a later Node.js runtime'],
    lambda_memory_size: [64, 'lambda_memory_size must be a whole number of MiB from 128 to 10240'],
    lambda_timeout: [3, 'lambda_timeout must be a whole number of seconds from 240 to 900'],
    reserved_concurrent_executions: [0, 'reserved_concurrent_executions must be a whole number of at least 1'],
    keep_analyses: [0, 'keep_analyses must be a whole number of at least 1'],
    log_retention_in_days: [31, 'log_retention_in_days must be one of 0, 1, 3, 5, 7, 14, 30'],
    kms_key_arn: [
      'arn:aws:kms:us-east-1:123456789012:alias/mine',
      'kms_key_arn must be the ARN of a key (not of an alias)',
    ],
    permissions_boundary: ['boundary', 'permissions_boundary must be the ARN of an IAM policy'],
    role_path: ['network', 'role_path must begin and end with "/"'],
    tags: [{ 'aws:owner': 'me' }, 'tags must have keys of 1 to 128 characters that do not begin with "aws:"'],
  };

  const WRONG_RETRIES: Record<string, [number, string]> = {
    maximum_retry_attempts: [200, 'retry_policy.maximum_retry_attempts must be a whole number from 0 to 185'],
    maximum_event_age_in_seconds: [
      10,
      'retry_policy.maximum_event_age_in_seconds must be a whole number of seconds from 60 to 86400',
    ],
  };

  const WRONG_PATHS: Record<string, [object, string]> = {
    'a*b': [{}, 'paths["a*b"] must have a name of 1 to 128 letters, digits, spaces'],
    balanced: [{ source: 'my-load-balancer' }, 'paths["balanced"].source must be an instance (i-…)'],
    round: [{ destination: PATHS.web.source }, 'paths["round"] must lead from one resource to another'],
    'to db': [{ destination: 'db-1' }, 'paths["to db"].destination must be an instance (i-…)'],
    nowhere: [{ destination: null }, 'paths["nowhere"] must have a destination (a resource) or a destination_ip'],
    far: [{ destination_ip: '10.0.0.256' }, 'paths["far"].destination_ip must be an IPv4 address'],
    near: [{ source_ip: '::1' }, 'paths["near"].source_ip must be an IPv4 address'],
    ping: [{ protocol: 'icmp' }, 'paths["ping"].protocol must be "tcp" or "udp"'],
    high: [{ destination_port: 70000 }, 'paths["high"].destination_port must be a whole number from 1 to 65535'],
    typo: [{ expct: 'unreachable' }, 'paths["typo"].expct (did you mean expect?) is not an attribute of a path'],
    unsure: [{ expect: 'maybe' }, 'paths["unsure"].expect must be "reachable" or "unreachable"'],
  };

  const values = <T>(wrong: Record<string, [T, string]>) =>
    Object.fromEntries(Object.entries(wrong).map(([name, [value]]) => [name, value]));

  beforeAll(async () => {
    const paths = Object.fromEntries(
      Object.entries(values(WRONG_PATHS)).map(([name, wrong]) => [name, { ...PATHS.web, ...(wrong as object) }]),
    );
    const given = { ...values(WRONG), retry_policy: values(WRONG_RETRIES), paths: { ...paths, ...PATHS } };
    refusals = (await folder.refusals(given)).join('\n').replace(/\s+/g, ' ');
  }, 120 * SECONDS);

  it.each([...Object.entries(WRONG), ...Object.entries(WRONG_RETRIES), ...Object.entries(WRONG_PATHS)])(
    'a wrong value, with the field and what would be right: %s',
    (_, [, message]) => {
      expect(refusals).toContain(message);
    },
  );

  it('no path that is right', () => {
    expect(refusals).not.toContain('paths["web"]');
  });
});

describe('terraform plan refuses what does not go together', () => {
  const refused = async (variables: object): Promise<string[]> =>
    (await folder.refusals(variables)).map((refusal) => refusal.replace(/\s+/g, ' '));

  it(
    'nothing to watch, a skip on the strength of events that do not come, no topic, and a runtime that the provider does not know',
    async () => {
      const refusals = await refused({
        paths: {},
        trigger: 'security-groups',
        create_topic: false,
        lambda_runtime: 'nodejs24.x',
      });
      expect(refusals.sort()).toEqual([
        expect.stringContaining('check = "affected" cannot be combined with trigger = "security-groups"'),
        expect.stringContaining(
          'lambda_runtime is later than nodejs22.x, the latest that version 5 of the AWS provider supports',
        ),
        expect.stringContaining('paths is empty, so nothing would be watched'),
        expect.stringContaining('sns_topic_arn must be set when create_topic is false'),
      ]);
    },
    120 * SECONDS,
  );

  it(
    'two topics',
    async () => {
      expect(await refused({ paths: PATHS, sns_topic_arn: TOPIC })).toEqual([
        expect.stringContaining('sns_topic_arn is set, but create_topic = true creates another topic'),
      ]);
    },
    120 * SECONDS,
  );
});

describe('terraform plan accepts', () => {
  it(
    'nothing but paths, as terraform validate does',
    async () => {
      await folder.validate();
      const { resources, values } = await folder.plan({ paths: PATHS });
      expect(resources.filter(({ address }) => !address.startsWith('data.'))).toHaveLength(35);
      expect(values('aws_sqs_queue.dead_letter')).toMatchObject({ sqs_managed_sse_enabled: true });
      expect(values('aws_cloudwatch_metric_alarm.analyses_beyond_budget[0]').threshold).toBe(100);
    },
    120 * SECONDS,
  );

  it(
    'a path to an address: with a filter at its source, and without the arguments that exclude it',
    async () => {
      const dns = {
        source: 'eni-0123456789abcdef0',
        destination_ip: '10.0.0.2',
        source_ip: '10.0.1.7',
        protocol: 'udp',
        destination_port: 53,
        expect: 'unreachable',
      };
      const anyPort = { source: 'i-0123456789abcdef0', destination_ip: '192.0.2.1' };
      const { values } = await folder.plan({
        paths: { ...PATHS, dns, 'any port': anyPort },
        tags: { Team: 'network' },
      });

      const toDns = values('aws_ec2_network_insights_path.path["dns"]');
      expect(toDns).toMatchObject({
        source: dns.source,
        destination: null,
        destination_ip: null,
        destination_port: null,
        source_ip: null,
        protocol: 'udp',
        tags: { Name: 'dns', Expect: 'unreachable', ReachabilityMonitor: 'reachability-monitor', Team: 'network' },
      });
      expect(toDns.filter_at_source[0]).toMatchObject({
        destination_address: '10.0.0.2',
        source_address: '10.0.1.7',
        destination_port_range: [{ from_port: 53, to_port: 53 }],
      });
      expect(
        values('aws_ec2_network_insights_path.path["any port"]').filter_at_source[0].destination_port_range,
      ).toEqual([]);
      expect(values('aws_ec2_network_insights_path.path["web"]')).toMatchObject({
        destination: PATHS.web.destination,
        destination_port: 443,
        protocol: 'tcp',
        tags: { Name: 'web', Expect: 'reachable' },
      });
      expect(values('aws_ec2_network_insights_path.path["web"]').filter_at_source).toBeUndefined();
    },
    120 * SECONDS,
  );

  it(
    'a value for every variable, with ARNs of any partition',
    async () => {
      const { values, resources } = await folder.plan({
        aws_region: 'us-gov-west-1',
        name: 'x'.repeat(37),
        paths: {},
        watch_tagged_paths: true,
        notification_emails: ['network@example.com', 'duty@example.com'],
        create_topic: false,
        sns_topic_arn: TOPIC,
        trigger: 'security-groups',
        check: 'all',
        notify_on: 'every-check',
        settle_seconds: 0,
        schedule_expression: 'cron(0 6 ? * MON-FRI *)',
        check_on_deploy: false,
        retry_policy: { maximum_retry_attempts: 185 },
        lambda_runtime: 'nodejs22.x',
        lambda_memory_size: 10240,
        lambda_timeout: 240,
        reserved_concurrent_executions: 1,
        permissions_boundary: 'arn:aws-us-gov:iam::123456789012:policy/org/boundary',
        role_path: '/network/',
        keep_analyses: 1,
        log_retention_in_days: 0,
        kms_key_arn: KEY,
        chat_topic_arn: CHAT,
        daily_analysis_budget: null,
        path_metrics: true,
        dashboard: true,
        tags: { Team: 'network' },
      });
      const addresses = resources.map(({ address }) => address);
      expect(addresses).not.toContain('aws_sns_topic.alerts[0]');
      expect(addresses).not.toContain('aws_cloudwatch_metric_alarm.analyses_beyond_budget[0]');
      const dashboard = values('aws_cloudwatch_dashboard.monitor[0]');
      expect(dashboard.dashboard_name).toBe(`${'x'.repeat(37)}-us-gov-west-1`);
      const [paths] = JSON.parse(dashboard.dashboard_body).widgets[0].properties.metrics[0];
      expect(paths).toEqual({
        id: 'paths',
        expression: `FILL(SEARCH('{ReachabilityMonitor,Monitor,Path} MetricName="PathOutcome" Monitor="${'x'.repeat(37)}"', 'Maximum', 300), REPEAT)`,
        // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudWatch puts the path's name there
        label: "${PROP('Dim.Path')}",
      });
      expect(addresses).toContain('aws_sns_topic_subscription.email["duty@example.com"]');
      expect(values('aws_cloudwatch_event_rule.sweep[0]').schedule_expression).toBe('cron(0 6 ? * MON-FRI *)');
      expect(JSON.parse(values('aws_cloudwatch_event_rule.change').event_pattern).detail.eventName).toHaveLength(7);
      expect(values('aws_cloudwatch_event_target.change').retry_policy).toEqual([
        { maximum_retry_attempts: 185, maximum_event_age_in_seconds: 3600 },
      ]);
      expect(values('aws_lambda_function.analyzer').environment[0].variables).toEqual({
        SNS_TOPIC_ARN: TOPIC,
        MONITOR_NAME: 'x'.repeat(37),
        NOTIFY_ON: 'every-check',
        CHECK: 'all',
        SETTLE_SECONDS: '0',
        KEEP_ANALYSES: '1',
        PATH_METRICS: 'true',
        CHAT_TOPIC_ARN: CHAT,
        DECLARED_PATHS: '',
      });
      expect(addresses).not.toContain('aws_cloudwatch_event_rule.appliance[0]');
      expect(values('aws_iam_role.analyzer')).toMatchObject({
        path: '/network/',
        permissions_boundary: 'arn:aws-us-gov:iam::123456789012:policy/org/boundary',
      });
      expect(values('aws_cloudwatch_metric_alarm.dead_letters').alarm_actions).toEqual([TOPIC]);
      for (const queue of ['aws_sqs_queue.dead_letter', 'aws_sqs_queue.on_failure']) {
        expect(values(queue).kms_master_key_id).toBe(KEY);
        expect(values(queue).sqs_managed_sse_enabled).not.toBe(true);
      }
      const [statement] = JSON.parse(values('aws_sqs_queue.dead_letter').policy).Statement;
      expect(statement.Resource).toMatch(/^arn:aws:sqs:us-gov-west-1:123456789012:x{37}-dead-letters$/);
    },
    120 * SECONDS,
  );
});
