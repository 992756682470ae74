import { ADMITTED, KINDS, type Kind } from '../simulation/schedules/defects';
import type { Outcome } from '../simulation/schedules/run-seeds';

const COLUMNS = [...KINDS, 'ended with an error'] as const;

/** A Markdown table with the number of schedules that have each kind of defect, by mode. */
export function table(outcomes: readonly Outcome[]): string {
  const header = ['mode', 'schedules', 'analyses', ...COLUMNS];
  const rows = outcomes.map(({ mode, schedules, analysesStarted, defects }) => [
    mode,
    schedules.toLocaleString('en'),
    analysesStarted.toLocaleString('en'),
    ...COLUMNS.map((kind) => String(defects[kind]?.seen ?? 0)),
  ]);
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** A line for each defect that is not admitted: mode, kind, number of schedules, and how to replay one. */
export function failures(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap(({ mode, defects }) =>
    Object.entries(defects)
      .filter(([kind]) => !ADMITTED.has(kind as Kind))
      .map(([kind, { seen, seed }]) => `${mode}: ${kind} in ${seen}; npm run soak -- replay ${mode} ${seed}`),
  );
}
