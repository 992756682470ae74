import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../../../reachability/analysis/analyze';
import { EXPLANATION_SENTENCES } from '../../../../reachability/explanation/sentences';
import { loadNetwork } from '../../../../reachability/network/load/load-network';
import { ACCOUNT, REGION } from '../../../../testing/emulator/connected-services';
import type { Case } from '../../../../testing/networks/cases/case';
import { END_AND_FILTER_CASES } from '../../../../testing/networks/cases/ends-and-filters';
import { GROUP_REFERENCE_CASES } from '../../../../testing/networks/cases/group-references';
import { INTERNET_CASES } from '../../../../testing/networks/cases/internet';
import { NAT_GATEWAY_CASES } from '../../../../testing/networks/cases/nat-gateways';
import { NETWORK_ACL_CASES } from '../../../../testing/networks/cases/network-acls';
import { NOT_FOLLOWED_CASES } from '../../../../testing/networks/cases/not-followed';
import { PEERING_CASES } from '../../../../testing/networks/cases/peering';
import { PUBLIC_ACCESS_CASES } from '../../../../testing/networks/cases/public-access';
import { ROUTE_TABLE_CASES } from '../../../../testing/networks/cases/route-tables';
import { SECURITY_GROUP_CASES } from '../../../../testing/networks/cases/security-groups';

const DEFINITE: Readonly<Record<string, readonly Case[]>> = {
  'security groups': SECURITY_GROUP_CASES,
  'group references': GROUP_REFERENCE_CASES,
  'network ACLs': NETWORK_ACL_CASES,
  'route tables': ROUTE_TABLE_CASES,
  'internet gateways': INTERNET_CASES,
  'VPC Block Public Access': PUBLIC_ACCESS_CASES,
  'NAT gateways': NAT_GATEWAY_CASES,
  peering: PEERING_CASES,
  'ends and filters': END_AND_FILTER_CASES,
};

/** What an analysis shows, with the id of a component in place of the component. */
function shown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  if ('Id' in value) return value.Id;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shown(part)]));
}

/** The answer of the engine. An explanation has its code as `code`. */
function answerTo({ network, path }: Case) {
  const view = { network: loadNetwork(network.toFile(), ACCOUNT), region: REGION, account: ACCOUNT };
  const result = analyze(view, path);
  const explanations = result.kind === 'reachable' ? [] : result.explanations;
  return {
    kind: result.kind,
    forward: result.kind === 'unsupported' ? [] : shown(result.forward),
    back: result.kind === 'unsupported' ? [] : shown(result.back),
    explanations: explanations.map(({ ExplanationCode: code, ...fields }) => ({ code, ...(shown(fields) as object) })),
  };
}

const containing = (parts: readonly object[]) =>
  expect.arrayContaining(parts.map((part) => expect.objectContaining(nested(part))));

/** Objects inside may have more fields than expected, too. */
function nested(part: object): object {
  const entries = Object.entries(part).map(([key, value]) => [
    key,
    typeof value === 'object' && !Array.isArray(value) ? expect.objectContaining(value) : value,
  ]);
  return Object.fromEntries(entries);
}

describe.each(Object.entries(DEFINITE))('%s', (_, cases) => {
  test.each(cases.map((it) => [it.name, it] as const))('%s', (_name, it) => {
    const { kind, forward, back, explanations } = answerTo(it);
    const { expected } = it;
    expect({ kind, codes: codesOf(explanations) }).toMatchObject({ kind: expected.kind });
    if (expected.kind === 'reachable') {
      expect(forward).toEqual(containing(expected.forward ?? []));
      expect(back).toEqual(containing(expected.back ?? []));
    }
    if (expected.kind === 'blocked' && expected.explanations) {
      expect(codesOf(explanations)).toEqual(codesOf(expected.explanations));
      expect(explanations).toEqual(containing(expected.explanations));
    }
  });
});

describe('what is not followed is never definite', () => {
  test.each(NOT_FOLLOWED_CASES.map((it) => [it.name, it] as const))('%s', (_name, it) => {
    const { kind, explanations } = answerTo(it);
    const Component = it.expected.kind === 'unsupported' ? it.expected.component : undefined;
    expect(kind).toBe('unsupported');
    expect(explanations).toEqual(containing([{ code: 'UNSUPPORTED_COMPONENT', Component }]));
  });
});

test('there are at least 120 cases, each with a name, a reason in one sentence, and a page', () => {
  const cases = [...Object.values(DEFINITE).flat(), ...NOT_FOLLOWED_CASES];
  expect(cases.length).toBeGreaterThanOrEqual(120);
  for (const { because, source } of cases) {
    expect(because).toMatch(/^[^\n]+\.$/);
    expect(source).toMatch(/^https:\/\//);
  }
  for (const part of Object.values(DEFINITE)) expect(new Set(part.map(({ name }) => name)).size).toBe(part.length);
});

test('the cases have every explanation code that the source of the engine has', () => {
  const expected = [...Object.values(DEFINITE).flat(), ...NOT_FOLLOWED_CASES].flatMap(({ expected }) => {
    if (expected.kind === 'unsupported') return ['UNSUPPORTED_COMPONENT'];
    return expected.kind === 'blocked' ? (expected.explanations ?? []).map(({ code }) => code) : [];
  });
  const missing = codesInSource().filter((code) => !expected.includes(code));
  expect(missing).toEqual([]);
  expect(codesInSource().length).toBeGreaterThan(25);
});

function codesOf(explanations: readonly { code?: string }[]): string[] {
  return explanations.map(({ code }) => String(code)).sort();
}

/** Codes stand in the source whole, or as the beginning of a template and the name of its rest. */
function codesInSource(): string[] {
  const folder = join(__dirname, '../../../../reachability/analysis');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const source = names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  const beginnings = [...source.matchAll(/`([A-Z_]+_)\$\{/g)].map(([, beginning]) => String(beginning));
  const isIn = (code: string) =>
    source.includes(`'${code}'`) ||
    beginnings.some((it) => code.startsWith(it) && new RegExp(`\\b${code.slice(it.length)}:`).test(source));
  return Object.keys(EXPLANATION_SENTENCES).filter(isIn);
}
