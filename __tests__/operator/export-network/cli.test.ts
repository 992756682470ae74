import { existsSync, linkSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportPolicy } from '../../../operator/export-network/needed-policy';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox';
import { session } from '../../../testing/emulator/connected-services';
import { openNetwork, PEERING } from '../../../testing/networks/open-network';
import { WEB, webNetworkFile } from '../../../testing/networks/web-network';
import { exportFrom } from '../../../testing/operator/export';
import { temporaryFolder } from '../../../testing/temporary-folder';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0, eventDelaySeconds: 0, region: 'eu-central-1' });
});
afterEach(() => sandbox.close());

const out = () => join(temporaryFolder(), 'network.json');
const callsOf = (action: string) => sandbox.calls.filter((call) => call.action === action).length;

/** Two peered VPCs that use what a network can refer to. */
function variedNetwork(): Record<string, object[]> {
  const network = openNetwork();
  network.VpcPeeringConnections?.push(PEERING);
  network.RouteTables?.[0].Routes.push({ DestinationPrefixListId: 'pl-used', VpcPeeringConnectionId: 'pcx-ab' });
  const list = (PrefixListId: string) => ({
    PrefixListId,
    PrefixListName: PrefixListId,
    AddressFamily: 'IPv4',
    Entries: Array.from({ length: 7 }, (_, n) => ({ Cidr: `10.1.${n}.0/24`, Description: `entry ${n}` })),
  });
  return {
    ...network,
    PrefixLists: [list('pl-used'), list('pl-unused')],
    Addresses: [
      {
        AllocationId: 'eipalloc-a',
        PublicIp: '203.0.113.10',
        NetworkInterfaceId: 'eni-public',
        PrivateIpAddress: '10.0.1.10',
      },
      { AllocationId: 'eipalloc-free', PublicIp: '203.0.113.99' },
    ],
    Reservations: [
      {
        ReservationId: 'r-1',
        Instances: [{ InstanceId: 'i-b', NetworkInterfaces: [{ NetworkInterfaceId: 'eni-b' }] }],
      },
    ],
  };
}

const load = (network: object) => sandbox.services.ec2.load(network);

describe('the file', () => {
  it('says where and when, and has everything that the sandbox shows', async () => {
    load(variedNetwork());
    const { code, output } = await exportFrom(sandbox);
    const file = JSON.parse(output);
    expect(code).toBe(0);
    expect(file).toMatchObject({
      Account: '123456789012',
      Region: 'eu-central-1',
      ExportedAt: '2026-11-24T12:00:00.000Z',
    });
    const ids = (key: string, id: string) => file[key].map((item: Record<string, string>) => item[id]);
    expect(ids('Vpcs', 'VpcId')).toEqual(['vpc-a', 'vpc-b']);
    expect(ids('NatGateways', 'NatGatewayId')).toEqual(['nat-a']);
    expect(ids('VpcPeeringConnections', 'VpcPeeringConnectionId')).toEqual(['pcx-ab']);
    expect(ids('Addresses', 'AllocationId')).toEqual(['eipalloc-a', 'eipalloc-free']);
    expect(ids('PrefixLists', 'PrefixListId')).toEqual(['pl-unused', 'pl-used']);
    expect(file.PrefixLists[0].Entries).toHaveLength(7);
    expect(file.Reservations[0].Instances[0].InstanceId).toBe('i-b');
  });

  it('names on stderr and in itself what the endpoint does not offer, and claims nothing of it', async () => {
    const { output, lines } = await exportFrom(sandbox);
    const file = JSON.parse(output);
    expect(file.$comment).toMatch(/^The endpoint does not offer .*VpnGateways.*LoadBalancers.*LoadBalancerListeners/);
    expect(lines).toContain('LoadBalancers: not offered by this endpoint');
    for (const key of ['VpnGateways', 'LoadBalancers', 'LoadBalancerListeners']) expect(file).not.toHaveProperty(key);
    // There is none, which is another thing than not to know.
    expect(file.NatGateways).toEqual([]);
  });

  it('shows no control character of a tag to a terminal, and keeps all', async () => {
    const Value = 'x\x1b[2J\x9b31m\n\u202eevil\u2028\u{e0001}';
    const network = webNetworkFile();
    Object.assign(network.Vpcs?.[0], { Tags: [{ Key: 'Name', Value }] });
    load(network);
    const { output } = await exportFrom(sandbox);
    expect(JSON.parse(output).Vpcs[0].Tags[0].Value).toBe(Value);
    expect(output).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}]/u);
  });

  it('is the same whatever the size of the pages, and each page but the first shows progress', async () => {
    load(variedNetwork());
    const whole = await exportFrom(sandbox);
    const calls = sandbox.calls.length;
    const paged = await exportFrom(sandbox, [], { pageSize: 5 });
    expect(paged.output).toBe(whole.output);
    expect(sandbox.calls.length - calls).toBeGreaterThan(calls);
    // Seven entries of each of two lists, five to a page, after one call for each list.
    expect(callsOf('GetManagedPrefixListEntries')).toBe(2 + 4);
    load(webNetworkFile());
    const { lines } = await exportFrom(sandbox, [], { pageSize: 5 });
    expect(lines).toEqual(expect.arrayContaining(['SecurityGroupRules: 5 …', 'SecurityGroupRules: 9']));
  });

  it('has the same bytes but for the time, whatever the order in which AWS lists the network', async () => {
    load(variedNetwork());
    const first = await exportFrom(sandbox);
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed).reverse();
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, reversed(item)]));
    };
    load(reversed(variedNetwork()) as object);
    const second = await exportFrom(sandbox, [], { now: new Date('2026-11-25T12:00:00Z') });
    expect(second.output).not.toBe(first.output);
    expect(second.output.replace('2026-11-25T12', '2026-11-24T12')).toBe(first.output);
  });
});

