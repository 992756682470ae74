import { TAGS } from '../../../contract/tags';
import {
  ACL,
  ALERT,
  ERROR,
  OTHER_GROUP,
  PATH,
  RECOVERED,
  ROUTE_TABLE,
  told,
  type WatchedNetwork,
  WEB_GROUP,
  watchedNetwork,
} from '../../../testing/simulation/watched-network';

type Event = ReturnType<WatchedNetwork['revokeHttps']>;

async function bought(watched: WatchedNetwork, change: () => Event): Promise<number> {
  await watched.check();
  const before = watched.simulation.started;
  watched.pipeline.emit(change(), { delaysMs: [3_000] });
  await watched.pipeline.rest();
  return watched.simulation.started - before;
}

const SPARE = { direction: 'egress', port: 80 } as const;

describe('a change that cannot matter buys nothing:', () => {
  it.each<[string, 'reachable' | 'unreachable', boolean, (watched: WatchedNetwork) => Event]>([
    [
      'a revocation in a group that the open path does not pass',
      'reachable',
      true,
      ({ network }) => network.revoke(network.add({ ...SPARE, groupId: OTHER_GROUP }).id),
    ],
    [
      'a modified rule in such a group',
      'reachable',
      true,
      ({ network }) => network.modify(network.add({ ...SPARE, groupId: OTHER_GROUP }).id, 81),
    ],
    [
      'an authorisation while a required path is open',
      'reachable',
      true,
      ({ network }) => network.authorize({ ...SPARE, groupId: WEB_GROUP }),
    ],
    [
      'an authorisation while a forbidden path is open',
      'unreachable',
      true,
      ({ network }) => network.authorize({ ...SPARE, groupId: WEB_GROUP }),
    ],
    [
      'a revocation while a forbidden path is closed',
      'unreachable',
      false,
      ({ network }) => network.revoke(network.add({ ...SPARE, groupId: WEB_GROUP }).id),
    ],
    [
      'a revocation while a required path is closed',
      'reachable',
      false,
      ({ network }) => network.revoke(network.add({ ...SPARE, groupId: WEB_GROUP }).id),
    ],
    ['a new group', 'unreachable', false, ({ network }) => network.idle('CreateSecurityGroup')],
    ['new instances while the path is open', 'reachable', true, ({ network }) => network.idle('RunInstances')],
  ])('%s', async (_, expect_, isOpen, change) => {
    const watched = watchedNetwork({}, expect_);
    if (!isOpen) watched.revokeHttps();
    expect(await bought(watched, () => change(watched))).toBe(0);
    expect(watched.pipeline.results[0]).toMatchObject({ paths: [{ outcome: 'skipped', told: false }], started: 0 });
  });
});

describe('a change that can matter is analysed:', () => {
  it.each<[string, boolean, (watched: WatchedNetwork) => Event]>([
    [
      'a revocation in a group that the open path passes',
      true,
      ({ network }) => network.revoke(network.add({ ...SPARE, groupId: WEB_GROUP }).id),
    ],
    [
      'a modified rule in such a group',
      true,
      ({ network }) => network.modify(network.add({ ...SPARE, groupId: WEB_GROUP }).id, 81),
    ],
    [
      'an authorisation anywhere while the path is closed',
      false,
      ({ network }) => network.authorize({ ...SPARE, groupId: OTHER_GROUP }),
    ],
    [
      'a modified rule anywhere while the path is closed',
      false,
      ({ network }) => network.modify(network.add({ ...SPARE, groupId: OTHER_GROUP }).id, 81),
    ],
    ['new instances while the path is closed', false, ({ network }) => network.idle('RunInstances')],
    ['a network ACL that the path does not pass', true, ({ network }) => network.toggle('acl-0ffffffffffffffff')],
    ['a route table that the path does not pass', true, ({ network }) => network.toggle('rtb-0ffffffffffffffff')],
    ['a prefix list, which names no group', true, ({ network }) => network.toggle('pl-0fffffffffffffff0')],
    ['other groups of an interface', true, ({ network }) => network.attach('eni-0fffffffffffffff0', [OTHER_GROUP])],
  ])('%s', async (_, isOpen, change) => {
    const watched = watchedNetwork();
    if (!isOpen) watched.revokeHttps();
    expect(await bought(watched, () => change(watched))).toBe(1);
  });

  it('everything with CHECK=all', async () => {
    const watched = watchedNetwork({ CHECK: 'all' });
    expect(await bought(watched, () => watched.network.idle('CreateSecurityGroup'))).toBe(1);
  });

  it('everything while nothing is known of the path', async () => {
    const { simulation, network } = watchedNetwork();
    await simulation.invoke(network.idle('CreateSecurityGroup'));
    expect(simulation.started).toBe(1);
  });

  it('a revocation where the open path lists no group at all', async () => {
    const watched = watchedNetwork();
    watched.simulation.network = () => ({
      found: true,
      components: [{ Component: { Id: ROUTE_TABLE } }, { Component: { Id: ACL } }],
    });
    expect(
      await bought(watched, () => watched.network.revoke(watched.network.add({ ...SPARE, groupId: OTHER_GROUP }).id)),
    ).toBe(1);
  });
});

