import { scheduledEvent } from '../../../testing/simulation/events';
import { randomFrom } from '../../../testing/simulation/schedules/climate';
import {
  ALERT,
  OTHER_GROUP,
  PATH,
  RECOVERED,
  told,
  WEB_GROUP,
  watchedNetwork,
} from '../../../testing/simulation/watched-network';
import { believed } from '../../../testing/simulation/what-readers-believe';

function idOf(analysis: { NetworkInsightsAnalysisId?: string | undefined } | undefined): string {
  return analysis?.NetworkInsightsAnalysisId ?? '';
}

describe('a change in the same wall-clock second as an analysis that began just before it', () => {
  it('is not taken for answered', async () => {
    const watched = watchedNetwork();
    const { simulation, network, pipeline, revokeHttps, check } = watched;
    await check();
    // Starts an analysis at 10:00:30.020, or a little later.
    await simulation.pass(25_000 - (simulation.clock.now() % 60_000));
    const spare = network.add({ groupId: WEB_GROUP, direction: 'egress', port: 80 });
    pipeline.emit(network.revoke(spare.id), { delaysMs: [1_000] });
    await simulation.pass(5_400);
    const began = simulation.analyses.at(-1)?.StartDate?.getTime() ?? 0;
    const changed = simulation.clock.now();
    pipeline.emit(revokeHttps(), { delaysMs: [1_000] });
    await pipeline.rest();
    expect(Math.floor(began / 1_000)).toBe(Math.floor(changed / 1_000));
    expect(began).toBeLessThan(changed);
    expect(told(watched)).toEqual([ALERT]);
  });
});

describe('an unjudged broken analysis whose owner died', () => {
  it('is told by the next change, even by one that would have been skipped', async () => {
    const watched = watchedNetwork();
    const { simulation, network, pipeline, revokeHttps, check } = watched;
    await check();
    const dies = { when: 'before', call: 8 } as const;
    await expect(simulation.clock.run(simulation.begin(revokeHttps(), { dies }))).rejects.toThrow('died');
    expect(simulation.analyses.at(-1)?.Status).toBe('running');
    pipeline.emit(network.authorize({ groupId: OTHER_GROUP, direction: 'egress', port: 80 }), { delaysMs: [300_000] });
    await pipeline.rest();
    expect(told(watched)).toEqual([ALERT]);
    // The alert is about the change that did it, not about the one at which it was found.
    expect(simulation.messages[0]?.Message).toMatch(
      /RevokeSecurityGroupEgress by .*\n.*removed: outbound tcp port 443/,
    );
    expect(simulation.messages[0]?.Message).not.toContain('AuthorizeSecurityGroupEgress by');
  });

  it('is told once by several that come to it together', async () => {
    const watched = watchedNetwork();
    const { simulation, network, pipeline, revokeHttps, check } = watched;
    await check();
    const dies = { when: 'before', call: 8 } as const;
    await simulation.clock.run(simulation.begin(revokeHttps(), { dies })).catch(() => undefined);
    await simulation.pass(60_000);
    simulation.analysisMs = 60_000;
    for (let n = 0; n < 4; n++) {
      const group = `sg-0bbbbbbbbbbbbbbb${n}`;
      pipeline.emit(network.authorize({ groupId: group, direction: 'egress', port: 80 }), { delaysMs: [1_000] });
      await simulation.pass(3_000);
    }
    await pipeline.rest();
    expect(told(watched)).toEqual([ALERT]);
  });

  it('is told once by deliveries of the same event', async () => {
    const watched = watchedNetwork();
    const { simulation, pipeline, revokeHttps, check } = watched;
    await check();
    pipeline.emit(revokeHttps(), { delaysMs: [1_000, 1_500, 2_000, 2_500], deaths: [{ when: 'before', call: 8 }] });
    await pipeline.rest();
    expect(told(watched)).toEqual([ALERT]);
    expect(simulation.started - 1).toBe(1);
  });
});

describe('a promise that is turned around while an event is dealt with', () => {
  it('is judged by the new one, whoever read the old one before', async () => {
    const watched = watchedNetwork();
    const { simulation, network, pipeline, check } = watched;
    await check();
    await simulation.pass(60_000);
    const [spare] = [network.add({ groupId: WEB_GROUP, direction: 'egress', port: 80 })];
    pipeline.emit(network.revoke(spare.id), { delaysMs: [500] });
    // The event has read the promise; then Terraform turns it around, and asks for a check at once.
    await simulation.pass(1_000);
    simulation.addPath(PATH, 'web', 'unreachable');
    const input = { tf: { action: 'update' }, pathId: PATH, name: 'web', expect: 'unreachable' };
    await simulation.clock.run(simulation.begin(input));
    await pipeline.rest();
    expect(simulation.subjects).toEqual([expect.stringMatching(/^\[ALERT\] .*forbidden path/)]);
    expect(JSON.stringify(simulation.analyses.at(-1)?.Tags)).not.toContain('kept/reachable');
  });
});

