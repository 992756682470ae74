import * as fc from 'fast-check';
import { ModelNetwork, type Passage, type Rule } from './model-network';

const GROUPS = ['sg-0aaaaaaa0', 'sg-0aaaaaaa1', 'sg-0aaaaaaa2', 'sg-0aaaaaaa3'];
const INTERFACES = ['eni-0bbbbbb0', 'eni-0bbbbbb1', 'eni-0bbbbbb2'];
const INSTANCES = ['i-0fffffff0', 'i-0fffffff1', 'i-0fffffff2'];
const PORTS = [443, 5432];
const ACLS = ['acl-0cccccc0', 'acl-0cccccc1'];
const ROUTE_TABLES = ['rtb-0dddddd0', 'rtb-0dddddd1'];
const PREFIX_LIST = 'pl-0eeeeee00';
const DIRECTIONS = ['ingress', 'egress'] as const;

/** A network with its watched paths. It is plain data, so that fast-check can shrink it. */
export interface NetworkPlan {
  /** The groups of each interface. */
  readonly groups: readonly (readonly string[])[];
  readonly paths: readonly PathPlan[];
  readonly rules: readonly Omit<Rule, 'id'>[];
  /** For each passage of each path: whether a rule allows it from the start. */
  readonly granted: readonly boolean[];
  readonly off: readonly string[];
  /** For each interface: whether an analysis shows the instance that it belongs to. */
  readonly shown: readonly boolean[];
}

interface PathPlan {
  readonly expect: 'reachable' | 'unreachable';
  readonly passages: readonly Passage[];
  readonly acls: readonly string[];
  readonly routeTables: readonly string[];
}

/** One change of a network. The numbers choose among the resources that exist at that time. */
export interface Step {
  readonly kind: 'authorize' | 'revoke' | 'modify' | 'attach' | 'toggle' | 'idle' | 'stop' | 'start' | 'terminate';
  readonly choice: number;
  readonly rule: Omit<Rule, 'id'>;
  readonly groups: readonly string[];
}

export function pathId(index: number): string {
  return `nip-0${index.toString(16).padStart(16, '0')}`;
}

const direction = fc.constantFrom(...DIRECTIONS);
const port = fc.constantFrom(...PORTS);
const interfaceGroups = fc.uniqueArray(fc.constantFrom(...GROUPS), { minLength: 1, maxLength: 2 });

const passage = fc.record({ interfaceId: fc.constantFrom(...INTERFACES), direction, port });

const rule: fc.Arbitrary<Omit<Rule, 'id'>> = fc
  .record({ groupId: fc.constantFrom(...GROUPS), direction, port, isPrefix: fc.nat(5).map((n) => n === 5) })
  .map(({ isPrefix, ...rest }) => ({ ...rest, prefixListId: isPrefix ? PREFIX_LIST : undefined }));

const path = fc.record({
  expect: fc.constantFrom('reachable' as const, 'unreachable' as const),
  passages: fc.array(passage, { minLength: 1, maxLength: 3 }),
  acls: fc.subarray(ACLS, { maxLength: 1 }),
  routeTables: fc.subarray(ROUTE_TABLES, { maxLength: 1 }),
});

export const networkPlan: fc.Arbitrary<NetworkPlan> = fc.record({
  groups: fc.array(interfaceGroups, { minLength: INTERFACES.length, maxLength: INTERFACES.length }),
  paths: fc.array(path, { minLength: 1, maxLength: 3 }),
  rules: fc.array(rule, { maxLength: 4 }),
  granted: fc.array(
    fc.nat(9).map((n) => n < 8),
    { minLength: 9, maxLength: 9 },
  ),
  off: fc.subarray([...ACLS, ...ROUTE_TABLES, PREFIX_LIST], { maxLength: 1 }),
  shown: fc.array(
    fc.nat(4).map((n) => n < 4),
    { minLength: INTERFACES.length, maxLength: INTERFACES.length },
  ),
});

const KINDS: readonly (readonly [Step['kind'], number])[] = [
  ['authorize', 6],
  ['revoke', 8],
  ['modify', 2],
  ['attach', 1],
  ['toggle', 2],
  ['idle', 1],
  ['stop', 2],
  ['start', 2],
  ['terminate', 1],
];

export const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(...KINDS.map(([kind, weight]) => ({ arbitrary: fc.constant(kind), weight }))),
  choice: fc.nat(1_000),
  rule,
  groups: interfaceGroups,
});

export function buildNetwork(plan: NetworkPlan, time: () => string): ModelNetwork {
  const network = new ModelNetwork(time);
  INTERFACES.forEach((id, index) => {
    network.groups.set(id, plan.groups[index] ?? GROUPS.slice(0, 1));
    // The second instance has two interfaces, the third has none.
    const instanceId = pick(INSTANCES, Math.floor((index + 1) / 2));
    network.attachments.set(id, { instanceId, isShown: plan.shown[index] ?? false });
  });
  plan.paths.forEach(({ passages, acls, routeTables }, index) => {
    network.needs.set(pathId(index), { passages, acls, routeTables });
  });
  for (const id of plan.off) network.off.add(id);
  for (const each of plan.rules) network.add(each);
  plan.paths
    .flatMap(({ passages }) => passages)
    .forEach(({ interfaceId, ...allowed }, index) => {
      const [groupId] = network.groups.get(interfaceId) ?? [];
      if (plan.granted[index] && groupId) network.add({ groupId, ...allowed });
    });
  return network;
}

/** Makes the change. @returns its event; undefined if there is nothing to change */
export function takeStep(network: ModelNetwork, { kind, choice, rule: fresh, groups }: Step) {
  const rules = [...network.rules.keys()];
  const chosen = rules[choice % Math.max(rules.length, 1)];
  switch (kind) {
    case 'authorize':
      return network.authorize(fresh);
    case 'revoke':
      return chosen && network.revoke(chosen);
    case 'modify':
      return chosen && network.modify(chosen, fresh.port);
    case 'attach':
      return network.attach(pick(INTERFACES, choice), groups);
    case 'toggle':
      return network.toggle(pick([...ACLS, ...ROUTE_TABLES, PREFIX_LIST], choice));
    case 'stop':
      return network.power('Stop', pick(INSTANCES, choice));
    case 'start':
      return network.power('Start', pick(INSTANCES, choice));
    case 'terminate':
      return network.power('Terminate', pick(INSTANCES, choice));
    case 'idle':
      return network.idle(pick(['CreateSecurityGroup', 'RunInstances'] as const, choice));
  }
}

function pick<T>(items: readonly T[], choice: number): T {
  const item = items[choice % items.length];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}
