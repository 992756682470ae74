import { parseArgs } from 'node:util';
import { command, type Terminal } from '../operator/command';
import { chosen, QUESTIONS } from './questions';
import { json, report, thisMachine } from './report';
import { isMet, type Row } from './row';

const USAGE = `Usage: npm run bench                     every question but the last, in under five minutes
       npm run bench -- QUESTION…        only these: ${QUESTIONS.map(({ name }) => name).join(', ')}
       npm run --silent bench -- --json  the figures for programs

Compares the monitor with the original recipe (bench/baseline) and prints a table in Markdown. Needs no AWS account.
Exit code 0: every target is met; 1: one is missed; 2: something could not be measured, or a side came to a wrong result.
`;

async function bench({ write, progress }: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    write(USAGE);
    return 0;
  }
  const rows: Row[] = [];
  for (const { name, measure } of chosen(positionals)) {
    const begin = performance.now();
    progress(`${name}…`);
    rows.push(...(await measure()));
    progress(`${name}: ${((performance.now() - begin) / 1_000).toFixed(0)} s`);
  }
  const machine = thisMachine();
  write(values.json ? `${JSON.stringify(json(rows, machine))}\n` : report(rows, machine));
  return rows.every(isMet) ? 0 : 1;
}

void command('bench', bench);
