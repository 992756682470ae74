import { ModelNetwork, type Rule } from './model-network';
import { Pipeline } from './pipeline';
import { Simulation } from './simulation';

export const PATH = 'nip-0cccccccccccccccc';
export const WEB_GROUP = 'sg-0123456789abcdef0';
export const OTHER_GROUP = 'sg-0aaaaaaaaaaaaaaaa';
export const ACL = 'acl-0dddddddddddddddd';
export const ROUTE_TABLE = 'rtb-0bbbbbbbbbbbbbbbb';

/**
 * One path from a web server to the internet, which needs the rule `https`, and a group that no
 * path passes through.
 */
export interface WatchedNetwork {
  readonly simulation: Simulation;
  readonly network: ModelNetwork;
  readonly pipeline: Pipeline;
  readonly https: Rule;
  /** Removes the rule. */
  readonly revokeHttps: () => ReturnType<ModelNetwork['revoke']>;
  /** Adds the rule again, with a new id. */
  readonly authorizeHttps: () => ReturnType<ModelNetwork['authorize']>;
  /** Checks every path. */
  readonly check: () => Promise<void>;
  readonly addWatchedPath: (id: string, name: string, groupId: string, expect?: string) => void;
}

export function watchedNetwork(
  variables: Readonly<Record<string, string>> = {},
  expect: 'reachable' | 'unreachable' = 'reachable',
): WatchedNetwork {
  const simulation = new Simulation(variables);
  const network = new ModelNetwork(() => `${new Date(simulation.clock.now()).toISOString().slice(0, 19)}Z`);
  const passage = { direction: 'egress', port: 443 } as const;
  const addWatchedPath: WatchedNetwork['addWatchedPath'] = (id, name, groupId, promise) => {
    const interfaceId = `eni-${id.slice(4)}`;
    network.groups.set(interfaceId, [groupId]);
    network.needs.set(id, { passages: [{ ...passage, interfaceId }], acls: [ACL], routeTables: [ROUTE_TABLE] });
    simulation.addPath(id, name, promise);
  };
  addWatchedPath(PATH, 'web-to-internet', WEB_GROUP, expect);
  simulation.network = (id) => network.find(id);
  const https = network.add({ groupId: WEB_GROUP, ...passage });
  let current = https;
  return {
    simulation,
    network,
    pipeline: new Pipeline(simulation),
    https,
    revokeHttps: () => network.revoke(current.id),
    authorizeHttps: () => {
      const event = network.authorize({ groupId: WEB_GROUP, ...passage });
      current = [...network.rules.values()].at(-1) ?? current;
      return event;
    },
    check: async () => {
      await simulation.invoke({});
    },
    addWatchedPath,
  };
}

/** The subjects of the messages, without the path's name, which is the same in all. */
export function sent({ simulation }: WatchedNetwork): string[] {
  return simulation.subjects.map((subject) => subject.replace(/: [^:]*$/, ''));
}

export const ALERT = '[ALERT] Security Group change caused connectivity issue';
export const RECOVERED = '[RECOVERED] Reachability restored';
export const ERROR = '[ERROR] Reachability Analyzer failed to run';
export const RUNS_AGAIN = '[RECOVERED] Reachability Analyzer runs again';
