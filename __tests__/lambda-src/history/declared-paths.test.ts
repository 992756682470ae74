import { createHash } from 'node:crypto';
import { parseDeclaredPaths } from '../../../contract/declared-paths';
import { parseEnvironment } from '../../../lambda-src/environment';
import { declaredProblems } from '../../../lambda-src/history/declared-paths';
import { exampleEnvironment } from '../../../testing/example-environment';
import { Simulation } from '../../../testing/simulation/simulation';

const WEB = 'nip-0aaaaaaaaaaaaaaaa';
const SSH = 'nip-0bbbbbbbbbbbbbbbb';
const DECLARED = `internet-to-ssh=${SSH}/unreachable,web-to-internet=${WEB}/reachable`;
const hashOf = (text: string, count: number) => `sha256:${createHash('sha256').update(text).digest('hex')}:${count}`;

const SUBJECT = '[ERROR] A declared path is not watched: internet-to-ssh';
const SWEEP = { 'detail-type': 'Scheduled Event', source: 'aws.events', id: 'sweep-1' };
const CHANGE = {
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.ec2',
  id: 'event-1',
  detail: { eventName: 'DeleteRoute', eventSource: 'ec2.amazonaws.com', eventTime: '2026-01-01T00:00:00Z' },
};

/** Both paths are there as they were declared; nothing reaches ssh. */
function deployed(DECLARED_PATHS = DECLARED): Simulation {
  const simulation = new Simulation({ DECLARED_PATHS });
  simulation.addPath(WEB, 'web-to-internet');
  simulation.addPath(SSH, 'internet-to-ssh', 'unreachable');
  simulation.network = (id) => ({ found: id === WEB });
  return simulation;
}

function retag(simulation: Simulation, id: string, changed: Readonly<Record<string, string | undefined>>): void {
  const path = simulation.paths.get(id);
  const now = new Map((path?.Tags ?? []).map(({ Key = '', Value }) => [Key, Value]));
  for (const [key, value] of Object.entries(changed)) {
    if (value === undefined) now.delete(key);
    else now.set(key, value);
  }
  if (path) path.Tags = [...now].map(([Key, Value]) => ({ Key, Value }));
}

const untag = (simulation: Simulation) => retag(simulation, SSH, { ReachabilityMonitor: undefined });

describe('DECLARED_PATHS', () => {
  it('is read entry by entry; a name may hold what separates the other parts', () => {
    expect(parseDeclaredPaths(`a=b/c: d@e=${WEB}/unreachable`)).toEqual({
      kind: 'listed',
      paths: [{ name: 'a=b/c: d@e', id: WEB, expect: 'unreachable' }],
    });
    expect(parseDeclaredPaths(hashOf(DECLARED, 2))).toMatchObject({ kind: 'hashed', count: 2 });
  });

  it.each([undefined, ''])('says nothing where it is %j', (value) => {
    expect(parseDeclaredPaths(value)).toBeUndefined();
    expect(declaredProblems(undefined, [], { monitorName: 'watch' })).toEqual({ missing: [], altered: [] });
  });

  it.each([
    `web=${WEB}`,
    `web=${WEB}/open`,
    `=${WEB}/reachable`,
    'web=vpc-0a/reachable',
    `${DECLARED},`,
    'sha256:abc:2',
    `${hashOf(DECLARED, 2)}x`,
  ])('fails the start of the function where it is %j', (DECLARED_PATHS) => {
    expect(() => parseEnvironment(exampleEnvironment({ DECLARED_PATHS }))).toThrow(
      /^environment variable DECLARED_PATHS holds the entry ".*"; each entry must be <name>=<path id>/,
    );
  });
});