describe('an analysis whose owner died, and an invocation with the least time that Terraform allows', () => {
  it('are enough for its turn to be sent', async () => {
    const watched = watchedNetwork();
    const { simulation, pipeline, revokeHttps, check } = watched;
    await check();
    simulation.analysisMs = 30_000;
    const dies = { when: 'after', call: 8 } as const;
    const timeoutMs = 240_000;
    pipeline.emit(revokeHttps(), { delaysMs: [1_000], timeoutMs, deaths: [dies, dies, dies] });
    await pipeline.rest();
    expect(pipeline.deadLetters).toHaveLength(1);
    for (const event of pipeline.deadLetters.splice(0)) pipeline.emit(event, { delaysMs: [600_000], timeoutMs });
    await pipeline.rest();
    expect(pipeline.deadLetters).toEqual([]);
    expect(told(watched)).toEqual([ALERT]);
  });
});

describe('fifty changes in twenty seconds', () => {
  it('stay within the rates at which EC2 lets one account call', async () => {
    const { simulation, network, pipeline, check } = watchedNetwork({ CHECK: 'all' });
    await check();
    simulation.analysisMs = 40_000;
    simulation.random = randomFrom(1);
    const throttled: string[] = [];
    simulation.weather = { ...simulation.weather, failure: throttle(simulation.clock, throttled) };
    for (let n = 0; n < 50; n++) {
      const rule = network.add({ groupId: WEB_GROUP, direction: 'egress', port: 1_000 + n });
      pipeline.emit(network.revoke(rule.id), { delaysMs: [4_000] });
      await simulation.pass(400);
    }
    await pipeline.rest();
    // Notes alone may be refused at times; they are written by fifty at once.
    expect(throttled.filter((call) => call !== 'createTags')).toEqual([]);
    expect(simulation.started - 1).toBeLessThanOrEqual(2);
    expect(pipeline.deadLetters).toEqual([]);
  });
});

/** Buckets of requests: https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html */
function throttle(clock: { now(): number }, throttled: string[]) {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (call: string) => {
    if (call === 'publish') return undefined;
    const isRead = call.startsWith('describe');
    const [most, perSecond] = isRead ? [100, 20] : [50, 5];
    const key = isRead ? 'describe' : call;
    const { tokens, at } = buckets.get(key) ?? { tokens: most, at: clock.now() };
    const left = Math.min(most, tokens + ((clock.now() - at) / 1_000) * perSecond);
    buckets.set(key, { tokens: left >= 1 ? left - 1 : left, at: clock.now() });
    if (left >= 1) return undefined;
    throttled.push(call);
    return { code: 'RequestLimitExceeded', when: 'before' as const };
  };
}

describe('a report from the future', () => {
  it('that somebody has forged on the path does not silence it', async () => {
    const watched = watchedNetwork();
    const { simulation, pipeline, revokeHttps, check } = watched;
    await check();
    const path = simulation.paths.get(PATH);
    const Value = 'kept/reachable nia-0fffffffffffffff0 2099-01-01T00:00:00.000Z';
    path?.Tags?.push({ Key: 'ReachabilityMonitorStanding', Value });
    pipeline.emit(revokeHttps(), { delaysMs: [1_000] });
    await pipeline.rest();
    expect(told(watched)).toEqual([ALERT]);
  });
});

describe('a finished analysis', () => {
  it('is left to its owner, whoever else follows it', async () => {
    const { simulation, pipeline, revokeHttps, check } = watchedNetwork();
    await check();
    pipeline.emit(revokeHttps(), { delaysMs: [1_000, 1_200] });
    await pipeline.rest();
    const owner = simulation.analyses.at(-1)?.Tags?.find(({ Key }) => Key === 'ReachabilityMonitorOwner')?.Value;
    expect(owner).toMatch(/\/event-request-1:\w+$/);
    expect(simulation.requests.filter(({ input }) => JSON.stringify(input).includes('/event-request-2'))).toHaveLength(
      1,
    );
  });

  it('that nobody owns any more is claimed by one of those who come to it at the same instant', async () => {
    const watched = watchedNetwork();
    const { simulation, pipeline, revokeHttps, check } = watched;
    await check();
    const deaths = [{ when: 'before', call: 8 }] as const;
    pipeline.emit(revokeHttps(), { delaysMs: [1_000, 4_000, 4_000, 4_000], deaths });
    await pipeline.rest();
    expect(told(watched)).toEqual([ALERT]);
    expect(simulation.started - 1).toBe(1);
  });
});

