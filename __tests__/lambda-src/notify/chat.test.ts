import { parseEnvironment } from '../../../lambda-src/environment';
import { toChatMessage } from '../../../lambda-src/notify/chat';
import type { Report } from '../../../lambda-src/notify/report';
import { HOSTILE_TEXTS } from '../../../testing/aws/hostile';
import { exampleEnvironment } from '../../../testing/example-environment';
import { changeOccasion, EGRESS_BLOCKED, exampleReport, type Given } from '../../../testing/example-report';
import { cloudTrailEvent, GROUP } from '../../../testing/simulation/events';

const CHAT_TOPIC = 'arn:aws:sns:eu-central-1:123456789012:network-chat';
const PATH = 'nip-0cccccccccccccccc';
const ENVIRONMENT = parseEnvironment(exampleEnvironment({ CHAT_TOPIC_ARN: CHAT_TOPIC, MONITOR_NAME: 'prod' }));

interface ChatGiven extends Given {
  readonly event?: ReturnType<typeof cloudTrailEvent>;
  readonly explanations?: readonly object[];
}

function report({ explanations = [{}], event, ...given }: ChatGiven = {}): Report {
  const Explanations = explanations.map((explanation) => ({ ...EGRESS_BLOCKED, ...explanation }));
  return exampleReport({ ...given, occasion: changeOccasion(event), details: { Explanations } });
}

function notification(of: Report) {
  const { Message = '', TopicArn } = toChatMessage(of, ENVIRONMENT, CHAT_TOPIC);
  expect(TopicArn).toBe(CHAT_TOPIC);
  return JSON.parse(Message);
}

/**
 * What Amazon Q Developer requires:
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
function expectAccepted({ version, source, content, metadata }: ReturnType<typeof notification>): void {
  expect({ version, source, textType: content.textType }).toEqual({
    version: '1.0',
    source: 'custom',
    textType: 'client-markdown',
  });
  expect(content.title.length).toBeLessThanOrEqual(250);
  expect(content.description.length).toBeGreaterThan(0);
  expect(content.description.length).toBeLessThanOrEqual(8_000);
  for (const step of content.nextSteps) expect(step.length).toBeLessThanOrEqual(350);
  for (const keyword of content.keywords) expect(keyword.length).toBeLessThanOrEqual(75);
  for (const value of Object.values(metadata.additionalContext)) expect(typeof value).toBe('string');
}

it('reports what broke, the cause and how to undo it, in a thread for each path', () => {
  const sent = notification(report());
  expectAccepted(sent);
  expect(sent).toMatchObject({
    id: 'nia-0aaaaaaaaaaaaaaaa/broken',
    content: {
      title: '[ALERT] Security Group change caused connectivity issue: web-to-internet',
      keywords: ['broken', 'web-to-internet', 'eu-central-1', 'prod'],
    },
    metadata: {
      threadId: PATH,
      eventType: 'alert',
      summary: '[ALERT] Security Group change caused connectivity issue: web-to-internet',
      relatedResources: [PATH, 'nia-0aaaaaaaaaaaaaaaa'],
      additionalContext: { severity: 'critical', outcome: 'broken', monitor: 'prod', region: 'eu-central-1' },
    },
  });
  expect(sent.content.description).toContain('i-0aaaaaaaa → igw-0bbbbbbbb, tcp port 443, must be reachable');
  expect(sent.content.description).toContain('This is the cause');
  // Slack's own Markdown has no [text](address), and each chat makes a link of a bare address.
  expect(sent.content.description).toMatch(/\n```\nhttps:\/\/\S*nia-0aaaaaaaaaaaaaaaa$/);
  expect(sent.content.nextSteps).toEqual([
    'To undo it:',
    expect.stringMatching(/^`aws ec2 authorize-security-group-egress .*--group-id sg-0123456789abcdef0.*`$/),
  ]);
});

it('has no next step if there is nothing to undo', () => {
  const sent = notification(report({ notice: 'recovered', outcome: 'kept' }));
  expectAccepted(sent);
  expect(sent.content.nextSteps).toEqual([]);
});

it('refers to the e-mail for a command that is too long', () => {
  const items = Array.from({ length: 40 }, (_, index) => ({ cidrIp: `10.0.${index}.0/24` }));
  const permission = { ipProtocol: 'tcp', fromPort: 443, toPort: 443, ipRanges: { items } };
  const event = cloudTrailEvent('RevokeSecurityGroupEgress', {
    requestParameters: { groupId: GROUP, ipPermissions: { items: [permission] } },
  });
  const sent = notification(report({ event }));
  expectAccepted(sent);
  expect(sent.content.nextSteps).toContain('One command cannot be shown here: see the e-mail message.');
});

it('cuts what chat does not accept, and says so', () => {
  const explanations = Array.from({ length: 50 }, (_, index) => ({
    Subnet: { Id: `subnet-${index}${'x'.repeat(250)}` },
  }));
  const sent = notification(report({ name: `web ${'→'.repeat(300)}`, explanations }));
  expectAccepted(sent);
  expect(sent.content.title).toMatch(/→…$/);
  expect(sent.content.description).toMatch(/\n\(cut: the e-mail message has the rest\)\n```\nhttps:/);
});

it.each([...HOSTILE_TEXTS, '```\n<!channel> [here](http://203.0.113.1)', '\u{1f600}'.repeat(300)])(
  'chat interprets no text from outside: %j',
  (hostile) => {
    const event = cloudTrailEvent('RevokeSecurityGroupEgress', { userAgent: hostile, sourceIPAddress: hostile });
    const sent = notification(report({ name: hostile || 'x', event, explanations: [{ Subnet: { Id: hostile } }] }));
    expectAccepted(sent);
    const { description, title, nextSteps, keywords } = sent.content;
    const fenced = description.slice(0, description.lastIndexOf('\nhttps://'));
    expect(fenced.match(/```/g)).toHaveLength(2);
    expect(fenced).toMatch(/^```\n[\s\S]*\n```$/);
    const texts = [title, fenced, ...nextSteps.filter((step: string) => !step.startsWith('`')), ...keywords];
    for (const text of texts) {
      expect(text).not.toMatch(/[<>]|\]\(/);
      expect(text.isWellFormed?.() ?? true).toBe(true);
    }
  },
);
