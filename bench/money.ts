import { deepStrictEqual } from 'node:assert/strict';
import * as fc from 'fast-check';
import { ModelNetwork, type Rule } from '../testing/simulation/model-network';
import { Pipeline } from '../testing/simulation/pipeline';
import { Simulation } from '../testing/simulation/simulation';
import { outcomesSent } from '../testing/simulation/what-readers-believe';
import { checkPath } from './baseline/recipe';
import type { Question, Row } from './row';

const SEED = 20_261_124;
const CHANGES = 500;
const GROUPS = 40;
const PATHS = 20;
/** The first groups, up to this number, have paths through them. */
const GROUPS_ON_PATHS = 12;
const HTTPS = { direction: 'egress', port: 443 } as const;
/** From a change to its event. */
const DELIVERY_MS = 4_000;
/** Between two bursts. */
const PAUSE_MS = 900_000;

/** The edits of one group by one `terraform apply`, or by one person in the console. */
interface Burst {
  readonly group: number;
  /** The pauses between edits; more than there are edits. */
  readonly gapsMs: readonly number[];
  /** Each is an edit of a rule that no path needs. */
  readonly ports: readonly number[];
  /** The index of the edit that changes the rule that paths need instead. */
  readonly turnAt: number;
  readonly does: 'break' | 'mend' | 'neither';
}

interface Pace {
  /** Milliseconds between two edits of a burst. */
  readonly min: number;
  readonly max: number;
}

const sample = (pace: Pace) =>
  fc.record({
    group: fc.nat(GROUPS - 1),
    gapsMs: fc.array(fc.integer(pace), { minLength: 20, maxLength: 20 }),
    ports: fc.array(fc.integer({ min: 8_000, max: 8_019 }), { minLength: 5, maxLength: 20 }),
    turnAt: fc.nat(4),
    breaks: fc.boolean(),
  });

/**
 * A day's bursts with 500 changes in all, always the same. The second burst after one that breaks
 * paths mends them.
 */
function burstsOfADay(pace: Pace): Burst[] {
  const bursts: Burst[] = [];
  let left = CHANGES;
  for (const { breaks, ...each } of fc.sample(sample(pace), { seed: SEED, numRuns: CHANGES })) {
    if (left === 0) break;
    const [last, earlier] = [bursts.at(-1), bursts.at(-2)];
    const ports = each.ports.slice(0, left);
    left -= ports.length;
    const mayBreak = breaks && each.group < GROUPS_ON_PATHS && last?.does !== 'break';
    if (earlier?.does === 'break') bursts.push({ ...each, ports, group: earlier.group, does: 'mend', turnAt: 0 });
    else bursts.push({ ...each, ports, does: mayBreak ? 'break' : 'neither' });
  }
  return bursts;
}

const groupId = (n: number) => `sg-${n.toString(16).padStart(17, '0')}`;
const pathId = (n: number) => `nip-${n.toString(16).padStart(17, '0')}`;

/** A day in an account with twenty open paths through twelve of its forty groups. */
class ReplayedDay {
  readonly simulation = new Simulation();
  readonly network = new ModelNetwork(() => `${new Date(this.simulation.clock.now()).toISOString().slice(0, 19)}Z`);
  /** For each path, every time it opened or closed. */
  readonly turns = Array.from({ length: PATHS }, (): string[] => []);

  constructor(private readonly pace: Pace) {
    for (let n = 0; n < GROUPS_ON_PATHS; n++) this.network.add({ groupId: groupId(n), ...HTTPS });
    for (let n = 0; n < PATHS; n++) {
      const interfaceId = `eni-${n.toString(16).padStart(17, '0')}`;
      this.network.groups.set(interfaceId, [groupId(n % GROUPS_ON_PATHS)]);
      this.network.needs.set(pathId(n), { passages: [{ interfaceId, ...HTTPS }], acls: [], routeTables: [] });
      this.simulation.addPath(pathId(n), `path-${n}`);
    }
    this.simulation.network = (id) => this.network.find(id);
  }

