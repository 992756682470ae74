import {
  ALERT,
  OTHER_GROUP,
  PATH,
  RECOVERED,
  told,
  WEB_GROUP,
  watchedNetwork,
} from '../../../testing/simulation/watched-network';

/** Numbers from 0 to 1 that look random and are the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    yield state / 2 ** 31;
  }
}

describe('fifty rule changes in five seconds, delivered out of order 2 to 60 s later', () => {
  async function burst(seed: number, delayOfRevocation?: number) {
    const watched = watchedNetwork();
    const { simulation, network, pipeline, revokeHttps, check } = watched;
    await check();
    const random = numbers(seed);
    const spare = Array.from({ length: 50 }, (_, n) =>
      network.add({ groupId: n % 2 === 0 ? WEB_GROUP : OTHER_GROUP, direction: 'egress', port: 9_000 + n }),
    );
    const innocent = (n: number) => {
      const { id, groupId } = spare[n] ?? { id: '', groupId: '' };
      const isAdded = n % 3 === 0;
      return isAdded ? network.authorize({ groupId, direction: 'ingress', port: 8_000 + n }) : network.revoke(id);
    };
    const guilty = Math.floor(random.next().value * 50);
    for (let n = 0; n < 50; n++) {
      const delay = 2_000 + random.next().value * 58_000;
      if (n === guilty) pipeline.emit(revokeHttps(), { delaysMs: [delayOfRevocation ?? delay] });
      else pipeline.emit(innocent(n), { delaysMs: [delay] });
      await simulation.pass(100);
    }
    await pipeline.rest();
    return watched;
  }

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('buys at most two analyses and alerts once (order %i)', async (seed) => {
    const watched = await burst(seed);
    expect(watched.simulation.started - 1).toBeLessThanOrEqual(2);
    expect(told(watched)).toEqual([ALERT]);
  });

  it('names the guilty change, and lists the innocent ones without accusing them', async () => {
    const { simulation } = await burst(7, 2_000);
    const [{ Message: message = '' } = {}] = simulation.messages;
    expect(message).toMatch(
      /RevokeSecurityGroupEgress by \S+,.*\n.*removed: outbound tcp port 443.*\n.*This is the cause/,
    );
    expect(message.match(/This is the cause/g)).toHaveLength(1);
    expect(message.match(/^- .*(Authorize|Revoke)SecurityGroup/gm)?.length).toBeGreaterThan(10);
  });

  it('accuses nobody where the guilty change has not been delivered yet', async () => {
    const watched = await burst(7, 60_000);
    expect(told(watched)).toEqual([ALERT]);
    expect(watched.simulation.messages[0]?.Message).not.toContain('This is the cause');
  });

  it('sees the right state where the last change restores the path', async () => {
    const watched = watchedNetwork();
    const { simulation, pipeline, revokeHttps, authorizeHttps, check } = watched;
    await check();
    const random = numbers(11);
    for (let n = 0; n < 50; n++) {
      pipeline.emit(n % 2 === 0 ? revokeHttps() : authorizeHttps(), {
        delaysMs: [2_000 + random.next().value * 58_000],
      });
      await simulation.pass(100);
    }
    await pipeline.rest();
    expect([[], [ALERT, RECOVERED]]).toContainEqual(told(watched));
    expect(simulation.started - 1).toBeLessThanOrEqual(2);
  });
});

describe('a change', () => {
  it.each([
    ['three times at once', [3_000, 3_000, 3_000]],
    ['three times, a little apart', [3_000, 5_000, 9_000]],
    ['three times, far apart', [3_000, 60_000, 4_000_000]],
  ])('delivered %s buys one analysis and tells one message', async (_, delaysMs) => {
    const watched = watchedNetwork();
    await watched.check();
    watched.pipeline.emit(watched.revokeHttps(), { delaysMs });
    await watched.pipeline.rest();
    expect(watched.simulation.started - 1).toBe(1);
    expect(told(watched)).toEqual([ALERT]);
    expect(watched.pipeline.results.map(({ paths }) => paths[0]?.outcome)).toEqual(['broken', 'broken', 'broken']);
  });

  it('that an analysis answers for which began after it buys none, and is written on that analysis', async () => {
    const watched = watchedNetwork();
    const { simulation, pipeline, network, revokeHttps, check } = watched;
    await check();
    const early = network.authorize({ groupId: WEB_GROUP, direction: 'egress', port: 80 });
    pipeline.emit(early, { delaysMs: [20_000] });
    await simulation.pass(3_000);
    pipeline.emit(revokeHttps(), { delaysMs: [2_000] });
    await pipeline.rest();
    expect(simulation.started - 1).toBe(1);
    expect(pipeline.results.map(({ started }) => started).sort()).toEqual([0, 1]);
    const tags = simulation.analyses.at(-1)?.Tags ?? [];
    expect(tags.find(({ Key }) => Key === `chg-${early.id}`)?.Value).toMatch(
      /^AuthorizeSecurityGroupEgress \S+Z by assumed-role\/NetAdmin\/alice from 203.0.113.7 with \S+ : sgr-\w+ sg-0123456789abcdef0 tcp 80 80 0.0.0.0\/0$/,
    );
    expect(simulation.messages[0]?.Message).toContain('AuthorizeSecurityGroupEgress');
  });

  it('answered by a running analysis is pending, by a judged one as judged', async () => {
    const { simulation, pipeline, network, revokeHttps, check } = watchedNetwork();
    await check();
    const another = network.authorize({ groupId: WEB_GROUP, direction: 'egress', port: 80 });
    pipeline.emit(another, { delaysMs: [15_000, 60_000] });
    pipeline.emit(revokeHttps(), { delaysMs: [2_000] });
    await pipeline.rest();
    const analysisId = simulation.analyses.at(-1)?.NetworkInsightsAnalysisId;
    expect(pipeline.results.map(({ paths }) => paths[0])).toEqual([
      expect.objectContaining({ pathId: PATH, outcome: 'pending', analysisId }),
      expect.objectContaining({ pathId: PATH, outcome: 'broken', told: true, analysisId }),
      expect.objectContaining({ pathId: PATH, outcome: 'broken', told: false, analysisId }),
    ]);
  });

  it('finds no room for its note after a hundred others, and the message still goes out', async () => {
    const watched = watchedNetwork();
    const { simulation, pipeline, network, revokeHttps, check } = watched;
    await check();
    pipeline.emit(revokeHttps(), { delaysMs: [2_000] });
    for (let n = 0; n < 100; n++) {
      const event = network.authorize({ groupId: WEB_GROUP, direction: 'ingress', port: 8_000 + n });
      pipeline.emit(event, { delaysMs: [8_000 + (n % 10) * 1_000] });
    }
    await pipeline.rest();
    expect(simulation.analyses.at(-1)?.Tags?.length).toBeLessThanOrEqual(50);
    expect(simulation.messages[0]?.Message).toContain('and more');
    expect(told(watched)).toEqual([ALERT]);
    expect(pipeline.deadLetters).toEqual([]);
  });
});
