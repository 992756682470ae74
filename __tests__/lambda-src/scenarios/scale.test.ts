import { scheduledEvent } from '../../../testing/simulation/events';
import {
  ACL,
  PATH,
  ROUTE_TABLE,
  type WatchedNetwork,
  WEB_GROUP,
  watchedNetwork,
} from '../../../testing/simulation/watched-network';

const TICK_MS = 1_000;

function pathId(n: number): string {
  return `nip-${n.toString(16).padStart(17, '0')}`;
}

/**
 * Paths with three judged analyses each: `affected` of them in the web servers' group, the others
 * in groups of their own.
 */
async function manyPaths(count: number, affected: number): Promise<WatchedNetwork> {
  const watched = watchedNetwork();
  const { simulation, network, addWatchedPath } = watched;
  simulation.paths.delete(PATH);
  for (let n = 0; n < count; n++) {
    const groupId = n < affected ? WEB_GROUP : `sg-${n.toString(16).padStart(17, 'a')}`;
    addWatchedPath(pathId(n), `path-${n}`, groupId);
    if (n >= affected) network.add({ groupId, direction: 'egress', port: 443 });
  }
  const find = simulation.network;
  simulation.network = (id) => ({
    ...find(id),
    ...(find(id).found && { components: fatComponents(id, network.groups) }),
  });
  for (let sweep = 0; sweep < 3; sweep++) await simulation.invoke(scheduledEvent());
  simulation.requests.length = 0;
  return watched;
}

/** As many, and as long, as AWS's. */
function fatComponents(id: string, groups: ReadonlyMap<string, readonly string[]>) {
  const [group] = groups.get(`eni-${id.slice(4)}`) ?? [];
  const header = {
    DestinationAddresses: [
      '0.0.0.0/5',
      '8.0.0.0/7',
      '11.0.0.0/8',
      '12.0.0.0/6',
      '16.0.0.0/4',
      '32.0.0.0/3',
      '64.0.0.0/2',
    ],
    DestinationPortRanges: [{ From: 443, To: 443 }],
    SourceAddresses: ['10.0.1.7/32'],
    SourcePortRanges: [{ From: 0, To: 65_535 }],
    Protocol: '6',
  };
  const arn = (resource: string) => `arn:aws:ec2:eu-central-1:123456789012:${resource}`;
  return ['i-0aaaaaaaaaaaaaaaa', `eni-${id.slice(4)}`, group, ACL, ROUTE_TABLE, 'igw-0bbbbbbbbbbbbbbbb'].map(
    (Id, n) => ({
      SequenceNumber: n + 1,
      Component: { Id, Arn: arn(`component/${Id}`), Name: `the component number ${n}` },
      OutboundHeader: header,
      InboundHeader: header,
      Subnet: { Id: 'subnet-0ccccccccccccccc0', Arn: arn('subnet/subnet-0ccccccccccccccc0') },
      Vpc: { Id: 'vpc-0dddddddddddddddd', Arn: arn('vpc/vpc-0dddddddddddddddd') },
    }),
  );
}

function isListing({ call, input }: { call: string; input: unknown }): boolean {
  return (
    call === 'describeNetworkInsightsPaths' || (call === 'describeNetworkInsightsAnalyses' && !isTick({ call, input }))
  );
}

function isTick({ input }: { call: string; input: unknown }): boolean {
  return typeof input === 'object' && input !== null && 'NetworkInsightsAnalysisIds' in input;
}

describe('one change among 100 watched paths with three analyses kept, three of them affected', () => {
  it('costs at most 30 calls in addition to listing pages and ticks, no page twice, and 2 s in addition to waiting', async () => {
    const watched = await manyPaths(100, 3);
    const { simulation, revokeHttps } = watched;
    const begin = simulation.clock.now();
    const result = await simulation.invoke(revokeHttps());
    expect(result.started).toBe(3);
    expect(result.paths.map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: 3 }, () => 'broken'),
      ...Array.from({ length: 97 }, () => 'skipped'),
    ]);
    expect(simulation.messages).toHaveLength(3);
    const others = simulation.requests.filter((request) => !isListing(request) && !isTick(request));
    expect(others.length).toBeLessThanOrEqual(30);
    const pages = simulation.requests.filter(isListing).map((request) => JSON.stringify(request));
    expect(new Set(pages).size).toBe(pages.length);
    const waiting = 5_000 + 20 * TICK_MS;
    expect(simulation.clock.now() - begin - waiting).toBeLessThanOrEqual(2_000);
  });

  it('in a burst, costs each later event one call and one listing page', async () => {
    const watched = await manyPaths(100, 100);
    const { simulation, network, pipeline, revokeHttps } = watched;
    const spare = network.add({ groupId: WEB_GROUP, direction: 'egress', port: 80 });
    const late = network.revoke(spare.id);
    pipeline.emit(revokeHttps(), { delaysMs: [2_000] });
    await simulation.pass(10_000);
    simulation.requests.length = 0;
    await simulation.clock.run(simulation.begin(late, { requestId: 'late' }));
    const calls = simulation.requests.filter((request) => !isTick(request)).map(({ call }) => call);
    expect(calls.filter((call) => call !== 'describeNetworkInsightsAnalyses')).toEqual([
      'describeNetworkInsightsPaths',
      'createTags',
    ]);
    await pipeline.rest();
  });
});

describe('a thousand watched paths', () => {
  it('are swept within the timeout, and one change among them is checked within a minute', async () => {
    const watched = await manyPaths(1_000, 3);
    const { simulation, revokeHttps } = watched;
    let begin = simulation.clock.now();
    simulation.analysisMs = 30_000;
    const swept = await simulation.invoke(scheduledEvent());
    expect(swept.started).toBe(1_000);
    expect(simulation.clock.now() - begin).toBeLessThan(900_000);
    begin = simulation.clock.now();
    const changed = await simulation.invoke(revokeHttps());
    expect(changed.started).toBe(3);
    expect(simulation.clock.now() - begin).toBeLessThan(60_000);
    expect(simulation.messages).toHaveLength(3);
  }, 60_000);
});
