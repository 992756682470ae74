import { chatStatement, keyStatement, leastPrivilege } from '../../../lib/policies/least-privilege';
import { evaluate, type PolicyRequest } from '../../../sandbox/services/iam/policy';
import { parsePolicy } from '../../../sandbox/services/iam/policy-document';

const PATH = 'arn:aws:ec2:eu-central-1:123456789012:network-insights-path/nip-0123456789abcdef0';
const ANALYSIS = 'arn:aws:ec2:eu-central-1:123456789012:network-insights-analysis/nia-0123456789abcdef0';
const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:mine';
const QUEUE = 'arn:aws:sqs:eu-central-1:123456789012:mine-given-up';
const LOG_GROUP = 'arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/mine';
const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const statements = leastPrivilege({
  monitorName: 'mine',
  ec2Arn: (resource) => `arn:aws:ec2:eu-central-1:123456789012:${resource}`,
  topicArn: TOPIC,
  onFailureQueueArn: QUEUE,
  logGroupArn: LOG_GROUP,
});

const document = (...more: unknown[]) =>
  parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: [...statements, ...more] }), 'identity');

const may = (request: PolicyRequest): boolean => evaluate([document()], request) === 'allowed';

type Case = [string, string, string, PolicyRequest['context']?];

describe('what the function may do', () => {
  it.each<Case>([
    [
      'start on a path of its own',
      'ec2:StartNetworkInsightsAnalysis',
      PATH,
      { 'aws:ResourceTag/ReachabilityMonitor': 'mine' },
    ],
    [
      'make an analysis that bears its tag',
      'ec2:StartNetworkInsightsAnalysis',
      ANALYSIS,
      { 'aws:RequestTag/ReachabilityMonitor': 'mine' },
    ],
    [
      'tag an analysis as it makes it',
      'ec2:CreateTags',
      ANALYSIS,
      {
        'ec2:CreateAction': 'StartNetworkInsightsAnalysis',
        'aws:RequestTag/ReachabilityMonitor': 'mine',
        'aws:TagKeys': ['ReachabilityMonitor', 'ReachabilityMonitorOwner'],
      },
    ],
    [
      'note on its own analysis what was judged and what changed',
      'ec2:CreateTags',
      ANALYSIS,
      {
        'aws:ResourceTag/ReachabilityMonitor': 'mine',
        'aws:TagKeys': ['ReachabilityMonitorJudged', 'chg-c1b6f3d2-6d0f-4d0a-8b53-6a5d5f0c3a11'],
      },
    ],
    [
      'take the watch tag off a path of its own',
      'ec2:DeleteTags',
      PATH,
      { 'aws:ResourceTag/ReachabilityMonitor': 'mine', 'aws:TagKeys': ['ReachabilityMonitor'] },
    ],
    [
      'note on a path of its own what it reported last',
      'ec2:CreateTags',
      PATH,
      { 'aws:ResourceTag/ReachabilityMonitor': 'mine', 'aws:TagKeys': ['ReachabilityMonitorStanding'] },
    ],
    ['delete any analysis, so that a path can go', 'ec2:DeleteNetworkInsightsAnalysis', ANALYSIS],
    ['read paths', 'ec2:DescribeNetworkInsightsPaths', '*'],
    ['read what Reachability Analyzer reads', 'elasticloadbalancing:DescribeListeners', '*'],
    ['query the engine', 'tiros:CreateQuery', '*'],
    ['publish to its topic', 'sns:Publish', TOPIC],
    ['keep what failed', 'sqs:SendMessage', QUEUE],
    ['write its log', 'logs:PutLogEvents', `${LOG_GROUP}:log-stream:2026/11/23/[$LATEST]0`],
  ])('%s', (...[, action, resource, context]: Case) => {
    expect(may({ action, resource, ...(context && { context }) })).toBe(true);
  });
});

