import { deepStrictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { NetworkInsightsPath } from '@aws-sdk/client-ec2';
import { analyze } from '../reachability/analysis/analyze';
import type { NetworkView } from '../reachability/analysis/components';
import { loadNetwork } from '../reachability/network/load/load-network';
import { engineNetwork, type Filters, groupsOfTier, IGW, interfaceId, OVERLAPPING, USUAL } from './engine-network';
import { median, type Question, type Row } from './row';
import { type Spread, spreadOf } from './statistics';

const ACCOUNT = '123456789012';
const RUNS = 100;
/** The loads, each in a process of its own. */
const LOADS = 3;
/**
 * Numbers of interfaces, each with its limit in milliseconds for one path. There are half as many
 * groups and ten times as many rules.
 */
const SIZES = [
  [1_008, 5],
  [5_004, 10],
] as const;
const OVERLAPPING_INTERFACES = 60;

/** The paths of a kind, by number. */
interface Course {
  readonly name: string;
  readonly path: (n: number, groups: number) => NetworkInsightsPath;
}

const COURSES: readonly Course[] = [
  {
    name: 'web → app',
    // Of the same group, and in another subnet.
    path: (n, groups) => ({
      Source: interfaceId('web', n),
      Destination: interfaceId('app', n + groups),
      DestinationPort: 8080,
    }),
  },
  {
    name: 'app → NAT → IGW',
    path: (n) => ({ Source: interfaceId('app', n), Destination: IGW, DestinationPort: 443 }),
  },
  {
    name: 'IGW → web',
    path: (n) => ({ Source: IGW, Destination: interfaceId('web', n), DestinationPort: 443 }),
  },
];

function viewOf(interfaces: number, filters: Filters): NetworkView {
  const network = loadNetwork(engineNetwork(interfaces, filters), ACCOUNT);
  return { network, region: 'eu-central-1', account: ACCOUNT };
}

/** The milliseconds of the processor that each of many paths takes. All must be reachable. */
function timed(view: NetworkView, paths: readonly NetworkInsightsPath[]): Spread {
  const kinds = new Set<string>();
  // The first ones also compile the engine, and find what is kept until the network changes.
  for (const path of paths) kinds.add(analyze(view, path).kind);
  deepStrictEqual([...kinds], ['reachable']);
  return spreadOf(paths.map((path) => milliseconds(() => analyze(view, path))));
}

function milliseconds(work: () => void): number {
  const begin = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1_000;
}

function pathsOf({ path }: Course, groups: number, isAnyPort = false): NetworkInsightsPath[] {
  return Array.from({ length: RUNS }, (_, n) => {
    const { DestinationPort, ...rest } = path((n * 37) % groups, groups);
    const port = isAnyPort ? {} : { DestinationPort };
    return { ...rest, ...port, Protocol: 'tcp' } as NetworkInsightsPath;
  });
}

function onePath(): Row[] {
  const spreads = SIZES.map(([interfaces, ours]) => {
    const view = viewOf(interfaces, USUAL);
    const groups = groupsOfTier(interfaces);
    return { ours, view, times: COURSES.map((course) => timed(view, pathsOf(course, groups))) };
  });
  const rows = spreads.flatMap(({ ours, view, times }) => [
    ...COURSES.map(({ name }, course): Row => {
      const measure = `one path, ${name}, ${sizeOf(view)}: CPU time, ${RUNS} paths`;
      return { question: 'engine', measure, unit: 'ms', ours: times[course] as Spread, target: { ours } };
    }),
    afterChange(view),
  ]);
  return [...rows, ...COURSES.map(({ name }, course) => growth(name, course, spreads))];
}

/** The larger network has five times as much of everything. */
function growth(name: string, course: number, spreads: readonly { readonly times: readonly Spread[] }[]): Row {
  const [few, many] = spreads.map(({ times }) => median(times[course] as Spread)) as [number, number];
  const measure = `the same, ${name}: the larger network compared with the smaller`;
  return { question: 'engine', measure, unit: '×', ours: many / few, target: { ours: 5 } };
}

/** A change makes the network find again what it keeps. */
function afterChange(view: NetworkView): Row {
  const { securityGroupRules } = view.network;
  const rules = securityGroupRules.all;
  const paths = pathsOf(COURSES[0] as Course, groupsOfTier(view.network.networkInterfaces.size));
  const times = paths.slice(0, 20).map((path, n) => {
    const rule = rules[n];
    if (rule) securityGroupRules.put({ ...rule });
    return milliseconds(() => analyze(view, path));
  });
  const measure = `the first path after a rule changed, web → app, ${sizeOf(view)}: CPU time`;
  return { question: 'engine', measure, unit: 'ms', ours: spreadOf(times) };
}

function sizeOf({ network }: NetworkView): string {
  const { networkInterfaces, securityGroups, securityGroupRules } = network;
  const shown = (count: number) => count.toLocaleString('en');
  return `${shown(networkInterfaces.size)} interfaces, ${shown(securityGroups.size)} groups, ${shown(securityGroupRules.size)} rules`;
}

function overlapping(): Row[] {
  const view = viewOf(OVERLAPPING_INTERFACES, OVERLAPPING);
  const groups = groupsOfTier(OVERLAPPING_INTERFACES);
  return COURSES.map((course) => {
    const ours = timed(view, pathsOf(course, groups, true));
    const measure = `${course.name}, any port, 60 overlapping rules in each direction of a group and 20 nested entries in each of the network ACL: CPU time`;
    return { question: 'engine', measure, unit: 'ms', ours, target: { ours: 50 } };
  });
}

/** What a process needs that loads one network and does nothing else (`engine-load.ts`). */
function loading(): Row[] {
  const interfaces = Math.max(...SIZES.map(([size]) => size));
  const loads = Array.from({ length: LOADS }, () => {
    const args = ['--import', 'tsx', join(__dirname, 'engine-load.ts'), String(interfaces)];
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  });
  for (const load of loads) deepStrictEqual(load.size, load.expected);
  const of = `a network of ${interfaces.toLocaleString('en')} interfaces, in a process of its own`;
  const row = { question: 'engine' };
  return [
    {
      ...row,
      measure: `load ${of}: CPU time`,
      unit: 's',
      ours: spreadOf(loads.map((load) => load.seconds)),
      target: { ours: 2 },
    },
    {
      ...row,
      measure: `load ${of}: peak resident memory`,
      unit: 'MiB',
      ours: spreadOf(loads.map((load) => load.memory)),
      target: { ours: 500 },
    },
  ];
}

async function measure(): Promise<Row[]> {
  return [...onePath(), ...overlapping(), ...loading()];
}

/**
 * How long the engine takes for one path, in the time of the processor, and what loading a network
 * takes.
 */
export const engine: Question = { name: 'engine', measure };
