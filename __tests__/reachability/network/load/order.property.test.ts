import type { NetworkInsightsPath } from '@aws-sdk/client-ec2';
import fc from 'fast-check';
import { analyze } from '../../../../reachability/analysis/analyze';
import { loadNetwork } from '../../../../reachability/network/load/load-network';
import { mergeNetworkFiles } from '../../../../reachability/network/load/merge-network-files';
import { TO_INTERNET, WEB, webNetworkFile } from '../../../../testing/networks/web-network';
import { wideNetworkFile } from '../../../../testing/networks/wide-network';

const ACCOUNT = '123456789012';
const PATHS = [
  TO_INTERNET,
  { Source: WEB.webServer, Destination: WEB.database, Protocol: 'tcp', DestinationPort: 5432 },
  { Source: WEB.batch, Destination: WEB.database, Protocol: 'tcp', DestinationPort: 22 },
  { Source: WEB.igw, Destination: WEB.webServer, Protocol: 'tcp', DestinationPort: 443 },
  { Source: WEB.batch, Protocol: 'tcp', FilterAtSource: { DestinationAddress: '10.8.0.1' } },
] as NetworkInsightsPath[];

const FILES = { web: webNetworkFile(), wide: wideNetworkFile() };

function results(file: object) {
  const view = { network: loadNetwork(file, ACCOUNT), region: 'eu-central-1', account: ACCOUNT };
  return PATHS.map((path) => analyze(view, path));
}

const expected = { web: results(FILES.web), wide: results(FILES.wide) };
const which = fc.constantFrom<('web' | 'wide')[]>('web', 'wide');
const numbers = fc.infiniteStream(fc.nat(1_000_000));

/** The file with its keys, and every list in it, in another order. */
function shuffled(value: unknown, draw: () => number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const order = <T>(items: T[]) =>
    items
      .map((item) => ({ item, rank: draw() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ item }) => item);
  if (Array.isArray(value)) return order(value.map((item) => shuffled(item, draw)));
  return Object.fromEntries(order(Object.entries(value)).map(([key, part]) => [key, shuffled(part, draw)]));
}

test('what the engine finds does not depend on the order of the file, where no two rules admit the same', () => {
  fc.assert(
    fc.property(which, numbers, (name, ranks) => {
      const file = shuffled(FILES[name], () => ranks.next().value as number) as object;
      expect(results(file)).toEqual(expected[name]);
    }),
    { numRuns: 60 },
  );
});

test('nor on how it is split over files, of which some repeat a part of others', () => {
  fc.assert(
    fc.property(which, numbers, fc.integer({ min: 1, max: 6 }), (name, draws, count) => {
      const draw = (bound: number) => (draws.next().value as number) % bound;
      const parts = Array.from({ length: count }, () => new Map<string, unknown>());
      for (const [key, value] of Object.entries(FILES[name])) {
        const items = Array.isArray(value) ? value : [];
        if (!Array.isArray(value)) for (const part of parts) part.set(key, value);
        for (const item of items) {
          for (const part of [parts[draw(count)], parts[draw(count)]]) {
            part?.set(key, [...((part.get(key) as unknown[]) ?? []), item]);
          }
        }
      }
      const contents = parts.map((part) => Object.fromEntries([...part].map(([key, value]) => [key, once(value)])));
      const files = new Map(contents.map((content, index) => [`${index}.json`, content]));
      expect(results(mergeNetworkFiles(files, () => {}))).toEqual(expected[name]);
    }),
    { numRuns: 60 },
  );
});

function once(value: unknown): unknown {
  return Array.isArray(value) ? [...new Set(value)] : value;
}