describe('what the function may not do', () => {
  it.each<Case>([
    [
      "start on another monitor's path",
      'ec2:StartNetworkInsightsAnalysis',
      PATH,
      { 'aws:ResourceTag/ReachabilityMonitor': 'theirs' },
    ],
    ['start on a path without a tag', 'ec2:StartNetworkInsightsAnalysis', PATH],
    ['make an analysis without its tag', 'ec2:StartNetworkInsightsAnalysis', ANALYSIS],
    [
      'write another tag as it makes an analysis',
      'ec2:CreateTags',
      ANALYSIS,
      { 'ec2:CreateAction': 'StartNetworkInsightsAnalysis', 'aws:TagKeys': ['ReachabilityMonitor', 'CostCenter'] },
    ],
    [
      "tag another monitor's analysis",
      'ec2:CreateTags',
      ANALYSIS,
      { 'aws:ResourceTag/ReachabilityMonitor': 'theirs', 'aws:TagKeys': ['ReachabilityMonitorJudged'] },
    ],
    [
      'write another tag on its own analysis',
      'ec2:CreateTags',
      ANALYSIS,
      { 'aws:ResourceTag/ReachabilityMonitor': 'mine', 'aws:TagKeys': ['CostCenter'] },
    ],
    [
      'change what its path promises',
      'ec2:CreateTags',
      PATH,
      { 'aws:ResourceTag/ReachabilityMonitor': 'mine', 'aws:TagKeys': ['ReachabilityMonitorStanding', 'Expect'] },
    ],
    [
      "take over another monitor's path",
      'ec2:CreateTags',
      PATH,
      { 'aws:ResourceTag/ReachabilityMonitor': 'theirs', 'aws:TagKeys': ['ReachabilityMonitor'] },
    ],
    [
      "note something on another monitor's path",
      'ec2:CreateTags',
      PATH,
      { 'aws:ResourceTag/ReachabilityMonitor': 'theirs', 'aws:TagKeys': ['ReachabilityMonitorStanding'] },
    ],
    [
      'note something on a path without a tag',
      'ec2:CreateTags',
      PATH,
      { 'aws:TagKeys': ['ReachabilityMonitorStanding'] },
    ],
    ['write tags without keys', 'ec2:CreateTags', PATH, { 'aws:ResourceTag/ReachabilityMonitor': 'mine' }],
    [
      'take another tag off its path',
      'ec2:DeleteTags',
      PATH,
      { 'aws:ResourceTag/ReachabilityMonitor': 'mine', 'aws:TagKeys': ['ReachabilityMonitor', 'Name'] },
    ],
    ['take every tag off its path', 'ec2:DeleteTags', PATH, { 'aws:ResourceTag/ReachabilityMonitor': 'mine' }],
    ['delete a path', 'ec2:DeleteNetworkInsightsPath', PATH],
    [
      'change the network',
      'ec2:AuthorizeSecurityGroupEgress',
      'arn:aws:ec2:eu-central-1:123456789012:security-group/sg-1',
    ],
    ['publish elsewhere', 'sns:Publish', 'arn:aws:sns:eu-central-1:123456789012:theirs'],
    ['make a log group', 'logs:CreateLogGroup', LOG_GROUP],
    ['use a key', 'kms:Decrypt', KEY],
  ])('%s', (...[, action, resource, context]: Case) => {
    expect(may({ action, resource, ...(context && { context }) })).toBe(false);
  });
});

it('chatStatement adds publishing to the one chat topic', () => {
  const chat = TOPIC.replace('mine', 'chat');
  const request = { action: 'sns:Publish', resource: chat };
  expect(may(request)).toBe(false);
  expect(evaluate([document(chatStatement(chat))], request)).toBe('allowed');
  expect(evaluate([document(chatStatement(chat))], { ...request, resource: `${chat}2` })).toBe('implicitly denied');
});

describe('keyStatement', () => {
  it.each(['kms:Decrypt', 'kms:GenerateDataKey'])('adds %s on the one key', (action) => {
    const withKey = document(keyStatement(KEY));
    expect(evaluate([withKey], { action, resource: KEY })).toBe('allowed');
    expect(evaluate([withKey], { action, resource: KEY.replace('1234', '9999') })).toBe('implicitly denied');
  });
});

it('fits into an inline policy, which IAM limits to 10,240 characters without white space', () => {
  expect(
    JSON.stringify({ Version: '2012-10-17', Statement: [...statements, keyStatement(KEY), chatStatement(TOPIC)] })
      .length,
  ).toBeLessThan(10_240);
});
