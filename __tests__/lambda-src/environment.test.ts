import { parseEnvironment } from '../../lambda-src/environment';
import { exampleEnvironment } from '../../testing/example-environment';

const GOOD = exampleEnvironment({
  SNS_TOPIC_ARN: 'arn:aws-us-gov:sns:us-gov-west-1:123456789012:alerts',
  AWS_REGION: 'us-gov-west-1',
  CHECK: 'all',
  SETTLE_SECONDS: '0',
});

it('reads every variable', () => {
  expect(parseEnvironment(GOOD)).toEqual({
    topicArn: GOOD.SNS_TOPIC_ARN,
    partition: 'aws-us-gov',
    region: 'us-gov-west-1',
    monitorName: 'reachability-monitor',
    notifyOn: 'change',
    check: 'all',
    settleSeconds: 0,
    keepAnalyses: 3,
    pathMetrics: false,
  });
});

it('takes one or more path ids', () => {
  const { pathIds } = parseEnvironment({ ...GOOD, NETWORK_INSIGHTS_PATH_ID: 'nip-0a, nip-0b,nip-0a' });
  expect(pathIds).toEqual(['nip-0a', 'nip-0b']);
});

it('reports metrics of each path where that is wanted', () => {
  expect(parseEnvironment({ ...GOOD, PATH_METRICS: 'true' }).pathMetrics).toBe(true);
  expect(parseEnvironment({ ...GOOD, PATH_METRICS: '' }).pathMetrics).toBe(false);
});

it('knows a chat where there is one', () => {
  const chat = 'arn:aws-us-gov:sns:us-gov-west-1:123456789012:chat';
  expect(parseEnvironment({ ...GOOD, CHAT_TOPIC_ARN: chat }).chatTopicArn).toBe(chat);
  expect(parseEnvironment({ ...GOOD, CHAT_TOPIC_ARN: '' }).chatTopicArn).toBeUndefined();
});

it('lets the tag decide where the path ids are empty', () => {
  expect(parseEnvironment({ ...GOOD, NETWORK_INSIGHTS_PATH_ID: ' ' }).pathIds).toBeUndefined();
});

it.each([
  ['SNS_TOPIC_ARN', undefined, /^environment variable SNS_TOPIC_ARN is not set; it must be the ARN of an SNS topic/],
  ['SNS_TOPIC_ARN', 'alerts', /^environment variable SNS_TOPIC_ARN is "alerts"; it must be the ARN of an SNS topic/],
  ['MONITOR_NAME', '', /^environment variable MONITOR_NAME is ""; it must be 1 to 256 characters/],
  ['NOTIFY_ON', 'always', /^environment variable NOTIFY_ON is "always"; it must be "change" or "every-check"$/],
  ['CHECK', undefined, /^environment variable CHECK is not set; it must be "affected" or "all"$/],
  ['SETTLE_SECONDS', '-1', /^environment variable SETTLE_SECONDS is "-1"; it must be a whole number from 0 to 300$/],
  ['SETTLE_SECONDS', '1e1', /whole number from 0 to 300$/],
  ['KEEP_ANALYSES', '0', /^environment variable KEEP_ANALYSES is "0"; it must be a whole number from 1 to 10000$/],
  ['CHAT_TOPIC_ARN', 'chat', /^environment variable CHAT_TOPIC_ARN is "chat"; it must be the ARN of an SNS topic/],
  ['PATH_METRICS', 'yes', /^environment variable PATH_METRICS is "yes"; it must be "true" or "false"$/],
  [
    'NETWORK_INSIGHTS_PATH_ID',
    'nip-0a,vpc-0b',
    /^environment variable NETWORK_INSIGHTS_PATH_ID is "nip-0a,vpc-0b"; it must be ids/,
  ],
])('refuses %s = %j in one line', (name, value, message) => {
  expect(() => parseEnvironment({ ...GOOD, [name]: value })).toThrow(message);
});
