import { EXPIRES_AFTER_MS } from '../../../testing/simulation/analysis-history';
import {
  ALERT,
  OTHER_GROUP,
  PATH,
  RECOVERED,
  told,
  WEB_GROUP,
  watchedNetwork,
} from '../../../testing/simulation/watched-network';

const DAY_MS = 86_400_000;

/** AWS deletes analyses 120 days after they began: https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html */
describe('after AWS has deleted every analysis', () => {
  async function brokenLongAgo() {
    const watched = watchedNetwork();
    await watched.check();
    watched.pipeline.emit(watched.revokeHttps(), { delaysMs: [1_000] });
    await watched.pipeline.rest();
    await watched.simulation.pass(EXPIRES_AFTER_MS + DAY_MS);
    expect((await watched.simulation.invoke({ action: 'status' })).paths).toMatchObject([{ analysisId: null }]);
    return watched;
  }

  it('a path that was reported as broken is not reported as new', async () => {
    const watched = await brokenLongAgo();
    const { network, pipeline } = watched;
    pipeline.emit(network.authorize({ groupId: OTHER_GROUP, direction: 'egress', port: 80 }), { delaysMs: [1_000] });
    await pipeline.rest();
    expect(told(watched)).toEqual([ALERT]);
  });

  it('its recovery is reported', async () => {
    const watched = await brokenLongAgo();
    watched.pipeline.emit(watched.authorizeHttps(), { delaysMs: [1_000] });
    await watched.pipeline.rest();
    expect(told(watched)).toEqual([ALERT, RECOVERED]);
  });

  it('the daily look analyses it again, and reports nothing new', async () => {
    const watched = await brokenLongAgo();
    const before = watched.simulation.started;
    await watched.simulation.invoke({ action: 'look' });
    expect(watched.simulation.started - before).toBe(1);
    expect(told(watched)).toEqual([ALERT]);
  });
});

describe('a year of daily looks', () => {
  async function year(isBroken: boolean) {
    const watched = watchedNetwork();
    const { simulation, pipeline, revokeHttps, check } = watched;
    await check();
    if (isBroken) pipeline.emit(revokeHttps(), { delaysMs: [1_000] });
    await pipeline.rest();
    const before = simulation.started;
    for (let day = 0; day < 365; day++) {
      await simulation.pass(DAY_MS);
      await simulation.invoke({ action: 'look' });
    }
    return { watched, started: simulation.started - before };
  }

  it('renews the verdict of a broken path every ninety days, and says nothing', async () => {
    const { watched, started } = await year(true);
    expect(started).toBe(4);
    expect(told(watched)).toEqual([ALERT]);
    expect(watched.simulation.analyses.length).toBeGreaterThan(0);
  });

  it('starts nothing for a path that is as it must be', async () => {
    const { watched, started } = await year(false);
    expect(started).toBe(0);
    expect(told(watched)).toEqual([]);
  });
});

describe('the daily look', () => {
  it('judges what a call left behind that somebody waited for, and whose process died', async () => {
    const watched = watchedNetwork();
    const { simulation, revokeHttps, check } = watched;
    await check();
    revokeHttps();
    const dies = { when: 'before', call: 6 } as const;
    await expect(simulation.clock.run(simulation.begin({ action: 'check' }, { dies }))).rejects.toThrow('died');
    expect(simulation.started).toBe(2);
    await simulation.pass(DAY_MS);
    const result = await simulation.invoke({ action: 'look' });
    expect(result).toMatchObject({ paths: [{ pathId: PATH, outcome: 'broken', told: true }], started: 0 });
    expect(simulation.subjects).toEqual(['[ALERT] Scheduled check found connectivity issue: web-to-internet']);
  });

  it('leaves alone what an invocation may still be waiting for', async () => {
    const { simulation, network, pipeline, check } = watchedNetwork();
    await check();
    const spare = network.add({ groupId: WEB_GROUP, direction: 'egress', port: 80 });
    simulation.analysisMs = 300_000;
    pipeline.emit(network.revoke(spare.id), { delaysMs: [1_000] });
    await simulation.pass(60_000);
    expect(await simulation.invoke({ action: 'look' })).toEqual({ paths: [], started: 0 });
    await pipeline.rest();
  });
});
