import { NETWORK_CHANGED } from '../../../testing/simulation/analysis-history';
import {
  ALERT,
  ERROR,
  RECOVERED,
  ROUTE_TABLE,
  RUNS_AGAIN,
  sent,
  type WatchedNetwork,
  watchedNetwork,
} from '../../../testing/simulation/watched-network';

const OPENED = '[ALERT] Security Group change opened a forbidden path';
const CLOSED = '[RECOVERED] Forbidden path closed';

/** Makes the change, whose analysis takes that long; the next change comes while it runs. */
async function change({ simulation, pipeline }: WatchedNetwork, event: unknown, analysisMs: number): Promise<void> {
  simulation.analysisMs = analysisMs;
  pipeline.emit(event, { delaysMs: [1_000] });
  await simulation.pass(10_000);
}

describe('overlapping analyses', () => {
  it.each([
    ['the first is the longest', 60_000, 5_000],
    ['the second is the longest', 20_000, 60_000],
  ])('of a forbidden path are reported in the order of the changes, each once: %s', async (_, first, second) => {
    const watched = watchedNetwork({}, 'unreachable');
    const { simulation, network, revokeHttps, authorizeHttps, pipeline, check } = watched;
    revokeHttps();
    await check();
    await change(watched, authorizeHttps(), first);
    // A change of routes may have opened the path, so it is analysed at once.
    await change(watched, network.toggle(ROUTE_TABLE), second);
    await pipeline.rest();
    expect(sent(watched)).toEqual([OPENED, CLOSED]);
    expect(simulation.started - 1).toBe(2);
  });

  it('do not happen on a required path: one runs, and one after it sees the rest of the burst', async () => {
    const watched = watchedNetwork();
    await watched.check();
    await change(watched, watched.revokeHttps(), 60_000);
    await change(watched, watched.authorizeHttps(), 5_000);
    await change(watched, watched.revokeHttps(), 5_000);
    await change(watched, watched.authorizeHttps(), 5_000);
    await watched.pipeline.rest();
    expect(sent(watched)).toEqual([ALERT, RECOVERED]);
    expect(watched.simulation.started - 1).toBe(2);
  });

  it('are left to their owner while an earlier one runs, however long another delivery of the same event has waited', async () => {
    const watched = watchedNetwork({}, 'unreachable');
    const { simulation, network, revokeHttps, authorizeHttps, pipeline, check } = watched;
    revokeHttps();
    await check();
    await change(watched, authorizeHttps(), 60_000);
    simulation.analysisMs = 500;
    pipeline.emit(network.toggle(ROUTE_TABLE), { delaysMs: [1_000, 20_000] });
    await pipeline.rest();
    expect(sent(watched)).toEqual([OPENED, CLOSED]);
    const owners = simulation.requests.flatMap(({ input }) => JSON.stringify(input).match(/:claimed/g) ?? []);
    expect(owners).toEqual([]);
  });

  it('name a change whose event was waiting for the earlier one when the later one began', async () => {
    const watched = watchedNetwork({}, 'unreachable');
    const { simulation, network, revokeHttps, authorizeHttps, pipeline, check } = watched;
    revokeHttps();
    await check();
    await change(watched, authorizeHttps(), 60_000);
    await change(watched, revokeHttps(), 10_000);
    await change(watched, network.toggle(ROUTE_TABLE), 10_000);
    await pipeline.rest();
    expect(sent(watched)).toEqual([OPENED, CLOSED]);
    const closed = simulation.messages.find(({ Subject }) => Subject?.startsWith(CLOSED))?.Message;
    expect(closed).toContain('RevokeSecurityGroupEgress');
  });

  it('name a change that the first has seen, though the second one covers it', async () => {
    const watched = watchedNetwork({}, 'unreachable');
    const { simulation, network, revokeHttps, pipeline, check } = watched;
    const elsewhere = 'rtb-0ffffffffffffffff';
    await check();
    simulation.analysisMs = 40_000;
    pipeline.emit(network.toggle(elsewhere), { delaysMs: [1_000] });
    await simulation.pass(3_000);
    pipeline.emit(revokeHttps(), { delaysMs: [12_000] });
    await simulation.pass(1_000);
    pipeline.emit(network.toggle(elsewhere), { delaysMs: [1_000] });
    await pipeline.rest();
    expect(simulation.started).toBe(3);
    const closed = simulation.messages.find(({ Subject }) => Subject?.startsWith(CLOSED))?.Message;
    expect(closed).toContain('RevokeSecurityGroupEgress');
  });

  it('do not wait for ever: one that runs for ten minutes is passed over, and not reported', async () => {
    const watched = watchedNetwork();
    const { simulation, pipeline, revokeHttps, authorizeHttps, check } = watched;
    await check();
    await change(watched, revokeHttps(), 5_000_000);
    simulation.analysisMs = 5_000;
    pipeline.emit(authorizeHttps(), { delaysMs: [1_000] });
    await pipeline.restAndReplay();
    expect(sent(watched)).toEqual([]);
    expect(simulation.analyses.at(-1)?.Tags).toContainEqual({
      Key: 'ReachabilityMonitorJudged',
      Value: 'kept/reachable',
    });
  });
});

