import fc from 'fast-check';
import { analyze } from '../../../../reachability/analysis/analyze';
import { loadNetwork } from '../../../../reachability/network/load/load-network';
import { ACCOUNT, REGION } from '../../../../testing/emulator/connected-services';
import type { File } from '../../../../testing/networks/open-network';
import {
  aclTraffic,
  direction,
  fileOfStory,
  groupId,
  groupRule,
  questionOf,
  type SmallStory,
  smallStory,
  subnetId,
} from '../../../../testing/networks/random-small-network';
import { isIn, lengthOf } from '../../../../testing/packets/packet';

/** With this seed, each law has networks in which the change matters; few of all have. */
const RUNS = { numRuns: 500, seed: 13 };

function resultOf(story: SmallStory, file: File = fileOfStory(story)) {
  return analyze({ network: loadNetwork(file, ACCOUNT), region: REGION, account: ACCOUNT }, questionOf(story));
}

/** From the results that admit least to those that admit most. */
const OPENNESS = { blocked: 0, unsupported: 1, reachable: 2 } as const;
const opennessOf = (story: SmallStory, file?: File) => OPENNESS[resultOf(story, file).kind];

/** A law is worth nothing if the change never matters. */
function checkLaw<T extends unknown[]>(property: (count: () => void) => fc.IPropertyWithHooks<T>) {
  let changed = 0;
  fc.assert(
    property(() => {
      changed += 1;
    }),
    RUNS,
  );
  expect(changed).toBeGreaterThan(0);
}

type Rules = { readonly in: string[]; readonly out: string[] };

/** The story with other rules in one direction of one group or network ACL. */
function changed<Part extends 'groups' | 'acls'>(
  story: SmallStory,
  part: Part,
  id: string,
  way: 'in' | 'out',
  change: (rules: string[]) => string[],
): SmallStory {
  const all = story[part] as Readonly<Record<string, Rules>>;
  const rules = all[id] as Rules;
  return { ...story, [part]: { ...all, [id]: { ...rules, [way]: change(rules[way]) } } };
}

