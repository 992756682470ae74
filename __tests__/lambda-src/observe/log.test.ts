import { jsonLog } from '../../../lambda-src/observe/log';

it('writes one JSON line per log entry, whatever the texts hold', () => {
  const lines: string[] = [];
  jsonLog((line) => lines.push(line), { requestId: 'r1' })('WARN', 'a\nb', { actor: '"\n}{"level":"ERROR"' });
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain('\n');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'WARN',
    message: 'a\nb',
    requestId: 'r1',
    actor: '"\n}{"level":"ERROR"',
  });
});

it('keeps readable text as it is, and cuts long text', () => {
  const lines: string[] = [];
  const actor = '\u009b31m\u202e\u2028\u{e0041}\ud800 Zoë';
  jsonLog((line) => lines.push(line), {})('INFO', 'outcome', { actor, userAgent: 'x'.repeat(100_000) });
  expect(lines[0]).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  expect(lines[0]?.length).toBeLessThan(10_000);
  expect(JSON.parse(lines[0] ?? '').actor).toBe(actor);
});