describe('--vpc', () => {
  it('keeps what belongs to the VPC and what that refers to, and names the peers that it leaves out', async () => {
    load(variedNetwork());
    const { code, output, lines } = await exportFrom(sandbox, ['--vpc', 'vpc-a']);
    const file = JSON.parse(output);
    const count = (key: string) => file[key].length;
    expect(code).toBe(0);
    expect(file.Vpcs.map((vpc: { VpcId: string }) => vpc.VpcId)).toEqual(['vpc-a']);
    expect(['Subnets', 'RouteTables', 'NetworkAcls', 'SecurityGroups', 'NetworkInterfaces'].map(count)).toEqual([
      2, 2, 1, 1, 2,
    ]);
    expect(['InternetGateways', 'NatGateways', 'VpcPeeringConnections', 'Reservations'].map(count)).toEqual([
      1, 1, 1, 0,
    ]);
    expect(file.Addresses).toEqual([expect.objectContaining({ AllocationId: 'eipalloc-a' })]);
    expect(file.PrefixLists).toEqual([expect.objectContaining({ PrefixListId: 'pl-used' })]);
    expect(file.SecurityGroupRules.every((rule: { GroupId: string }) => rule.GroupId === 'sg-a')).toBe(true);
    expect(lines).toContain('vpc-b is peered, but not in the file.');
  });

  it.each([[['--vpc', 'vpc-b', 'vpc-a']], [['--vpc', 'vpc-b', '--vpc', 'vpc-a']], [['--vpc', 'vpc-a,vpc-b']]])(
    'takes several, as in %j',
    async (args) => {
      load(variedNetwork());
      const { output, lines } = await exportFrom(sandbox, args);
      expect(JSON.parse(output).Vpcs).toHaveLength(2);
      expect(lines.join()).not.toContain('peered');
    },
  );
});

describe('--out', () => {
  it('writes the file, and sums it up on stdout', async () => {
    const file = out();
    const { code, output } = await exportFrom(sandbox, ['--out', file]);
    expect(code).toBe(0);
    expect(output).toMatch(/^\S+ has the network of account 123456789012 in eu-central-1: 1 Vpcs, 2 Subnets, .*\n/);
    expect(readFileSync(file, 'utf8')).toBe((await exportFrom(sandbox)).output);
    expect(readdirSync(join(file, '..'))).toEqual(['network.json']);
  });

  it('sums it up in JSON with --json', async () => {
    const file = out();
    const { output } = await exportFrom(sandbox, ['--out', file, '--json']);
    expect(JSON.parse(output)).toEqual({
      file,
      account: '123456789012',
      region: 'eu-central-1',
      exportedAt: '2026-11-24T12:00:00.000Z',
      counts: expect.objectContaining({ Vpcs: 1, SecurityGroupRules: 9, NatGateways: 0 }),
      notOffered: expect.arrayContaining(['TransitGateways', 'LoadBalancers']),
      peersLeftOut: [],
      problem: null,
    });
  });

  it('replaces an earlier file at once, instead of writing into it', async () => {
    const file = out();
    writeFileSync(file, 'earlier');
    linkSync(file, `${file}.link`);
    await exportFrom(sandbox, ['--out', file]);
    expect(readFileSync(`${file}.link`, 'utf8')).toBe('earlier');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty('Vpcs');
  });

  it('leaves an earlier file as it is when a call fails', async () => {
    const file = out();
    writeFileSync(file, 'earlier');
    const error = { code: 'InternalFailure', status: 400 };
    sandbox.faults.plan([{ service: 'ec2', action: 'DescribeNatGateways', times: 99, error }]);
    const { code, output, lines } = await exportFrom(sandbox, ['--out', file]);
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(lines.at(-1)).toBe('export-network: ec2:DescribeNatGateways failed: Injected fault.');
    expect(readFileSync(file, 'utf8')).toBe('earlier');
    expect(readdirSync(join(file, '..'))).toEqual(['network.json']);
  });

  it('exits with 3 where the file cannot be written', async () => {
    const file = join(temporaryFolder(), 'nowhere', 'network.json');
    const { code, lines } = await exportFrom(sandbox, ['--out', file]);
    expect(code).toBe(3);
    expect(lines.at(-1)).toContain(`--out ${file} cannot be written`);
  });
});

