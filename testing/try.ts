import { defectsOf } from './simulation/schedules/defects';
import { runSchedule } from './simulation/schedules/run-schedule';
import { MODES, type Mode, scheduleOf } from './simulation/schedules/schedule';

(async () => {
  const n = Number(process.argv[2] ?? 100);
  const only = process.argv[3];
  for (const mode of Object.keys(MODES) as Mode[]) {
    if (only && only !== mode) continue;
    const t = Date.now();
    const table: Record<string, number> = {};
    const first: Record<string, string> = {};
    let bought = 0;
    for (let i = 0; i < n; i++) {
      try {
        const o = await runSchedule(scheduleOf(mode, i));
        bought += o.simulation.bought;
        const kinds = new Set<string>();
        for (const d of defectsOf(o)) {
          kinds.add(d.kind);
          first[d.kind] ??= `${i}: p${d.path} ${d.detail}`;
        }
        for (const k of kinds) table[k] = (table[k] ?? 0) + 1;
      } catch (e) {
        table.threw = (table.threw ?? 0) + 1;
        first.threw ??= i + ' ' + (e as Error).stack?.slice(0, 300);
      }
    }
    console.log(mode, ((Date.now() - t) / n).toFixed(1) + 'ms', 'bought', bought, table);
    console.log(first);
  }
})();
