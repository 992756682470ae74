import { Account } from './simulation/account';
import { defectsOf } from './simulation/schedules/defects';
import { runSchedule } from './simulation/schedules/run-schedule';
import { type Mode, scheduleOf } from './simulation/schedules/schedule';

const orig = (Account.prototype as any).call;
let n = 0;
(Account.prototype as any).call = function (name: string, work: any) {
  const f = orig.call(this, name, work);
  return async (i: any) => {
    const id = ++n;
    const t = () => ((this.clock.now() - Date.parse('2026-11-23T10:00:00Z')) / 1000).toFixed(2);
    console.log(
      t(),
      id,
      name,
      JSON.stringify(i)
        .replace(/"(NetworkInsights\w*|ReachabilityMonitor)/g, '"')
        .slice(0, 260),
    );
    try {
      const a = await f(i);
      console.log(
        t(),
        id,
        '->',
        name.startsWith('describeNetworkInsightsAna')
          ? a.NetworkInsightsAnalyses.map(
              (x: any) =>
                x.NetworkInsightsAnalysisId.slice(-2) +
                ' ' +
                x.Status +
                ' ' +
                x.Tags.filter((t: any) => /Judged|Owner/.test(t.Key)).map((t: any) => t.Value),
            ).join(' | ')
          : '',
      );
      return a;
    } catch (e) {
      console.log(t(), id, '!!', (e as Error).name);
      throw e;
    }
  };
};
(async () => {
  const [mode, i, j] = process.argv.slice(2);
  for (let k = Number(j ?? i); k < Number(i); k++) await runSchedule(scheduleOf(mode as Mode, k));
  const s = scheduleOf(mode as Mode, Number(i));
  console.log(
    JSON.stringify(
      s.acts.map((a) => [a.step.kind, a.gapMs, a.delaysMs, a.analysisMs, a.deaths, a.call, a.deletes, a.twinAfterMs]),
    ),
    JSON.stringify(s.climate),
    s.check,
    s.settle,
    s.keep,
  );
  const o = await runSchedule(s);
  console.log(defectsOf(o));
})();