describe('analyses that fail', () => {
  const CHANGING = { status: 'failed', statusMessage: NETWORK_CHANGED } as const;
  const DENIED = { status: 'failed', statusMessage: 'The request failed due to insufficient permissions' } as const;

  it('twice in a row because the network changes, and then succeed, are reported once, with the right outcome', async () => {
    const watched = watchedNetwork();
    const { simulation, pipeline, revokeHttps, check } = watched;
    await check();
    simulation.scripts.push(CHANGING, CHANGING);
    pipeline.emit(revokeHttps(), { delaysMs: [1_000] });
    await pipeline.rest();
    expect(sent(watched)).toEqual([ALERT]);
    expect(pipeline.results[0]).toMatchObject({ paths: [{ outcome: 'broken', told: true }], started: 3 });
  });

  it('for good are reported once, not again at the next event, and what follows is reported', async () => {
    const watched = watchedNetwork();
    const { simulation, pipeline, network, revokeHttps, check } = watched;
    const [first, second, third] = [80, 81, 82].map((port) => network.add({ ...watched.https, port }));
    await check();
    simulation.scripts.push(DENIED, DENIED);
    for (const rule of [first, second, third]) {
      pipeline.emit(network.revoke(rule?.id ?? ''), { delaysMs: [1_000] });
      await pipeline.rest();
    }
    pipeline.emit(revokeHttps(), { delaysMs: [1_000] });
    await pipeline.rest();
    expect(sent(watched)).toEqual([ERROR, RUNS_AGAIN, ALERT]);
  });

  it('for good, at each of several events', async () => {
    const watched = watchedNetwork();
    const { simulation, pipeline, network, check } = watched;
    simulation.scripts.push(DENIED, DENIED, DENIED);
    await check();
    for (let n = 0; n < 3; n++) {
      pipeline.emit(network.idle('CreateSecurityGroup'), { delaysMs: [1_000] });
      await pipeline.rest();
    }
    expect(sent(watched)).toEqual([ERROR, RUNS_AGAIN]);
    expect(simulation.started).toBe(4);
  });

  it('pass the changes noted on them to the one that takes their place', async () => {
    const { simulation, pipeline, network, revokeHttps, check } = watchedNetwork();
    await check();
    simulation.scripts.push({ ...CHANGING, durationMs: 20_000 });
    const other = network.authorize({ groupId: 'sg-0123456789abcdef0', direction: 'egress', port: 80 });
    pipeline.emit(revokeHttps(), { delaysMs: [1_000] });
    pipeline.emit(other, { delaysMs: [12_000] });
    await pipeline.rest();
    expect(simulation.messages[0]?.Message).toContain('AuthorizeSecurityGroupEgress');
    expect(simulation.started - 1).toBe(2);
  });
});