describe('stopped or terminated instances', () => {
  const WEB = 'i-0aaaaaaaaaaaaaaaa';
  const OTHER = 'i-0999999999999999f';

  async function boughtFor(
    verb: 'Stop' | 'Terminate',
    instanceId: string,
    { isOpen = true, isShown = true, promise = 'reachable' as 'reachable' | 'unreachable', ends = {} } = {},
  ) {
    const watched = watchedNetwork({}, promise);
    watched.network.attachments.set(PATH.replace('nip-', 'eni-'), { instanceId: WEB, isShown });
    if (!isOpen) watched.revokeHttps();
    Object.assign(watched.simulation.paths.get(PATH) ?? {}, ends);
    return bought(watched, () => {
      const event = watched.network.power(verb, instanceId);
      if (!event) throw new Error('AWS refuses');
      return event;
    });
  }

  it.each(['Stop', 'Terminate'] as const)(
    '%s: are skipped where the path that was found needs none of them',
    async (verb) => {
      expect(await boughtFor(verb, OTHER)).toBe(0);
      expect(await boughtFor(verb, WEB)).toBe(1);
    },
  );

  it('are analysed where an interface on the path does not say what it is attached to', async () => {
    expect(await boughtFor('Terminate', OTHER, { isShown: false })).toBe(1);
  });

  it('cannot open what is closed', async () => {
    expect(await boughtFor('Terminate', OTHER, { isOpen: false })).toBe(0);
    expect(await boughtFor('Terminate', OTHER, { isOpen: false, promise: 'unreachable' })).toBe(0);
  });

  it.each([
    ['an instance of them', { Source: OTHER }],
    ['an interface, which may be theirs', { Source: 'eni-0bbbbbbbbbbbbbbbb' }],
    ['an address, which may be theirs', { Destination: undefined, FilterAtSource: { DestinationAddress: '10.0.0.5' } }],
  ])('are analysed where a forbidden path that is closed ends at %s', async (_, ends) => {
    expect(await boughtFor('Terminate', OTHER, { isOpen: false, promise: 'unreachable', ends })).toBe(1);
    expect(await boughtFor('Terminate', OTHER, { isOpen: false, promise: 'reachable', ends })).toBe(0);
  });
});

describe('an analysis that could not tell', () => {
  const unknown = { found: false, explanations: [{ ExplanationCode: 'UNKNOWN_RESOURCE' }] };

  it.each(['reachable', 'unreachable'] as const)('is no reason to skip, and is told: %s', async (expectation) => {
    const watched = watchedNetwork({}, expectation);
    watched.simulation.network = () => unknown;
    expect(
      await bought(watched, () => watched.network.revoke(watched.network.add({ ...SPARE, groupId: WEB_GROUP }).id)),
    ).toBe(1);
    expect(told(watched)).toEqual([ERROR]);
  });

  it('is no reason to skip either where an earlier version of the monitor took it for a verdict', async () => {
    const watched = watchedNetwork({}, 'unreachable');
    watched.simulation.network = () => unknown;
    await watched.check();
    const [{ Tags = [] } = {}] = watched.simulation.analyses;
    for (const tag of Tags) if (tag.Key === TAGS.judged) tag.Value = 'kept/unreachable';
    watched.pipeline.emit(watched.network.revoke(watched.network.add({ ...SPARE, groupId: WEB_GROUP }).id), {
      delaysMs: [3_000],
    });
    await watched.pipeline.rest();
    expect(watched.simulation.started).toBe(2);
  });
});

describe('of many changes that are skipped one after the other', () => {
  it('none hides the next one that matters', async () => {
    const watched = watchedNetwork();
    const { simulation, network, pipeline, revokeHttps, authorizeHttps, check } = watched;
    await check();
    for (const change of [
      () => network.authorize({ ...SPARE, groupId: WEB_GROUP }),
      () => network.revoke(network.add({ ...SPARE, groupId: OTHER_GROUP }).id),
      revokeHttps,
      () => network.revoke(network.add({ ...SPARE, groupId: WEB_GROUP }).id),
      authorizeHttps,
    ]) {
      pipeline.emit(change(), { delaysMs: [3_000] });
      await pipeline.rest();
    }
    expect(told(watched)).toEqual([ALERT, RECOVERED]);
    expect(simulation.started - 1).toBe(2);
  });
});
