import { jsonLog } from '../../lambda-src/log';

it('writes one JSON line per record, whatever the texts hold', () => {
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
