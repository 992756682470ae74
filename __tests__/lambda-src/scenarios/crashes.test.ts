import type { Death } from '../../../testing/simulation/crash';
import {
  ALERT,
  RECOVERED,
  told,
  type WatchedNetwork,
  WEB_GROUP,
  watchedNetwork,
} from '../../../testing/simulation/watched-network';

/** More than the function makes for one change. */
const LAST_CALL = 24;
const DEATHS: Death[] = Array.from({ length: LAST_CALL }, (_, index) => index + 1).flatMap((call) => [
  { when: 'before', call },
  { when: 'after', call },
]);

async function withBaseline(variables: Readonly<Record<string, string>> = {}): Promise<WatchedNetwork> {
  const watched = watchedNetwork(variables);
  watched.simulation.analysisMs = 5_000;
  await watched.check();
  watched.simulation.calls.length = 0;
  return watched;
}

describe('a process that dies', () => {
  it.each(DEATHS)('$when call $call to AWS is resumed by its retry: one analysis, one alert', async (dies) => {
    const watched = await withBaseline();
    const { simulation, pipeline, revokeHttps } = watched;
    pipeline.emit(revokeHttps(), { delaysMs: [1_000], deaths: [dies] });
    await pipeline.rest();
    expect(simulation.started - 1).toBe(1);
    // Whether a message went out that the record does not show, nobody can know: twice is better than never.
    const isBetweenTellingAndTagging = dies.when === 'after' && simulation.calls[dies.call - 1] === 'publish';
    const isBeforeTagging = dies.when === 'before' && simulation.calls[dies.call - 2] === 'publish';
    expect(told(watched)).toEqual(isBetweenTellingAndTagging || isBeforeTagging ? [ALERT, ALERT] : [ALERT]);
  });

  it.each(DEATHS)('$when call $call and never comes back loses nothing: the next change tells', async (dies) => {
    const watched = await withBaseline();
    const { pipeline, revokeHttps, network } = watched;
    pipeline.emit(revokeHttps(), { delaysMs: [1_000], deaths: [dies, dies, dies] });
    await pipeline.rest();
    const spare = network.add({ groupId: WEB_GROUP, direction: 'egress', port: 80 });
    pipeline.emit(network.revoke(spare.id), { delaysMs: [1_000] });
    await pipeline.rest();
    expect(new Set(told(watched))).toEqual(new Set([ALERT]));
  });

  it('again and again, at each of its attempts, is resumed by the dead letter', async () => {
    const watched = await withBaseline();
    const { simulation, pipeline, revokeHttps } = watched;
    const deaths: Death[] = [3, 5, 9].map((call) => ({ when: 'before', call }));
    pipeline.emit(revokeHttps(), { delaysMs: [1_000], deaths });
    await pipeline.rest();
    expect(pipeline.deadLetters).toHaveLength(1);
    await pipeline.restAndReplay();
    expect(told(watched)).toEqual([ALERT]);
    expect(simulation.started - 1).toBe(1);
  });
});

describe('an invocation that runs out of time', () => {
  it.each([15_000, 20_000, 60_000, 100_000])('after %i ms is resumed by its retries', async (timeoutMs) => {
    const watched = await withBaseline();
    const { simulation, pipeline, revokeHttps, authorizeHttps } = watched;
    simulation.analysisMs = 150_000;
    pipeline.emit(revokeHttps(), { delaysMs: [1_000], timeoutMs });
    await pipeline.restAndReplay();
    pipeline.emit(authorizeHttps(), { delaysMs: [1_000], timeoutMs });
    await pipeline.restAndReplay();
    expect(told(watched)).toEqual([ALERT, RECOVERED]);
    expect(simulation.started - 1).toBe(2);
  });
});

describe('invocations that race', () => {
  it('on the same instant, for different changes, buy one analysis and tell one message', async () => {
    const watched = await withBaseline();
    const { simulation, pipeline, network, revokeHttps } = watched;
    const spares = [80, 81, 82, 83].map((port) => network.add({ groupId: WEB_GROUP, direction: 'egress', port }));
    for (const event of [revokeHttps(), ...spares.map(({ id }) => network.revoke(id))]) {
      pipeline.emit(event, { delaysMs: [3_000] });
    }
    await pipeline.rest();
    expect(simulation.started - 1).toBe(1);
    expect(told(watched)).toEqual([ALERT]);
    expect(simulation.messages[0]?.Message?.match(/removed: outbound/g)).toHaveLength(5);
  });

  it('while the listing lags, do so as well', async () => {
    const watched = await withBaseline();
    const { simulation, pipeline, network, revokeHttps } = watched;
    simulation.listingLagMs = 4_000;
    const spare = network.add({ groupId: WEB_GROUP, direction: 'egress', port: 80 });
    pipeline.emit(revokeHttps(), { delaysMs: [3_000] });
    pipeline.emit(network.revoke(spare.id), { delaysMs: [4_000] });
    await pipeline.rest();
    expect(simulation.started - 1).toBe(1);
    expect(told(watched)).toEqual([ALERT]);
  });

  it('for the same change, buy one analysis and tell one message', async () => {
    const watched = await withBaseline();
    watched.pipeline.emit(watched.revokeHttps(), { delaysMs: [3_000, 3_000, 3_000, 3_000] });
    await watched.pipeline.rest();
    expect(watched.simulation.started - 1).toBe(1);
    expect(told(watched)).toEqual([ALERT]);
  });
});
