import { scheduleOf, type Mode } from './simulation/schedules/schedule';
import { runSchedule } from './simulation/schedules/run-schedule';
import { defectsOf } from './simulation/schedules/defects';
(async()=>{ const [mode,from,to]=process.argv.slice(2);
 for(let i=Number(from);i<Number(to??Number(from)+1);i++){ process.stdout.write(i+' ');
 const o=await runSchedule(scheduleOf(mode as Mode,i)); const d=defectsOf(o); if(d.length) console.log('\n',i,d); }
})();
