import type { Expectation } from '../../../contract/expectation';
import type { Notice } from '../../../lambda-src/decisions/notice';
import { parseEnvironment } from '../../../lambda-src/environment';
import { readChange } from '../../../lambda-src/events/change';
import type { Occasion } from '../../../lambda-src/events/input';
import { toMessage } from '../../../lambda-src/notify/email';
import { exampleEnvironment } from '../../../testing/example-environment';
import { changeOccasion, exampleReport, type Given } from '../../../testing/example-report';
import { cloudTrailEvent, HTTPS_RULE } from '../../../testing/simulation/events';

const ENVIRONMENT = parseEnvironment(exampleEnvironment());

function body(given: Given = {}): string {
  return toMessage(exampleReport(given), ENVIRONMENT).Message ?? '';
}

describe('subject and first line', () => {
  const NETWORK_CHANGE = changeOccasion(
    cloudTrailEvent('DeleteRoute', { requestParameters: { routeTableId: 'rtb-0a1b2c3d' } }),
  );
  const SWEEP: Occasion = { kind: 'sweep', eventId: 'e1' };
  const DEPLOYMENT: Occasion = { kind: 'deployment', eventId: 'e1' };
  const FAILED = '=== Reachability check failed (unreachable) ===';
  const OPEN = '=== Forbidden path is open ===';
  const CONFIRMED = '=== Reachability confirmed ===';

  it.each<[Notice, Expectation, Occasion, string, string]>([
    ['alert', 'reachable', changeOccasion(), '[ALERT] Security Group change caused connectivity issue', FAILED],
    ['alert', 'reachable', NETWORK_CHANGE, '[ALERT] Network change caused connectivity issue', FAILED],
    ['alert', 'reachable', SWEEP, '[ALERT] Scheduled check found connectivity issue', FAILED],
    ['alert', 'reachable', DEPLOYMENT, '[ALERT] Deployment check found connectivity issue', FAILED],
    ['alert', 'unreachable', changeOccasion(), '[ALERT] Security Group change opened a forbidden path', OPEN],
    ['alert', 'unreachable', NETWORK_CHANGE, '[ALERT] Network change opened a forbidden path', OPEN],
    ['alert', 'unreachable', SWEEP, '[ALERT] Scheduled check found a forbidden path', OPEN],
    ['recovered', 'reachable', changeOccasion(), '[RECOVERED] Reachability restored', '=== Reachability restored ==='],
    [
      'recovered',
      'unreachable',
      changeOccasion(),
      '[RECOVERED] Forbidden path closed',
      '=== Forbidden path closed ===',
    ],
    [
      'error',
      'reachable',
      changeOccasion(),
      '[ERROR] Reachability Analyzer failed to run',
      '=== Reachability analysis execution error ===',
    ],
    ['runs-again', 'reachable', changeOccasion(), '[RECOVERED] Reachability Analyzer runs again', CONFIRMED],
    ['confirmed', 'unreachable', changeOccasion(), '[OK] Reachability confirmed', CONFIRMED],
  ])('%s, %s, %#', (notice, expectation, occasion, subject, firstLine) => {
    const message = toMessage(exampleReport({ notice, expect: expectation, occasion }), ENVIRONMENT);
    expect(message.Subject).toBe(`${subject}: web-to-internet`);
    expect(message.Message?.split('\n')[0]).toBe(firstLine);
  });

  it('is at most 99 printable ASCII characters, whatever the path is called', () => {
    const { Subject } = toMessage(exampleReport({ name: `Büro\n→ ${'x'.repeat(200)}` }), ENVIRONMENT);
    expect(Subject).toMatch(/^\[ALERT\] Security Group change caused connectivity issue: B\?ro\?\? x+$/);
    expect(Subject).toHaveLength(99);
  });
});

