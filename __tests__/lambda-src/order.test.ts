import { NETWORK_CHANGED } from '../../testing/simulation/account';
import {
  ALERT,
  ERROR,
  RECOVERED,
  RUNS_AGAIN,
  told,
  type WatchedNetwork,
  watchedNetwork,
} from '../../testing/simulation/watched-network';

/** Makes the change, and lets it be analysed for so long; the next change comes while that runs. */
async function change({ simulation, pipeline }: WatchedNetwork, event: unknown, analysisMs: number): Promise<void> {
  simulation.analysisMs = analysisMs;
  pipeline.emit(event, { delaysMs: [1_000] });
  await simulation.pass(10_000);
}

describe('overlapping analyses', () => {
  it.each([
    ['the first is the longest', [300_000, 60_000, 5_000]],
    ['the second is the longest', [20_000, 300_000, 5_000]],
    ['the last is the longest', [30_000, 5_000, 300_000]],
  ])('are told in the order of the changes, each once: %s', async (_, [first = 0, second = 0, third = 0]) => {
    const watched = watchedNetwork();
    await watched.check();
    await change(watched, watched.revokeHttps(), first);
    await change(watched, watched.authorizeHttps(), second);
    await change(watched, watched.revokeHttps(), third);
    await watched.pipeline.rest();
    expect(told(watched)).toEqual([ALERT, RECOVERED, ALERT]);
    expect(watched.simulation.bought - 1).toBe(3);
  });

  it('do not wait for ever: as time runs out, the newer one is judged, and the older one is never told', async () => {
    const watched = watchedNetwork();
    const { simulation, pipeline, revokeHttps, authorizeHttps, check } = watched;
    await check();
    await change(watched, revokeHttps(), 5_000_000);
    simulation.analysisMs = 5_000;
    pipeline.emit(authorizeHttps(), { delaysMs: [1_000] });
    await pipeline.restAndReplay();
    expect(told(watched)).toEqual([]);
    expect(simulation.analyses.at(-1)?.Tags).toContainEqual({
      Key: 'ReachabilityMonitorJudged',
      Value: 'kept/reachable',
    });
  });
});

describe('analyses that fail', () => {
  const CHANGING = { status: 'failed', statusMessage: NETWORK_CHANGED } as const;
  const DENIED = { status: 'failed', statusMessage: 'The request failed due to insufficient permissions' } as const;

  it('twice in a row because the network changes, and then succeed, are told once and rightly', async () => {
    const watched = watchedNetwork();
    const { simulation, pipeline, revokeHttps, check } = watched;
    await check();
    simulation.scripts.push(CHANGING, CHANGING);
    pipeline.emit(revokeHttps(), { delaysMs: [1_000] });
    await pipeline.rest();
    expect(told(watched)).toEqual([ALERT]);
    expect(pipeline.results[0]).toMatchObject({ paths: [{ outcome: 'broken', told: true }], started: 3 });
  });

  it('for good are told once, not again at the next event, and what follows is told', async () => {
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
    expect(told(watched)).toEqual([ERROR, RUNS_AGAIN, ALERT]);
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
    expect(told(watched)).toEqual([ERROR, RUNS_AGAIN]);
    expect(simulation.bought).toBe(4);
  });

  it('carry the changes noted on them over to the one that takes their place', async () => {
    const { simulation, pipeline, network, revokeHttps, check } = watchedNetwork();
    await check();
    simulation.scripts.push({ ...CHANGING, durationMs: 20_000 });
    const other = network.authorize({ groupId: 'sg-0123456789abcdef0', direction: 'egress', port: 80 });
    pipeline.emit(revokeHttps(), { delaysMs: [1_000] });
    pipeline.emit(other, { delaysMs: [12_000] });
    await pipeline.rest();
    expect(simulation.messages[0]?.Message).toContain('AuthorizeSecurityGroupEgress');
    expect(simulation.bought - 1).toBe(2);
  });
});
