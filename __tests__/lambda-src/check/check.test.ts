import { authorizeEgress, revokeEgress, scheduledEvent } from '../../../testing/simulation/events';
import { type Finding, Simulation } from '../../../testing/simulation/simulation';

const PATH = 'nip-0cccccccccccccccc';
const OTHER_PATH = 'nip-0dddddddddddddddd';

const OPEN: Finding = { found: true };
const CLOSED: Finding = {
  found: false,
  explanations: [
    {
      ExplanationCode: 'ENI_SG_RULES_MISMATCH',
      Direction: 'egress',
      NetworkInterface: { Id: 'eni-0eeeeeeeeeeeeeeee' },
      SecurityGroups: [{ Id: 'sg-0123456789abcdef0' }],
    },
  ],
};

function watching(variables: Record<string, string> = {}): Simulation {
  const simulation = new Simulation(variables);
  simulation.addPath(PATH, 'web-to-internet');
  return simulation;
}

function now(simulation: Simulation): string {
  return new Date(simulation.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
}

function judgements(simulation: Simulation): (string | undefined)[] {
  return simulation.analyses.map(({ Tags }) => Tags?.find(({ Key }) => Key === 'ReachabilityMonitorJudged')?.Value);
}

describe('a check of one path', () => {
  it.each([['database'], [OTHER_PATH]])('asked for as %s buys no other analysis', async (path) => {
    const simulation = watching();
    simulation.addPath(OTHER_PATH, 'database');
    const { paths, started } = await simulation.invoke({ action: 'check', path });
    expect(paths.map(({ name, outcome }) => [name, outcome])).toEqual([['database', 'kept']]);
    expect([started, simulation.started]).toEqual([1, 1]);
  });

  it('that is not watched fails, names those that are, and tells of those that cannot be', async () => {
    const simulation = watching();
    simulation.addPath(OTHER_PATH, 'database', 'unreachble');
    await expect(simulation.invoke({ action: 'check', path: 'database' })).rejects.toThrow(
      'no watched path has the name or id "database"; there is web-to-internet; ' +
        `the Expect tag of path ${OTHER_PATH} is "unreachble"`,
    );
    expect(simulation.started).toBe(0);
  });
});

describe('a change', () => {
  it('that keeps the promise is checked and not told', async () => {
    const simulation = watching();
    const result = await simulation.invoke(revokeEgress(now(simulation)));
    expect(result).toEqual({
      paths: [
        {
          pathId: PATH,
          name: 'web-to-internet',
          expect: 'reachable',
          outcome: 'kept',
          analysisId: simulation.analyses[0]?.NetworkInsightsAnalysisId,
          told: false,
        },
      ],
      started: 1,
    });
    expect(simulation.messages).toEqual([]);
    expect(judgements(simulation)).toEqual(['kept/reachable']);
  });

  it('that breaks a path alerts once, and once it is restored tells the recovery once', async () => {
    const simulation = watching();
    simulation.network = () => CLOSED;
    await simulation.invoke(revokeEgress(now(simulation)));
    await simulation.invoke(revokeEgress(now(simulation)));
    simulation.network = () => OPEN;
    await simulation.invoke(authorizeEgress(now(simulation)));
    await simulation.invoke(authorizeEgress(now(simulation)));
    expect(simulation.subjects).toEqual([
      '[ALERT] Security Group change caused connectivity issue: web-to-internet',
      '[RECOVERED] Reachability restored: web-to-internet',
    ]);
  });

  it('that opens a forbidden path alerts, and closing it recovers', async () => {
    const simulation = new Simulation();
    simulation.addPath(PATH, 'internet-to-database', 'unreachable');
    simulation.network = () => OPEN;
    await simulation.invoke(authorizeEgress(now(simulation)));
    simulation.network = () => CLOSED;
    await simulation.invoke(revokeEgress(now(simulation)));
    expect(simulation.subjects).toEqual([
      '[ALERT] Security Group change opened a forbidden path: internet-to-database',
      '[RECOVERED] Forbidden path closed: internet-to-database',
    ]);
  });

  it('is analysed no sooner than it has settled', async () => {
    const simulation = watching({ SETTLE_SECONDS: '30' });
    const begin = simulation.clock.now();
    await simulation.invoke(revokeEgress(now(simulation)));
    expect(simulation.analyses[0]?.StartDate?.getTime()).toBeGreaterThanOrEqual(begin + 30_000);
  });

  it('long ago is analysed at once', async () => {
    const simulation = watching();
    const begin = simulation.clock.now();
    await simulation.invoke(revokeEgress('2026-11-23T09:00:00Z'));
    expect(simulation.analyses[0]?.StartDate?.getTime()).toBeLessThan(begin + 1_000);
  });

  it('delivered again after its verdict buys nothing and tells nothing', async () => {
    const simulation = watching();
    simulation.network = () => CLOSED;
    const event = revokeEgress(now(simulation));
    await simulation.invoke(event);
    const again = await simulation.invoke(event);
    expect(again).toMatchObject({ paths: [{ outcome: 'broken', told: false }], started: 0 });
    expect(simulation.analyses).toHaveLength(1);
    expect(simulation.messages).toHaveLength(1);
  });

  it('delivered twice at once buys one analysis and tells one message', async () => {
    const simulation = watching();
    simulation.network = () => CLOSED;
    const event = revokeEgress(now(simulation));
    const results = await simulation.clock.run(Promise.all([simulation.begin(event), simulation.begin(event)]));
    expect(results.map(({ started }) => started).sort()).toEqual([0, 1]);
    expect(results.map(({ paths }) => paths[0]?.outcome)).toEqual(['broken', 'broken']);
    expect(simulation.analyses).toHaveLength(1);
    expect(simulation.messages).toHaveLength(1);
  });
});

describe('an analysis that fails', () => {
  const CHANGING = {
    status: 'failed',
    statusMessage: 'The request failed due to modifications in network resources during the analysis',
  } as const;
  const DENIED = { status: 'failed', statusMessage: 'The request failed due to insufficient permissions' } as const;

  it('because the network is changing is started again, and only the last one is told', async () => {
    const simulation = watching();
    simulation.network = () => CLOSED;
    simulation.scripts.push(CHANGING, CHANGING);
    const result = await simulation.invoke(revokeEgress(now(simulation)));
    expect(result).toMatchObject({ paths: [{ outcome: 'broken', told: true }], started: 3 });
    expect(judgements(simulation)).toEqual(['repeated/reachable', 'repeated/reachable', 'broken/reachable']);
    expect(simulation.subjects).toEqual(['[ALERT] Security Group change caused connectivity issue: web-to-internet']);
  });

  it('every time is inconclusive, told once, and told when it runs again', async () => {
    const simulation = watching();
    simulation.scripts.push(CHANGING, CHANGING, CHANGING, DENIED);
    expect(await simulation.invoke(revokeEgress(now(simulation)))).toMatchObject({
      paths: [{ outcome: 'inconclusive', told: true }],
      started: 3,
    });
    expect(await simulation.invoke(revokeEgress(now(simulation)))).toMatchObject({
      paths: [{ outcome: 'inconclusive', told: false }],
      started: 1,
    });
    expect(await simulation.invoke(revokeEgress(now(simulation)))).toMatchObject({
      paths: [{ outcome: 'kept', told: true }],
      started: 1,
    });
    expect(simulation.subjects).toEqual([
      '[ERROR] Reachability Analyzer failed to run: web-to-internet',
      '[RECOVERED] Reachability Analyzer runs again: web-to-internet',
    ]);
  });

  it('is never taken for a verdict, whatever path it claims to have found', async () => {
    const simulation = watching();
    simulation.scripts.push(DENIED);
    const result = await simulation.invoke(revokeEgress(now(simulation)));
    expect(result.paths[0]?.outcome).toBe('inconclusive');
    expect(simulation.messages[0]?.Message).toContain('insufficient permissions');
    expect(simulation.messages[0]?.Message).not.toContain('NetworkPathFound');
  });
});

describe('time', () => {
  it('that runs out ends the invocation with an error, and its retry goes on with the same analysis', async () => {
    const simulation = watching();
    simulation.network = () => CLOSED;
    simulation.analysisMs = 70_000;
    const event = revokeEgress(now(simulation));
    await expect(simulation.invoke(event, { requestId: 'r1', timeoutMs: 60_000 })).rejects.toThrow(
      /out of time.*1 analyses/,
    );
    // It waits until the first one has certainly ended.
    const result = await simulation.invoke(event, { requestId: 'r1', timeoutMs: 120_000 });
    expect(result).toMatchObject({ paths: [{ outcome: 'broken', told: true }], started: 0 });
    expect(simulation.analyses).toHaveLength(1);
  });

  it('is spent on few calls: one for all analyses, and fewer once they are long', async () => {
    const simulation = watching();
    simulation.addPath(OTHER_PATH, 'other');
    simulation.analysisMs = 600_000;
    await simulation.invoke(scheduledEvent());
    const ticks = simulation.calls.filter((call) => call === 'describeNetworkInsightsAnalyses').length;
    expect(ticks).toBeLessThan(120 + 480 / 5 + 10);
  });

  it('passes in seconds from look to look, whatever the calls between them take', async () => {
    const simulation = watching();
    simulation.analysisMs = 100_000;
    await simulation.invoke(scheduledEvent());
    const ticks = simulation.requests.filter(({ input }) =>
      Object.hasOwn(input as object, 'NetworkInsightsAnalysisIds'),
    );
    expect(ticks).toHaveLength(100);
  });
});

describe('a process that dies', () => {
  const LAST_CALL = 8;

  it.each(
    Array.from({ length: LAST_CALL }, (_, index) => index + 1).flatMap((call) => [
      { when: 'before' as const, call },
      { when: 'after' as const, call },
    ]),
  )('$when call $call to AWS leaves nothing lost and nothing bought twice', async (dies) => {
    const simulation = watching();
    simulation.network = () => CLOSED;
    simulation.analysisMs = 2_000;
    const event = revokeEgress(now(simulation));
    await simulation.invoke(event, { requestId: 'r1', dies }).catch(() => undefined);
    const died = [...simulation.calls];
    await simulation.invoke(event, { requestId: 'r1' });
    const isBetweenTellingAndTagging = died.includes('publish') && died.at(-1) === 'publish';
    expect(simulation.messages).toHaveLength(isBetweenTellingAndTagging ? 2 : 1);
    expect(simulation.analyses).toHaveLength(1);
    expect(judgements(simulation)).toEqual(['broken/reachable']);
  });
});

describe('many paths', () => {
  it('are done each for itself: a refused one fails the invocation after the others are told', async () => {
    const simulation = watching();
    simulation.addPath(OTHER_PATH, 'other');
    simulation.network = () => CLOSED;
    simulation.faults.push({ call: 'startNetworkInsightsAnalysis', code: 'UnauthorizedOperation' });
    const event = revokeEgress(now(simulation));
    await expect(simulation.invoke(event)).rejects.toThrow(
      /path nip-0c+ \(web-to-internet\): AWS says UnauthorizedOperation/,
    );
    expect(simulation.subjects).toEqual(['[ALERT] Security Group change caused connectivity issue: other']);
    const retried = await simulation.invoke(event);
    expect(retried).toMatchObject({
      paths: [
        { outcome: 'broken', told: true },
        { outcome: 'broken', told: false },
      ],
      started: 1,
    });
  });

  it('beyond a hundred wait for room, and every one gets its verdict', async () => {
    const simulation = new Simulation();
    for (let n = 0; n < 250; n++) simulation.addPath(`nip-${n.toString(16).padStart(17, '0')}`, `path-${n}`);
    const result = await simulation.invoke(scheduledEvent());
    expect(result.started).toBe(250);
    expect(result.paths.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual(
      Array.from({ length: 250 }, (_, n) => `path-${n} kept`),
    );
  });

  it('of another monitor are left alone', async () => {
    const simulation = watching();
    simulation.addPath(OTHER_PATH, 'foreign', 'reachable', 'another-monitor');
    const result = await simulation.invoke({});
    expect(result.paths.map(({ pathId }) => pathId)).toEqual([PATH]);
  });

  it('whose promise is misspelled fail the invocation after the others are done', async () => {
    const simulation = watching();
    simulation.addPath(OTHER_PATH, 'other', 'unreachble');
    await expect(simulation.invoke({})).rejects.toThrow(
      'the Expect tag of path nip-0dddddddddddddddd is "unreachble"; it must be "reachable" or "unreachable"',
    );
    expect(judgements(simulation)).toEqual(['kept/reachable']);
  });

  it('named by the environment are watched without a tag', async () => {
    const simulation = watching({ NETWORK_INSIGHTS_PATH_ID: OTHER_PATH });
    simulation.addPath(OTHER_PATH, 'foreign', 'reachable', 'another-monitor');
    const result = await simulation.invoke({});
    expect(result.paths.map(({ pathId }) => pathId)).toEqual([OTHER_PATH]);
  });
});

describe('AWS that is busy', () => {
  it.each(['Client.RequestLimitExceeded', 'NetworkInsightsAnalysis.LimitExceeded', 'Unavailable'])(
    'with %s is asked again',
    async (code) => {
      const simulation = watching();
      simulation.faults.push({ call: 'startNetworkInsightsAnalysis', code, times: 3 });
      expect(await simulation.invoke({})).toMatchObject({ paths: [{ outcome: 'kept' }], started: 1 });
    },
  );

  it('for ever fails the invocation', async () => {
    const simulation = watching();
    simulation.faults.push({
      call: 'startNetworkInsightsAnalysis',
      code: 'NetworkInsightsAnalysis.LimitExceeded',
      times: 1_000,
    });
    await expect(simulation.invoke({})).rejects.toThrow('LimitExceeded');
  });
});

describe('a message that cannot be published', () => {
  it('fails the invocation, and its retry tells', async () => {
    const simulation = watching();
    simulation.network = () => CLOSED;
    simulation.faults.push({ call: 'publish', code: 'AuthorizationError' });
    const event = revokeEgress(now(simulation));
    await expect(simulation.invoke(event, { requestId: 'r1' })).rejects.toThrow('AuthorizationError');
    expect(judgements(simulation)).toEqual(['pending']);
    expect(await simulation.invoke(event, { requestId: 'r1' })).toMatchObject({ paths: [{ told: true }], started: 0 });
    expect(simulation.messages).toHaveLength(1);
  });
});

describe('an analysis that vanishes', () => {
  it('while it runs is replaced, and the others are not disturbed', async () => {
    const simulation = watching();
    simulation.addPath(OTHER_PATH, 'other');
    const invocation = simulation.begin({});
    await simulation.clock.run(simulation.clock.sleep(5_000));
    const [first] = simulation.analyses;
    simulation.deleteByHand(first?.NetworkInsightsAnalysisId ?? '');
    const result = await simulation.clock.run(invocation);
    expect(result.paths.map(({ outcome }) => outcome)).toEqual(['kept', 'kept']);
    expect(simulation.analyses).toHaveLength(2);
  });
});

describe('the record', () => {
  it('keeps so many judged analyses and no running one is touched', async () => {
    const simulation = watching({ KEEP_ANALYSES: '2' });
    for (let n = 0; n < 5; n++) await simulation.invoke(revokeEgress(now(simulation)));
    expect(judgements(simulation)).toEqual(['kept/reachable then newer', 'kept/reachable']);
  });

  it('does not count what somebody started by hand', async () => {
    const simulation = watching();
    simulation.startByHand(PATH);
    expect(await simulation.invoke({})).toMatchObject({ paths: [{ outcome: 'kept' }], started: 1 });
    expect(simulation.analyses).toHaveLength(2);
    expect(judgements(simulation)).toEqual([undefined, 'kept/reachable']);
  });

  it('answers for the status without buying anything', async () => {
    const simulation = watching();
    expect(await simulation.invoke({ action: 'status' })).toEqual({
      paths: [
        {
          pathId: PATH,
          name: 'web-to-internet',
          expect: 'reachable',
          outcome: 'pending',
          analysisId: null,
          told: false,
        },
      ],
      started: 0,
    });
    simulation.network = () => CLOSED;
    await simulation.invoke({});
    expect(await simulation.invoke({ action: 'status' })).toMatchObject({
      paths: [{ outcome: 'broken', told: false }],
      started: 0,
    });
    simulation.addPath(PATH, 'web-to-internet', 'unreachable');
    expect(await simulation.invoke({ action: 'status' })).toMatchObject({ paths: [{ outcome: 'pending' }] });
    expect(simulation.analyses).toHaveLength(1);
  });
});

describe('a sweep', () => {
  it('tells again what is still broken, and names itself', async () => {
    const simulation = watching();
    simulation.network = () => CLOSED;
    await simulation.invoke(revokeEgress(now(simulation)));
    await simulation.invoke(scheduledEvent());
    await simulation.invoke(scheduledEvent());
    expect(simulation.subjects.slice(1)).toEqual([
      '[ALERT] Scheduled check found connectivity issue: web-to-internet',
      '[ALERT] Scheduled check found connectivity issue: web-to-internet',
    ]);
  });
});

describe('NOTIFY_ON=every-check', () => {
  it('also confirms what stays good', async () => {
    const simulation = watching({ NOTIFY_ON: 'every-check' });
    await simulation.invoke(revokeEgress(now(simulation)));
    expect(simulation.subjects).toEqual(['[OK] Reachability confirmed: web-to-internet']);
  });
});

describe('the test action', () => {
  it('sends one message and looks at nothing', async () => {
    const simulation = watching();
    expect(await simulation.invoke({ action: 'test' })).toEqual({ paths: [], started: 0 });
    expect(simulation.subjects).toEqual(['[TEST] Reachability monitor: reachability-monitor']);
    expect(simulation.calls).toEqual(['publish']);
  });
});
