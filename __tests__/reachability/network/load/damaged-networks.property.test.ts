import type { NetworkInsightsPath } from '@aws-sdk/client-ec2';
import fc from 'fast-check';
import { analyze } from '../../../../reachability/analysis/analyze';
import { loadNetwork } from '../../../../reachability/network/load/load-network';
import { InvalidNetwork } from '../../../../reachability/network/load/problems';
import type { Network } from '../../../../reachability/network/network';
import { damaged } from '../../../../testing/networks/damage-network';
import { wideNetworkFile } from '../../../../testing/networks/wide-network';

const ACCOUNT = '123456789012';
const RESULTS = ['reachable', 'blocked', 'unsupported'];
/** In milliseconds: what multiplies with the size of the damage takes minutes. */
const FAR_TOO_LONG = 5_000;

/** The network, or what is wrong with it. Any other error is a crash and fails the test. */
function load(file: object): Network | InvalidNetwork {
  try {
    return loadNetwork(file, ACCOUNT);
  } catch (error) {
    if (error instanceof InvalidNetwork) return error;
    throw error;
  }
}

function expectAnswer(network: Network, path: NetworkInsightsPath): void {
  const start = performance.now();
  const { kind } = analyze({ network, region: 'eu-central-1', account: ACCOUNT }, path);
  expect(performance.now() - start).toBeLessThan(FAR_TOO_LONG);
  expect(RESULTS).toContain(kind);
}

const ends = (network: Network): (string | undefined)[] =>
  [network.instances, network.networkInterfaces, network.internetGateways].flatMap((collection) =>
    collection.all.map((item) => Object.values(item).find((value) => /^(i|eni|igw)-/.test(String(value)))),
  );

test('500 damaged network files are refused with resource and field, or answer every path', () => {
  const seen = { refused: 0, answered: 0 };
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(1_000_000)), (numbers) => {
      const draw = (bound: number) => (numbers.next().value as number) % bound;
      const file = damaged(wideNetworkFile(), draw);
      const start = performance.now();
      const loaded = load(file);
      expect(performance.now() - start).toBeLessThan(FAR_TOO_LONG);
      if (loaded instanceof InvalidNetwork) {
        seen.refused++;
        for (const { resource, message } of loaded.problems) {
          expect(resource).not.toBe('');
          expect(message).toMatch(/[.?]$/);
        }
        return;
      }
      seen.answered++;
      for (const Source of ends(loaded).slice(0, 4)) {
        for (const Destination of ends(loaded).slice(-3)) {
          expectAnswer(loaded, { Source, Destination, Protocol: 'tcp', DestinationPort: 443 });
        }
      }
    }),
    { numRuns: 500 },
  );
  expect(Math.min(seen.refused, seen.answered)).toBeGreaterThan(50);
});

const nonsense = fc.oneof(
  fc.constantFrom('', '__proto__', 'constructor', 'i-', 'eni-0', 'igw-nowhere', '10.0.0.0/8', '999.9.9.9', '💥', '::1'),
  fc.constantFrom('vpc-0a41c7e0d92b35f68', 'i-069d0aef3b4c38bc7', 'igw-0d15e6b7a8c9f0324', '10.0.1.10', '8.8.8.8'),
  fc.string({ maxLength: 40 }),
);
const port = fc.constantFrom(0, 443, 65_535, 65_536, -1, 1.5, 1e308, Number.NaN);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const filter = fc.record({
  SourceAddress: maybe(nonsense),
  DestinationAddress: maybe(nonsense),
  SourcePortRange: maybe(fc.record({ FromPort: maybe(port), ToPort: maybe(port) })),
  DestinationPortRange: maybe(fc.record({ FromPort: maybe(port), ToPort: maybe(port) })),
});
const question = fc.record({
  Source: maybe(nonsense),
  Destination: maybe(nonsense),
  SourceIp: maybe(nonsense),
  DestinationIp: maybe(nonsense),
  Protocol: fc.constantFrom('tcp', 'udp', 'icmp', 'constructor', '', undefined),
  DestinationPort: maybe(port),
  FilterAtSource: maybe(filter),
  FilterAtDestination: maybe(filter),
});

test('200 nonsense questions are answered', () => {
  const network = loadNetwork(wideNetworkFile(), ACCOUNT);
  fc.assert(
    fc.property(question, (path) => {
      expectAnswer(network, path as NetworkInsightsPath);
    }),
    { numRuns: 200 },
  );
});