describe('a declared path that is not watched', () => {
  it.each([
    ['has lost its tag', untag, 'it has no such tag'],
    [
      'bears the tag of another monitor',
      (s: Simulation) => retag(s, SSH, { ReachabilityMonitor: 'x' }),
      'its value is "x"',
    ],
    ['is deleted', (s: Simulation) => void s.paths.delete(SSH), `path ${SSH} does not exist`],
  ])('is reported where it %s', async (_, harm, reason) => {
    const simulation = deployed();
    harm(simulation);
    const status = await simulation.invoke({ action: 'status' });
    expect(status.missing).toEqual([{ name: 'internet-to-ssh', pathId: SSH, reason: expect.stringContaining(reason) }]);
    expect(status.paths.map(({ name }) => name)).toEqual(['web-to-internet']);
    expect(simulation.messages).toEqual([]);
    const checked = await simulation.invoke({ action: 'check' });
    expect(checked).toMatchObject({ paths: [{ name: 'web-to-internet', outcome: 'kept' }], missing: status.missing });
    expect(simulation.subjects).toEqual([SUBJECT]);
  });

  it('is reported by each sweep, but by no change: an apply removes paths before it updates the function', async () => {
    const simulation = deployed();
    untag(simulation);
    await simulation.invoke(CHANGE);
    expect(simulation.subjects).toEqual([]);
    await simulation.invoke(SWEEP);
    expect(simulation.subjects).toEqual([SUBJECT]);
  });

  it('is reported in the frame of every message, so that filters for errors let it through', async () => {
    const simulation = deployed();
    untag(simulation);
    await simulation.invoke(SWEEP);
    const [message] = simulation.messages;
    expect(message?.Message?.split('\n').slice(0, 4)).toEqual([
      '=== A declared path is not watched ===',
      `Path ID: ${SSH}`,
      '',
      'Path: internet-to-ssh',
    ]);
    const attributes = Object.entries(message?.MessageAttributes ?? {}).map(([name, { StringValue }]) => [
      name,
      StringValue,
    ]);
    expect(Object.fromEntries(attributes)).toEqual({
      severity: 'error',
      outcome: 'inconclusive',
      pathId: SSH,
      pathName: 'internet-to-ssh',
      region: 'eu-central-1',
      dedupKey: `missing/${SSH}`,
    });
  });

  it('is what a forged lifecycle delete of Terraform leaves behind', async () => {
    const simulation = deployed();
    await simulation.invoke({ tf: { action: 'delete' }, pathId: SSH, name: 'internet-to-ssh', expect: 'unreachable' });
    await simulation.invoke(SWEEP);
    expect(simulation.subjects).toEqual([SUBJECT]);
  });

  it('is named where it alone is asked for', async () => {
    const simulation = deployed();
    untag(simulation);
    await expect(simulation.invoke({ action: 'check', path: 'internet-to-ssh' })).rejects.toThrow(
      'the declared path "internet-to-ssh" is not watched: path nip-0bbbbbbbbbbbbbbbb does not have the tag',
    );
  });

  it('is missing as well where NETWORK_INSIGHTS_PATH_ID hides it', async () => {
    const simulation = new Simulation({ DECLARED_PATHS: DECLARED, NETWORK_INSIGHTS_PATH_ID: WEB });
    simulation.addPath(WEB, 'web-to-internet');
    simulation.addPath(SSH, 'internet-to-ssh', 'unreachable');
    expect(await simulation.invoke({ action: 'status' })).toMatchObject({
      paths: [{ pathId: WEB }],
      missing: [{ pathId: SSH, reason: expect.stringContaining('does not name path') }],
    });
  });

  it('keeps no other path from being checked where its message cannot be sent, and fails the invocation', async () => {
    const simulation = deployed();
    untag(simulation);
    simulation.faults.push({ call: 'publish', code: 'AuthorizationError' });
    await expect(simulation.invoke(SWEEP)).rejects.toThrow('AWS says AuthorizationError');
    expect(simulation.analyses).toMatchObject([{ NetworkInsightsPathId: WEB, Status: 'succeeded' }]);
  });

  it('is sent to the chat as well, and a chat that refuses it fails nothing', async () => {
    const CHAT_TOPIC_ARN = 'arn:aws:sns:eu-central-1:123456789012:chat';
    const simulation = new Simulation({ DECLARED_PATHS: `gone=${SSH}/reachable`, CHAT_TOPIC_ARN });
    await simulation.invoke(SWEEP);
    expect(simulation.messages.map(({ TopicArn }) => TopicArn?.split(':').at(-1))).toEqual([
      'reachability-monitor',
      'chat',
    ]);
    expect(JSON.parse(simulation.messages[1]?.Message ?? '')).toMatchObject({ version: '1.0', source: 'custom' });
  });
});

