import { Simulation } from '../../../testing/simulation/simulation';

const PATH = 'nip-0cccccccccccccccc';

function input(action: string, more: Readonly<Record<string, unknown>> = {}) {
  return { pathId: PATH, name: 'web-to-internet', expect: 'reachable', tf: { action, prev_input: null }, ...more };
}

function withPath(): Simulation {
  const simulation = new Simulation();
  simulation.addPath(PATH, 'web-to-internet');
  return simulation;
}

describe.each(['create', 'update'])('%s', (action) => {
  it('gives the first verdict and tells it when it is bad', async () => {
    const simulation = withPath();
    simulation.network = () => ({ found: false });
    const result = await simulation.invoke(input(action));
    expect(result).toMatchObject({
      paths: [{ pathId: PATH, name: 'web-to-internet', outcome: 'broken', told: true }],
      started: 1,
    });
    expect(simulation.subjects).toEqual(['[ALERT] Deployment check found connectivity issue: web-to-internet']);
  });

  it('answers "pending" after two minutes', async () => {
    const simulation = withPath();
    simulation.analysisMs = 600_000;
    const begin = simulation.clock.now();
    const result = await simulation.invoke(input(action));
    expect(result.paths).toEqual([
      { pathId: PATH, name: 'web-to-internet', expect: 'reachable', outcome: 'pending', analysisId: null, told: false },
    ]);
    expect(simulation.clock.now() - begin).toBeLessThanOrEqual(121_000);
  });

  it('waits for a role that is not known everywhere yet', async () => {
    const simulation = withPath();
    simulation.faults.push({ call: 'describeNetworkInsightsPaths', code: 'UnauthorizedOperation', times: 3 });
    simulation.faults.push({ call: 'startNetworkInsightsAnalysis', code: 'UnauthorizedOperation', times: 2 });
    expect(await simulation.invoke(input(action))).toMatchObject({ paths: [{ outcome: 'kept' }], started: 1 });
  });

  // The words are AWS's: https://docs.aws.amazon.com/vpc/latest/reachability/troubleshooting.html
  const DENIED = { status: 'failed', statusMessage: 'The request failed due to insufficient permissions' } as const;

  it('analyses again where the engine does not know the new role everywhere yet, and sends no error', async () => {
    const simulation = withPath();
    simulation.scripts.push(DENIED, DENIED);
    const result = await simulation.invoke(input(action));
    expect(result).toMatchObject({ paths: [{ outcome: 'kept', told: false }], started: 3 });
    expect(simulation.subjects).toEqual([]);
  });

  it('does so as well where an analysis succeeded without reading a resource', async () => {
    const simulation = withPath();
    const blind = { found: false, explanations: [{ ExplanationCode: 'UNKNOWN_RESOURCE' }] };
    simulation.network = () => (simulation.started < 2 ? blind : { found: true });
    expect(await simulation.invoke(input(action))).toMatchObject({ paths: [{ outcome: 'kept' }], started: 2 });
    expect(simulation.subjects).toEqual([]);
  });

  it('sends the error after three analyses: then it is not a matter of time', async () => {
    const simulation = withPath();
    simulation.scripts.push(DENIED, DENIED, DENIED);
    const result = await simulation.invoke(input(action));
    expect(result).toMatchObject({ paths: [{ outcome: 'inconclusive', told: true }], started: 3 });
    expect(simulation.subjects).toEqual(['[ERROR] Reachability Analyzer failed to run: web-to-internet']);
  });

  it('never fails an apply over a missing permission', async () => {
    const simulation = withPath();
    simulation.faults.push({ call: 'startNetworkInsightsAnalysis', code: 'UnauthorizedOperation', times: 1_000 });
    expect(await simulation.invoke(input(action))).toMatchObject({ paths: [{ outcome: 'pending' }], started: 0 });
  });

  it('buys nothing where no verdict is asked for', async () => {
    const simulation = withPath();
    expect(await simulation.invoke(input(action, { check: false }))).toMatchObject({
      paths: [{ outcome: 'skipped' }],
      started: 0,
    });
    expect(simulation.analyses).toEqual([]);
  });
});

describe('delete', () => {
  it('removes every analysis, whoever made it, running or not, and the tag first', async () => {
    const simulation = withPath();
    await simulation.invoke({});
    simulation.startByHand(PATH);
    simulation.calls.length = 0;
    await simulation.invoke(input('delete'));
    expect(simulation.analyses).toEqual([]);
    expect(simulation.calls.indexOf('deleteTags')).toBeLessThan(
      simulation.calls.indexOf('deleteNetworkInsightsAnalysis'),
    );
    expect(simulation.paths.get(PATH)?.Tags?.map(({ Key }) => Key)).toEqual(['Name', 'Expect']);
  });

  it('is done when the path is gone already', async () => {
    const simulation = new Simulation();
    expect(await simulation.invoke(input('delete'))).toMatchObject({ paths: [{ pathId: PATH }], started: 0 });
  });

  it('sent again does what is left, without a permission that needs the tag', async () => {
    const simulation = withPath();
    await simulation.invoke(input('delete'));
    simulation.startByHand(PATH);
    simulation.faults.push({ call: 'deleteTags', code: 'UnauthorizedOperation' });
    await simulation.invoke(input('delete'));
    expect(simulation.analyses).toEqual([]);
  });

  it('is done when somebody else deletes an analysis meanwhile', async () => {
    const simulation = withPath();
    await simulation.invoke({});
    simulation.faults.push({
      call: 'deleteNetworkInsightsAnalysis',
      code: 'InvalidNetworkInsightsAnalysisId.NotFound',
    });
    await simulation.invoke(input('delete'));
    expect(simulation.analyses).toEqual([]);
  });

  it('says what to do where an analysis cannot be removed', async () => {
    const simulation = withPath();
    await simulation.invoke(input('create'));
    simulation.faults.push({ call: 'deleteNetworkInsightsAnalysis', code: 'UnauthorizedOperation', times: 1_000 });
    await expect(simulation.invoke(input('delete'))).rejects.toThrow(
      /analyses of path nip-0c+ could not be removed: .*Destroy when the function is broken/,
    );
  });

  it('fails when it runs out of time, so that Terraform says so', async () => {
    const simulation = withPath();
    simulation.analysisMs = 600_000;
    simulation.startByHand(PATH);
    await expect(simulation.invoke(input('delete'), { timeoutMs: 60_000 })).rejects.toThrow(
      /out of time.*running analyses of path nip-0c/,
    );
  });
});

describe('a wrong input', () => {
  it.each([
    [{ tf: { action: 'destroy' } }, 'the input\'s tf.action is "destroy"; it must be "create", "update" or "delete"'],
    [{ pathId: 'vpc-1' }, 'the input\'s pathId is "vpc-1"; it must be the id of a network insights path'],
    [{ expect: 'maybe' }, 'the input\'s expect is "maybe"; it must be "reachable" or "unreachable"'],
  ])('%j is refused by name', async (wrong, message) => {
    await expect(withPath().invoke(input('create', wrong))).rejects.toThrow(message);
  });
});
