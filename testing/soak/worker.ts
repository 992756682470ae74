/** A process that runs each share of the schedules that it receives, and sends the outcome back. */
import { runSeeds, type Seeds } from '../simulation/schedules/run-seeds';

process.on('message', (seeds: Seeds) => {
  void runSeeds(seeds).then((outcome) => process.send?.(outcome));
});
