import { start, type Terminal } from '../command/command';
import { EXIT_CODES } from '../command/exit-codes';
import { chosen, QUESTIONS } from './questions';
import { json, report, thisMachine } from './report';
import { isMet, type Question, type Row } from './row';

const USAGE = `Usage: npm run bench                     every question but the last, in under five minutes
       npm run bench -- QUESTION…        only these: ${QUESTIONS.map(({ name }) => name).join(', ')}
       npm run --silent bench -- --json  the figures for programs

Compares the monitor with the original recipe (bench/baseline) and prints a table in Markdown. Needs no AWS account.
Exit code 0: every target is met. 1: one is missed. 2: something could not be measured, or one side came to a wrong result.
3: wrong usage.
`;

async function bench(questions: readonly Question[], isJson: boolean, { write, progress }: Terminal): Promise<number> {
  const rows: Row[] = [];
  for (const { name, measure } of questions) {
    const begin = performance.now();
    progress(`${name}…`);
    rows.push(...(await measure()));
    progress(`${name}: ${((performance.now() - begin) / 1_000).toFixed(0)} s`);
  }
  const machine = thisMachine();
  write(isJson ? `${JSON.stringify(json(rows, machine))}\n` : report(rows, machine));
  return rows.every(isMet) ? 0 : 1;
}

void start({
  name: 'bench',
  usage: USAGE,
  failed: EXIT_CODES.undecided,
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
  read: ({ values, positionals }) => ({ questions: chosen(positionals), isJson: values.json }),
  run: ({ questions, isJson }, terminal) => bench(questions, isJson, terminal),
});
