/** A process of its own for a share of the schedules; it answers every share that it is sent. */
import { runSeeds, type Seeds } from '../simulation/schedules/run-seeds';

process.on('message', (seeds: Seeds) => {
  void runSeeds(seeds).then((outcome) => process.send?.(outcome));
});