describe('a late event', () => {
  it('is not answered by an analysis that failed, although it began after the change', async () => {
    const watched = watchedNetwork();
    const { simulation, network, pipeline, revokeHttps, check } = watched;
    await check();
    const revocation = revokeHttps();
    const spare = network.add({ groupId: WEB_GROUP, direction: 'egress', port: 80 });
    await simulation.pass(3_000);
    simulation.scripts.push({ status: 'failed', statusMessage: 'The request failed due to insufficient permissions' });
    pipeline.emit(network.revoke(spare.id), { delaysMs: [1_000] });
    pipeline.emit(revocation, { delaysMs: [60_000] });
    await pipeline.rest();
    expect(told(watched)).toEqual(['[ERROR] Reachability Analyzer failed to run', ALERT]);
  });

  it('is not answered by a superseded analysis, which nobody was told of', async () => {
    const watched = watchedNetwork();
    const { simulation, pipeline, revokeHttps, check } = watched;
    await check();
    const revocation = revokeHttps();
    await simulation.pass(10_000);
    simulation.startByHand(PATH, {
      ReachabilityMonitor: 'reachability-monitor',
      ReachabilityMonitorJudged: 'superseded/reachable',
    });
    pipeline.emit(revocation, { delaysMs: [60_000] });
    await pipeline.rest();
    expect(told(watched)).toEqual([ALERT]);
  });
});

describe('Expect that is turned around while the network stands still', () => {
  it('is seen at the next change, even at one that would have been skipped', async () => {
    const watched = watchedNetwork();
    const { simulation, network, pipeline, check, addWatchedPath } = watched;
    await check();
    addWatchedPath(PATH, 'web-to-internet', WEB_GROUP, 'unreachable');
    simulation.network = () => ({ found: true });
    pipeline.emit(network.authorize({ groupId: OTHER_GROUP, direction: 'egress', port: 80 }), { delaysMs: [3_000] });
    await pipeline.rest();
    expect(told(watched)).toEqual(['[ALERT] Security Group change opened a forbidden path']);
  });
});

describe('the newest analysis, deleted by hand between two events', () => {
  it('is missed: what restored the path is told', async () => {
    const watched = watchedNetwork();
    const { simulation, pipeline, revokeHttps, authorizeHttps, check } = watched;
    await check();
    pipeline.emit(revokeHttps(), { delaysMs: [3_000] });
    await pipeline.rest();
    simulation.deleteByHand(idOf(simulation.analyses.at(-1)));
    pipeline.emit(authorizeHttps(), { delaysMs: [3_000] });
    await pipeline.rest();
    expect(told(watched)).toEqual([ALERT, RECOVERED]);
  });

  it('is missed: the one before it, which still stands, is not taken for the newest', async () => {
    const watched = watchedNetwork();
    const { simulation, network, pipeline, https, revokeHttps, check } = watched;
    const interfaceId = `eni-${PATH.slice(4)}`;
    network.groups.set(interfaceId, [WEB_GROUP, OTHER_GROUP]);
    await check();
    network.add({ ...https, groupId: OTHER_GROUP });
    // The path goes over the other group from now on, which only the deleted analysis saw.
    pipeline.emit(revokeHttps(), { delaysMs: [3_000] });
    await pipeline.rest();
    simulation.deleteByHand(idOf(simulation.analyses.at(-1)));
    const rule = [...network.rules.values()].find(({ groupId }) => groupId === OTHER_GROUP);
    pipeline.emit(network.revoke(rule?.id ?? ''), { delaysMs: [3_000] });
    await pipeline.rest();
    expect(told(watched)).toEqual([ALERT]);
  });

  it('while it runs, costs another one and nothing else', async () => {
    const watched = watchedNetwork();
    const { simulation, pipeline, revokeHttps, check } = watched;
    await check();
    pipeline.emit(revokeHttps(), { delaysMs: [1_000] });
    await simulation.pass(10_000);
    simulation.deleteByHand(idOf(simulation.analyses.at(-1)));
    await pipeline.rest();
    expect(told(watched)).toEqual([ALERT]);
    expect(simulation.started - 1).toBe(2);
  });

  it('as often as three times, ends in an error that lands in the dead-letter queue', async () => {
    const watched = watchedNetwork();
    const { simulation, pipeline, revokeHttps, check } = watched;
    await check();
    simulation.analysisMs = 10_000_000;
    pipeline.emit(revokeHttps(), { delaysMs: [1_000] });
    const vandal = async () => {
      for (let n = 0; n < 100; n++) {
        await simulation.clock.sleep(10_000);
        for (const analysis of simulation.analyses)
          if (analysis.Status === 'running') simulation.deleteByHand(idOf(analysis));
      }
    };
    await simulation.clock.run(Promise.all([vandal(), pipeline.rest()]));
    expect(pipeline.deadLetters).toHaveLength(1);
    simulation.analysisMs = 20_000;
    await simulation.pass(3_600_000);
    await pipeline.restAndReplay();
    expect(told(watched)).toEqual([ALERT]);
  });
});