describe('the lines for programs', () => {
  it('follow the first line', () => {
    expect(body().split('\n').slice(0, 6)).toEqual([
      '=== Reachability check failed (unreachable) ===',
      'Path ID: nip-0cccccccccccccccc',
      'Analysis ID: nia-0aaaaaaaaaaaaaaaa',
      'Status: succeeded',
      'NetworkPathFound: False',
      '',
    ]);
  });

  it('say "True" if a path was found', () => {
    expect(body({ outcome: 'kept', notice: 'recovered', details: { NetworkPathFound: true } }).split('\n')[4]).toBe(
      'NetworkPathFound: True',
    );
  });

  it('do not mention a path if the analysis failed, and the reason follows below', () => {
    const text = body({
      notice: 'error',
      outcome: 'inconclusive',
      details: {
        Status: 'failed',
        NetworkPathFound: undefined,
        StatusMessage: 'The request failed due to insufficient permissions',
      },
    });
    expect(text.split('\n').slice(3, 5)).toEqual(['Status: failed', '']);
    expect(text).toContain(
      'Cannot tell whether the path is reachable: The request failed due to insufficient permissions',
    );
  });
});

describe('the size', () => {
  it('has room for a burst of fifty changes, each with whole commands', () => {
    const items = Array.from({ length: 30 }, (_, n) => ({ ...HTTPS_RULE, description: `${n} ${'ü'.repeat(200)}` }));
    const changes = Array.from({ length: 50 }, (_, n) =>
      readChange(
        cloudTrailEvent(
          'RevokeSecurityGroupEgress',
          { responseElements: { revokedSecurityGroupRuleSet: { items } }, userAgent: 'x'.repeat(1_000) },
          `2026-11-23T10:00:${String(n).padStart(2, '0')}Z`,
        ),
        'e1',
      ),
    );
    const message = toMessage(exampleReport({ changes }), ENVIRONMENT);
    const lines = (message.Message ?? '').split('\n');
    expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThan(262_144);
    expect(lines.filter((line) => line.startsWith('- 2026-11-23T10:00:'))).toHaveLength(50);
    expect(lines.at(-1)).toMatch(/^Analysis in the console: /);
    for (const line of lines.filter((each) => each.startsWith('  aws '))) expect(line).toMatch(/\]'$/);
  });

  it('stays within the limit of SNS, whatever the analysis and the change contain', () => {
    const explanations = Array.from({ length: 5_000 }, (_, n) => ({
      ExplanationCode: `NEW_${n}_${'é'.repeat(5_000)}`,
    }));
    const rules = Array.from({ length: 5_000 }, (_, n) => ({
      ...HTTPS_RULE,
      description: `${n} ${'ü'.repeat(1_000)}`,
    }));
    const occasion = changeOccasion(
      cloudTrailEvent('RevokeSecurityGroupEgress', {
        responseElements: { revokedSecurityGroupRuleSet: { items: rules } },
        userAgent: 'x'.repeat(500_000),
      }),
    );
    const message = toMessage(exampleReport({ occasion, details: { Explanations: explanations } }), ENVIRONMENT);
    expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThan(262_144);
  });
});

describe('attributes', () => {
  it('are texts for filters and for recognising repetitions', () => {
    const { MessageAttributes = {} } = toMessage(exampleReport(), ENVIRONMENT);
    const values = Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]),
    );
    expect(values).toEqual({
      severity: 'critical',
      outcome: 'broken',
      pathId: 'nip-0cccccccccccccccc',
      pathName: 'web-to-internet',
      region: 'eu-central-1',
      dedupKey: 'nia-0aaaaaaaaaaaaaaaa/broken',
    });
    expect(Object.values(MessageAttributes).every(({ DataType }) => DataType === 'String')).toBe(true);
  });

  it('are never empty and contain no control characters', () => {
    const { MessageAttributes } = toMessage(exampleReport({ name: ' \t' }), ENVIRONMENT);
    expect(MessageAttributes?.pathName?.StringValue).toBe('?');
  });
});
