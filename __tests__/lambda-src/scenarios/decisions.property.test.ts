import * as fc from 'fast-check';
import type { Death } from '../../../testing/simulation/crash';
import { Pipeline } from '../../../testing/simulation/pipeline';
import {
  buildNetwork,
  type NetworkPlan,
  networkPlan,
  pathId,
  type Step,
  step,
  takeStep,
} from '../../../testing/simulation/random-network';
import { Simulation } from '../../../testing/simulation/simulation';
import { believed, outcomesSent } from '../../../testing/simulation/what-readers-believe';

/** Set `SEED` to repeat a run. */
const SEED = Number(process.env.SEED ?? 20_261_123);
const CASES = Number(process.env.CASES ?? 700);
// Far more than it takes: a busy machine must not fail the test.
const TIMEOUT_MS = 600_000;

interface World {
  readonly simulation: Simulation;
  readonly pipeline: Pipeline;
  readonly network: ReturnType<typeof buildNetwork>;
  readonly truth: () => string[];
}

/** @param skewMs how far CloudTrail's clock is ahead */
function build(plan: NetworkPlan, variables: Readonly<Record<string, string>>, skewMs = 0): World {
  const simulation = new Simulation(variables);
  const seconds = () => new Date(Math.floor((simulation.clock.now() + skewMs) / 1_000) * 1_000);
  const network = buildNetwork(plan, () => seconds().toISOString().replace('.000Z', 'Z'));
  plan.paths.forEach(({ expect }, index) => {
    simulation.addPath(pathId(index), `path-${index}`, expect);
  });
  simulation.network = (id) => network.find(id);
  const truth = () =>
    plan.paths.map(({ expect }, index) =>
      network.isOpen(pathId(index)) === (expect === 'reachable') ? 'kept' : 'broken',
    );
  return { simulation, pipeline: new Pipeline(simulation), network, truth };
}

function believedOf({ simulation }: World, plan: NetworkPlan): string[] {
  return plan.paths.map((_, index) => believed(simulation.messages, pathId(index)));
}

describe('where the pipeline rests between changes', () => {
  async function tell(plan: NetworkPlan, steps: readonly Step[], check: string) {
    const world = build(plan, { CHECK: check });
    world.simulation.analysisMs = 2_000;
    await world.simulation.invoke({});
    for (const each of steps) {
      const event = takeStep(world.network, each);
      if (!event) continue;
      world.pipeline.emit(event, { delaysMs: [3_000] });
      await world.pipeline.rest();
      expect(believedOf(world, plan)).toEqual(world.truth());
    }
    return { subjects: world.simulation.subjects, started: world.simulation.started };
  }

  it(
    'CHECK=affected sends the same messages as CHECK=all, and starts no more analyses',
    async () => {
      let [all, affected] = [0, 0];
      await fc.assert(
        fc.asyncProperty(networkPlan, fc.array(step, { minLength: 1, maxLength: 6 }), async (plan, steps) => {
          const one = await tell(plan, steps, 'all');
          const other = await tell(plan, steps, 'affected');
          expect(other.subjects).toEqual(one.subjects);
          expect(other.started).toBeLessThanOrEqual(one.started);
          all += one.started;
          affected += other.started;
        }),
        { numRuns: CASES, seed: SEED },
      );
      // The property would also hold if nothing were ever skipped.
      expect(affected).toBeLessThan(all * 0.8);
    },
    TIMEOUT_MS,
  );
});

describe('in bursts', () => {
  const death: fc.Arbitrary<Death> = fc.record({
    when: fc.constantFrom('before', 'after'),
    call: fc.integer({ min: 1, max: 25 }),
  });

  const burstStep = fc.record({
    step,
    gapMs: fc.integer({ min: 0, max: 12_000 }),
    delaysMs: fc.array(fc.integer({ min: 500, max: 90_000 }), { minLength: 1, maxLength: 3 }),
    analysisMs: fc.integer({ min: 500, max: 45_000 }),
    deaths: fc.array(death, { maxLength: 4 }),
  });

  const conditions = fc.record({
    keep: fc.integer({ min: 1, max: 3 }),
    settle: fc.constantFrom(2, 5),
    skewMs: fc.integer({ min: -1_000, max: 1_000 }),
    listingLagMs: fc.constantFrom(0, 0, 500),
    failsWhileChanging: fc.boolean(),
    dies: fc.boolean(),
    isFirstChecked: fc.boolean(),
  });

  it.each(['affected', 'all'])(
    'with any order, duplication, delay and crash, the last message about each path agrees with the network: CHECK=%s',
    async (check) => {
      await fc.assert(
        fc.asyncProperty(
          networkPlan,
          fc.array(burstStep, { minLength: 1, maxLength: 8 }),
          conditions,
          async (plan, steps, { keep, settle, skewMs, listingLagMs, failsWhileChanging, dies, isFirstChecked }) => {
            const variables = { CHECK: check, KEEP_ANALYSES: String(keep), SETTLE_SECONDS: String(settle) };
            const world = build(plan, variables, skewMs);
            const { simulation, pipeline, network } = world;
            simulation.listingLagMs = listingLagMs;
            if (isFirstChecked) await simulation.invoke({});
            let emitted = 0;
            for (const { step: each, gapMs, delaysMs, analysisMs, deaths } of steps) {
              await simulation.pass(gapMs);
              simulation.analysisMs = analysisMs;
              const event = takeStep(network, each);
              if (!event) continue;
              emitted++;
              if (failsWhileChanging) simulation.failRunning();
              pipeline.emit(event, { delaysMs, deaths: dies ? deaths : [] });
            }
            await pipeline.restAndReplay();
            if (emitted === 0 && !isFirstChecked) return;
            expect(believedOf(world, plan)).toEqual(world.truth());
            if (dies) return;
            for (const index of plan.paths.keys()) {
              const sent = outcomesSent(simulation.messages, pathId(index));
              expect(sent.filter((outcome, n) => outcome === (sent[n - 1] ?? 'kept'))).toEqual([]);
            }
          },
        ),
        { numRuns: CASES / 2, seed: SEED },
      );
    },
    TIMEOUT_MS,
  );
});