it('exits with 1, and says why, where ask would refuse the file', async () => {
  const file = out();
  const error = { code: 'InvalidAction', status: 400 };
  sandbox.faults.plan([{ service: 'ec2', action: 'DescribeRouteTables', times: 1, error }]);
  const { code, output, lines } = await exportFrom(sandbox, ['--out', file, '--json']);
  expect(code).toBe(1);
  expect(JSON.parse(output).problem).toMatch(/^subnet-\w+ has no route table/);
  expect(lines.at(-1)).toMatch(/^ask would refuse the file; .*subnet-\w+ has no route table/);
  expect(existsSync(file)).toBe(true);
});

it('tries a throttled call again', async () => {
  const error = { code: 'RequestLimitExceeded', status: 503 };
  sandbox.faults.plan([{ service: 'ec2', action: 'DescribeSubnets', times: 2, error }]);
  const { code, output } = await exportFrom(sandbox);
  expect(code).toBe(0);
  expect(JSON.parse(output).Subnets).toHaveLength(2);
  expect(callsOf('DescribeSubnets')).toBe(3);
});

describe('the policy that --policy prints', () => {
  const credentialsWith = (Action: readonly string[]) => {
    const { iam } = sandbox.services;
    session(iam, 'exporter', { Action, Resource: '*' });
    return iam.credentialsFor('exporter', 'session');
  };
  const { Statement } = exportPolicy();
  const actions = Statement[0]?.Action ?? [];

  it('is printed without a call', async () => {
    const { code, output } = await exportFrom(sandbox, ['--policy']);
    expect({ code, policy: JSON.parse(output), calls: sandbox.calls.length }).toEqual({
      code: 0,
      policy: exportPolicy(),
      calls: 0,
    });
  });

  it('has only actions that read, each once', () => {
    for (const action of actions) expect(action).toMatch(/^(ec2|elasticloadbalancing):(Describe|Get|Search)\w+$/);
    expect(new Set(actions).size).toBe(actions.length);
  });

  it('is enough', async () => {
    load(variedNetwork());
    const { code } = await exportFrom(sandbox, [], { credentials: credentialsWith(actions) });
    expect(code).toBe(0);
    const needless = new Set(['GetCallerIdentity']);
    const called = sandbox.calls.map((call) => call.action).filter((action) => !needless.has(action));
    for (const action of called) expect(actions.map((it) => it.split(':')[1])).toContain(action);
  });

  it('is named together with every permission that is missing, and no file is written', async () => {
    const file = out();
    const missing = ['ec2:DescribeSubnets', 'ec2:DescribeNetworkAcls', 'ec2:GetManagedPrefixListEntries'];
    load(variedNetwork());
    const credentials = credentialsWith(actions.filter((action) => !missing.includes(action)));
    const { code, output, lines } = await exportFrom(sandbox, ['--out', file], { credentials });
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(lines.at(-1)).toBe(
      `export-network: the permissions ${missing.join(', ')} are missing; npm run export-network -- --policy prints the policy that it needs`,
    );
    expect(existsSync(file)).toBe(false);
  });
});

describe('exits with 3, and a sentence,', () => {
  it.each([
    [
      'for a Region that cannot be one',
      ['--region', 'Frankfurt'],
      '--region must be a Region such as eu-central-1, not "Frankfurt"',
    ],
    [
      'for a VPC that cannot be one',
      ['--vpc', 'shop'],
      '--vpc must be the id of a VPC, such as vpc-0a41c7e0d92b35f68, not "shop"',
    ],
    ['for a VPC that is not there', ['--vpc', WEB.vpc.replace('41', '14')], `did you mean ${WEB.vpc}?`],
    ['for a stray argument', ['vpc-a'], 'Unexpected argument "vpc-a"'],
    ['for a file without a name', ['--out', ''], '--out must be the name of a file, not ""'],
  ])('%s', async (_, args, sentence) => {
    const { code, output, lines } = await exportFrom(sandbox, args);
    expect({ code, output }).toEqual({ code: 3, output: '' });
    expect(lines.at(-1)).toContain(sentence);
  });
});

it('reads the Region that --region names', async () => {
  const { code, lines } = await exportFrom(sandbox, ['--region', 'us-east-1']);
  expect(code).toBe(1);
  expect(lines.at(-1)).toContain("Credential should be scoped to a valid Region, not 'us-east-1'");
});