describe('a declared path whose tags were written over', () => {
  it.each([['reachable'], [undefined], ['maybe']])('is judged as declared where Expect is %j', async (Expect) => {
    const simulation = deployed();
    retag(simulation, SSH, { Expect });
    const result = await simulation.invoke({ action: 'check' });
    expect(result.paths.find(({ pathId }) => pathId === SSH)).toMatchObject({ expect: 'unreachable', outcome: 'kept' });
    expect(result.altered).toEqual([
      {
        name: 'internet-to-ssh',
        pathId: SSH,
        reason: expect.stringMatching(/Expect tag is .*, declared is "unreachable"$/),
      },
    ]);
    expect(simulation.subjects).toEqual([]);
  });

  it('goes by its declared name, which filter policies look at', async () => {
    const simulation = deployed();
    retag(simulation, SSH, { Name: 'nobody looks at this' });
    simulation.network = () => ({ found: true });
    await simulation.invoke({ action: 'check' });
    expect(simulation.messages[0]?.MessageAttributes?.pathName?.StringValue).toBe('internet-to-ssh');
  });
});

it('says nothing of watched paths that are not declared', async () => {
  const simulation = deployed(`web-to-internet=${WEB}/reachable`);
  const result = await simulation.invoke({ action: 'check' });
  expect(result.paths).toHaveLength(2);
  expect(result).not.toHaveProperty('missing');
  expect(result).not.toHaveProperty('altered');
});

describe('where the declaration is only a hash', () => {
  it('is content with the same paths, beside which the function made places of a promise about a group', async () => {
    const simulation = deployed(hashOf(DECLARED, 2));
    simulation.addPath('nip-0c', 'a-place');
    retag(simulation, 'nip-0c', { ReachabilityMonitorPlace: 'a/1' });
    expect(await simulation.invoke({ action: 'status' })).not.toHaveProperty('missing');
  });

  it('counts what is missing', async () => {
    const simulation = deployed(hashOf(DECLARED, 2));
    untag(simulation);
    const { missing } = await simulation.invoke(SWEEP);
    expect(missing).toEqual([{ name: '1 of 2 declared paths', pathId: null, reason: '1 path is watched, 2 declared' }]);
    expect(simulation.subjects).toEqual(['[ERROR] A declared path is not watched: 1 of 2 declared paths']);
  });

  it.each<[string, (simulation: Simulation) => void]>([
    [
      'one was made in the place of another',
      (s) => {
        s.paths.delete(SSH);
        s.addPath('nip-0d', 'internet-to-ssh', 'unreachable');
      },
    ],
    ['an Expect tag was turned', (s) => retag(s, SSH, { Expect: 'reachable' })],
    ['a Name tag was written over', (s) => retag(s, SSH, { Name: 'x' })],
  ])('sees that %s', async (_, harm) => {
    const simulation = deployed(hashOf(DECLARED, 2));
    harm(simulation);
    await simulation.invoke(SWEEP);
    expect(simulation.subjects).toContain('[ERROR] A declared path is not watched: at least one of 2 declared paths');
  });

  it('logs that it cannot tell where more paths are watched than declared', async () => {
    const simulation = deployed(hashOf(DECLARED, 2));
    simulation.addPath('nip-0e', 'tagged-elsewhere');
    simulation.network = (id) => ({ found: id !== SSH });
    await simulation.invoke(SWEEP);
    expect(simulation.subjects).toEqual([]);
    expect(simulation.logs).toContainEqual({
      level: 'WARN',
      message: 'cannot tell whether every declared path is watched',
      details: { reason: expect.stringMatching(/^3 paths are watched, 2 declared: /) },
    });
  });
});
