import fc from 'fast-check';
import {
  addressesOf,
  formatAddress,
  isInBlock,
  PUBLIC_ADDRESSES,
  parseAddress,
  parseCidr,
  toCidrs,
} from '../../../reachability/packets/ipv4';

test('an address can be formatted and parsed again', () => {
  fc.assert(fc.property(fc.nat(0xffffffff), (address) => parseAddress(formatAddress(address)) === address));
});

test.each(['256.1.1.1', '1.2.3', '1.2.3.4.5', 'a.b.c.d', '', '1.2.3.4/8', '::1'])('%p is not an address', (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

test.each(['10.0.0.0/33', '10.0.0.0', '10.0.0/8', '::/0'])('%p is not an IPv4 block', (text) => {
  expect(parseCidr(text)).toBeUndefined();
});

test('host bits of a block are ignored', () => {
  expect(parseCidr('10.1.2.3/16')).toEqual(parseCidr('10.1.0.0/16'));
});

test('the internet is all addresses except the private and shared blocks, in the blocks that AWS shows', () => {
  const cidrs = toCidrs(PUBLIC_ADDRESSES);
  // Sorted as text, as in
  // https://docs.aws.amazon.com/vpc/latest/reachability/getting-started-cli.html
  expect(cidrs.filter((it) => !it.startsWith('10')).slice(0, 3)).toEqual(['0.0.0.0/5', '11.0.0.0/8', '112.0.0.0/4']);
  expect(addressesOf(cidrs)).toEqual(PUBLIC_ADDRESSES);
});

test.each([
  ['10.1.2.3', '10.0.0.0/8', true],
  ['11.1.2.3', '10.0.0.0/8', false],
  ['255.255.255.255', '0.0.0.0/0', true],
  ['10.1.2.3', '10.1.2.3', true],
  ['10.1.2.4', '10.1.2.3', false],
  ['10.1.2.3', '10.0.0.0/33', undefined],
  ['10.1.2.3', '10.0.0.0/8/8', undefined],
  ['10.1.2', '10.0.0.0/8', undefined],
  ['10.1.2.3', '::/0', undefined],
])('%s in %s: %s', (address, block, expected) => {
  expect(isInBlock(address, block)).toBe(expected);
});