describe('an analysis started by hand', () => {
  it('answers for nothing and hides no turn', async () => {
    const watched = watchedNetwork();
    const { simulation, pipeline, revokeHttps, check } = watched;
    await check();
    const event = revokeHttps();
    await simulation.pass(10_000);
    simulation.startByHand(PATH);
    pipeline.emit(event, { delaysMs: [30_000] });
    await pipeline.rest();
    expect(told(watched)).toEqual([ALERT]);
    expect(simulation.analyses.map(({ Tags }) => Tags?.length === 0)).toEqual([false, true, false]);
  });
});

describe('two monitors side by side', () => {
  it('tell each of its own path, and leave the other one alone', async () => {
    const other = 'nip-0ddddddddddddddd0';
    const watched = watchedNetwork();
    const { simulation, network, revokeHttps, addWatchedPath } = watched;
    addWatchedPath(other, 'other', WEB_GROUP);
    simulation.addPath(other, 'other', 'reachable', 'another-monitor');
    simulation.startByHand(PATH, {
      ReachabilityMonitor: 'another-monitor',
      ReachabilityMonitorJudged: 'kept/reachable',
    });
    const results = [await simulation.invoke({}), await simulation.invoke(revokeHttps())];
    expect(results.flatMap(({ paths }) => paths.map(({ pathId }) => pathId))).toEqual([PATH, PATH]);
    expect(told(watched)).toEqual([ALERT]);
    expect(network.isOpen(other)).toBe(false);
  });
});

describe('a path that is replaced', () => {
  it('is looked at from the beginning, and the old one is forgotten', async () => {
    const replacement = 'nip-0ddddddddddddddd0';
    const watched = watchedNetwork();
    const { simulation, pipeline, revokeHttps, authorizeHttps, check, addWatchedPath } = watched;
    await check();
    pipeline.emit(revokeHttps(), { delaysMs: [3_000] });
    await pipeline.rest();
    simulation.paths.delete(PATH);
    addWatchedPath(replacement, 'web-to-internet', WEB_GROUP);
    pipeline.emit(authorizeHttps(), { delaysMs: [3_000] });
    await pipeline.rest();
    pipeline.emit(revokeHttps(), { delaysMs: [3_000] });
    await pipeline.rest();
    expect(told(watched)).toEqual([ALERT, ALERT]);
    expect(pipeline.results.map(({ paths }) => paths.map(({ pathId }) => pathId))).toEqual([
      [PATH],
      [replacement],
      [replacement],
    ]);
  });
});

describe('KEEP_ANALYSES=1', () => {
  it('loses nothing through any number of turns, reminders and late deliveries', async () => {
    const watched = watchedNetwork({ KEEP_ANALYSES: '1' });
    const { simulation, pipeline, revokeHttps, authorizeHttps, check } = watched;
    await check();
    for (let n = 0; n < 3; n++) {
      pipeline.emit(revokeHttps(), { delaysMs: [3_000, 200_000] });
      await simulation.pass(100_000);
      await simulation.invoke(scheduledEvent());
      pipeline.emit(authorizeHttps(), { delaysMs: [3_000, 200_000] });
      await simulation.pass(60_000);
    }
    await pipeline.rest();
    const reminder = '[ALERT] Scheduled check found connectivity issue';
    const round = [ALERT, reminder, RECOVERED];
    expect(told(watched)).toEqual([...round, ...round, ...round]);
    expect(believed(simulation.messages, PATH)).toBe('kept');
    expect(simulation.analyses).toHaveLength(1);
    expect(simulation.started).toBe(1 + 3 * 3);
  });
});

describe('a token that leads to an analysis which exists no more', () => {
  it('is given up after 15 seconds, and the next one leads to a new analysis', async () => {
    const watched = watchedNetwork();
    const { simulation, pipeline, revokeHttps, authorizeHttps, check } = watched;
    await check();
    pipeline.emit(revokeHttps(), { delaysMs: [3_000] });
    await pipeline.rest();
    simulation.deleteByHand(idOf(simulation.analyses.at(-1)));
    const begin = simulation.clock.now();
    await simulation.invoke(authorizeHttps());
    const began = simulation.analyses.at(-1)?.StartDate?.getTime() ?? 0;
    expect(began - begin).toBeGreaterThanOrEqual(19_000);
    expect(began - begin).toBeLessThan(25_000);
    expect(told(watched)).toEqual([ALERT, RECOVERED]);
  });
});