  /** Makes the day's changes, and passes CloudTrail's record of each to `emit`. */
  async replay(emit: (event: unknown) => void, rest: () => Promise<void>): Promise<void> {
    for (const { group, gapsMs, ports, turnAt, does } of burstsOfADay(this.pace)) {
      for (const [index, port] of ports.entries()) {
        const needed = does !== 'neither' && index === turnAt;
        emit(this.edit({ groupId: groupId(group), ...(needed ? HTTPS : { direction: 'ingress', port }) }));
        this.note();
        await this.simulation.pass(gapsMs[index] ?? 0);
      }
      await rest();
      await this.simulation.pass(PAUSE_MS);
    }
  }

  /** Removes the rule if it exists, otherwise adds it. */
  private edit(rule: Omit<Rule, 'id'>): unknown {
    const there = [...this.network.rules.values()].find(
      (each) => each.groupId === rule.groupId && each.direction === rule.direction && each.port === rule.port,
    );
    return there ? this.network.revoke(there.id) : this.network.authorize(rule);
  }

  private note(): void {
    for (const [n, turns] of this.turns.entries()) turn(turns, this.network.isOpen(pathId(n)));
  }
}

function turn(turns: string[], isOpen: boolean): void {
  const outcome = isOpen ? 'kept' : 'broken';
  if (outcome !== (turns.at(-1) ?? 'kept')) turns.push(outcome);
}

async function ours(pace: Pace) {
  const replayed = new ReplayedDay(pace);
  const { simulation } = replayed;
  await simulation.invoke({});
  const before = simulation.started;
  const pipeline = new Pipeline(simulation);
  await replayed.replay(
    (event) => pipeline.emit(event, { delaysMs: [DELIVERY_MS] }),
    () => pipeline.rest(),
  );
  const told = replayed.turns.map((_, n) => outcomesSent(simulation.messages, pathId(n)));
  deepStrictEqual(told, replayed.turns, 'our messages are not the turns that the network took');
  return { started: simulation.started - before, turns: replayed.turns };
}

async function theirs(pace: Pace) {
  const replayed = new ReplayedDay(pace);
  const { simulation } = replayed;
  const aws = { ...simulation.ec2(), ...simulation.sns() };
  const verdicts = Array.from({ length: PATHS }, (): { at: number; found: boolean }[] => []);
  const work: Promise<void>[] = [];
  const check = async () => {
    await simulation.clock.sleep(DELIVERY_MS);
    const at = simulation.clock.now();
    await Promise.all(
      verdicts.map(async (list, n) =>
        list.push({ at, found: await checkPath(pathId(n), 'topic', aws, simulation.clock.sleep) }),
      ),
    );
  };
  await replayed.replay(
    () => void work.push(check()),
    async () => {
      await simulation.clock.run(Promise.all(work.splice(0)));
    },
  );
  const told = verdicts.map((list) => {
    const turns: string[] = [];
    for (const { found } of list.sort((one, other) => one.at - other.at)) turn(turns, found);
    return turns;
  });
  deepStrictEqual(told, replayed.turns, "the baseline's verdicts are not the turns that the network took");
  return { started: simulation.started, turns: replayed.turns };
}

async function started(measure: string, pace: Pace): Promise<Row> {
  const [our, their] = [await ours(pace), await theirs(pace)];
  deepStrictEqual(our.turns, their.turns, 'the two sides saw different days');
  const floor = our.turns.flat().length;
  return {
    question: 'money',
    measure,
    unit: '',
    ours: our.started,
    baseline: their.started,
    floor,
    target: { ratio: 0.05 },
  };
}

/**
 * The analyses of a day of changes, in virtual time. The floor is one for each time that a path
 * opened or closed.
 */
export const money: Question = {
  name: 'money',
  measure: async () => {
    const label = `analyses started in a day: ${CHANGES} rule changes in bursts over ${GROUPS} groups, ${PATHS} paths through ${GROUPS_ON_PATHS} of them`;
    return [
      await started(`${label}, 0.1 to 1.5 s between the edits of a burst`, { min: 100, max: 1_500 }),
      await started('the same day by hand, 0.5 to 8 s between edits', { min: 500, max: 8_000 }),
    ];
  },
};
