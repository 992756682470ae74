import fc from 'fast-check';
import * as headers from '../../../reachability/packets/header-set';
import { union } from '../../../reachability/packets/interval-set';

const LIMIT = 3;
const field = fc
  .array(fc.tuple(fc.nat(LIMIT), fc.nat(LIMIT)), { minLength: 1, maxLength: 2 })
  .map((pairs) => union(...pairs.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)));
const set = fc.array(fc.record({ source: field, destination: field, sourcePorts: field, destinationPorts: field }), {
  maxLength: 3,
});
const VALUES = [0, 1, 2, 3];
const packets: headers.Packet[] = VALUES.flatMap((source) =>
  VALUES.flatMap((destination) =>
    VALUES.flatMap((sourcePort) =>
      VALUES.map((destinationPort) => ({ source, destination, sourcePort, destinationPort })),
    ),
  ),
);

/** Checks for every packet of a small world whether it is in `actual`. */
function hasExactly(actual: headers.HeaderSet, expected: (packet: headers.Packet) => boolean): boolean {
  return packets.every((packet) => headers.contains(actual, packet) === expected(packet));
}

test('an intersection holds the packets of both', () => {
  fc.assert(
    fc.property(set, set, (a, b) =>
      hasExactly(headers.intersect(a, b), (it) => headers.contains(a, it) && headers.contains(b, it)),
    ),
  );
});

test('a difference holds the packets that only the first set has', () => {
  fc.assert(
    fc.property(set, set, (a, b) =>
      hasExactly(headers.subtract(a, b), (it) => headers.contains(a, it) && !headers.contains(b, it)),
    ),
  );
});

test('reversing exchanges source and destination', () => {
  fc.assert(
    fc.property(set, (a) =>
      hasExactly(headers.reverse(a), (it) =>
        headers.contains(a, {
          source: it.destination,
          destination: it.source,
          sourcePort: it.destinationPort,
          destinationPort: it.sourcePort,
        }),
      ),
    ),
  );
});

test('anyPacket returns a member of every set that is not empty', () => {
  fc.assert(
    fc.property(set, set, (a, b) => {
      const rest = headers.subtract(a, b);
      const found = headers.anyPacket(rest);
      return found ? headers.contains(rest, found) : headers.isEmpty(rest);
    }),
  );
});

test('a box with an empty field is the empty set', () => {
  expect(headers.headerSet(headers.box())).toHaveLength(1);
  expect(headers.headerSet(headers.box({ destination: [] }))).toEqual([]);
});