/**
 * There are no rules that deny:
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
describe('security groups', () => {
  test('one more rule never closes a path', () => {
    checkLaw((count) =>
      fc.property(smallStory, groupId, direction, groupRule, (story, id, way, rule) => {
        const before = opennessOf(story);
        const after = opennessOf(changed(story, 'groups', id, way, (rules) => [...rules, rule]));
        if (after !== before) count();
        expect(after).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  test('one rule less never opens a path', () => {
    checkLaw((count) =>
      fc.property(smallStory, groupId, direction, fc.nat(1), (story, id, way, at) => {
        const before = opennessOf(story);
        const after = opennessOf(
          changed(story, 'groups', id, way, (rules) => rules.filter((_, index) => index !== at)),
        );
        if (after !== before) count();
        expect(after).toBeLessThanOrEqual(before);
      }),
    );
  });
});

/** https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html: the first match decides. */
describe('network ACLs', () => {
  const number = fc.constantFrom(5, 15, 50, 200);

  test('one more deny never opens a path', () => {
    checkLaw((count) =>
      fc.property(smallStory, subnetId, direction, number, aclTraffic, (story, id, way, at, traffic) => {
        const before = opennessOf(story);
        const after = opennessOf(changed(story, 'acls', id, way, (all) => [...all, `${at} deny ${traffic}`]));
        if (after !== before) count();
        expect(after).toBeLessThanOrEqual(before);
      }),
    );
  });

  test('one more allow never closes a path', () => {
    checkLaw((count) =>
      fc.property(smallStory, subnetId, direction, number, aclTraffic, (story, id, way, at, traffic) => {
        const before = opennessOf(story);
        const after = opennessOf(changed(story, 'acls', id, way, (all) => [...all, `${at} allow ${traffic}`]));
        if (after !== before) count();
        expect(after).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});

describe('a component that the engine does not know', () => {
  const UNKNOWN = [
    { key: 'TransitGateways', idField: 'TransitGatewayId', target: 'tgw-9' },
    { key: 'VpnGateways', idField: 'VpnGatewayId', target: 'vgw-9' },
    { key: 'LocalGateways', idField: 'LocalGatewayId', target: 'lgw-9' },
    { key: 'CarrierGateways', idField: 'CarrierGatewayId', target: 'cagw-9' },
    { key: 'VpcEndpoints', idField: 'VpcEndpointId', target: 'vpce-9' },
    { key: 'Gizmos', idField: 'GizmoId', target: 'gizmo-9' },
  ];
  const block = fc.constantFrom('0.0.0.0/0', '0.0.0.0/1', '8.8.8.0/24', '10.1.0.0/16', '10.1.1.0/24', '172.16.0.0/12');
  const unknown = fc.record({ in: subnetId, of: fc.constantFrom(...UNKNOWN), to: block });

  function withUnknown(story: SmallStory, it: typeof unknown extends fc.Arbitrary<infer T> ? T : never): File {
    const { key, idField, target } = it.of;
    const tables = { ...story.tables, [it.in]: [...story.tables[it.in], `${it.to} ${target}`] };
    return { ...fileOfStory({ ...story, tables }), [key]: [{ [idField]: target }] };
  }

  /**
   * Whether the new route takes traffic from another one. Then the path may be blocked afterwards:
   * a transit gateway, for example, does not lead to the internet gateway of its own VPC.
   */
  function takesTraffic(routes: readonly string[], to: string): boolean {
    const [first = ''] = to.split('/');
    const destinations = routes.map((route) => route.split(' ')[0] as string);
    return destinations.some((it) => it.startsWith('pl-') || (lengthOf(it) <= lengthOf(to) && isIn(first, it)));
  }

  const isPossible = (story: SmallStory, { in: id, to }: { in: keyof SmallStory['tables']; to: string }) =>
    !story.tables[id].some((route) => route.startsWith(`${to} `));

  test('and a route to it never open a path', () => {
    checkLaw((count) =>
      fc.property(smallStory, unknown, (story, it) => {
        fc.pre(isPossible(story, it));
        const [before, after] = [resultOf(story).kind, resultOf(story, withUnknown(story, it)).kind];
        if (after !== before) count();
        expect([before, after]).not.toEqual(['blocked', 'reachable']);
      }),
    );
  });

  test('and a route to it never close a path, unless the route takes its traffic elsewhere', () => {
    checkLaw((count) =>
      fc.property(smallStory, unknown, (story, it) => {
        fc.pre(isPossible(story, it));
        const mayLeadAnywhere = ['vpce-9', 'gizmo-9'].includes(it.of.target);
        fc.pre(mayLeadAnywhere || !takesTraffic(story.tables[it.in], it.to));
        const [before, after] = [resultOf(story).kind, resultOf(story, withUnknown(story, it)).kind];
        if (after !== before) count();
        expect([before, after]).not.toEqual(['reachable', 'blocked']);
      }),
    );
  });
});

describe('the order of the file', () => {
  /** All lists of the file, also those inside resources, in another order. */
  function shuffled(value: unknown, key: (at: number) => number): unknown {
    if (Array.isArray(value)) {
      const parts = value.map((part, index) => [key(index), shuffled(part, key)] as const);
      return parts.sort(([a], [b]) => a - b).map(([, part]) => part);
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shuffled(part, key)]));
  }

  test('changes neither the result nor its codes', () => {
    fc.assert(
      fc.property(smallStory, fc.infiniteStream(fc.nat()), (story, keys) => {
        const summary = (file?: File) => {
          const result = resultOf(story, file);
          const explanations = result.kind === 'reachable' ? [] : result.explanations;
          return [result.kind, ...explanations.map((it) => it.ExplanationCode).sort()];
        };
        const other = shuffled(fileOfStory(story), () => keys.next().value) as File;
        expect(summary(other)).toEqual(summary());
      }),
      RUNS,
    );
  });
});
