import { contains, type Interval, type IntervalSet, subtract, union } from './interval-set';

export const ANY_ADDRESS: IntervalSet = [[0, 0xffffffff]];

/** The address as uint32; undefined if `text` is not a dotted IPv4 address. */
export function parseAddress(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return undefined;
  const bytes = match.slice(1).map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  return bytes.reduce((address, byte) => address * 256 + byte, 0);
}

export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

export interface Cidr {
  /** First and last address. */
  readonly range: Interval;
  /** 0 to 32. */
  readonly prefixLength: number;
}

/** Undefined if `text` is not an IPv4 CIDR block. Host bits are dropped, as AWS does. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^([\d.]+)\/(\d{1,2})$/.exec(text);
  const address = match?.[1] === undefined ? undefined : parseAddress(match[1]);
  const prefixLength = Number(match?.[2]);
  if (address === undefined || prefixLength > 32) return undefined;
  const size = 2 ** (32 - prefixLength);
  const first = address - (address % size);
  return { range: [first, first + size - 1], prefixLength };
}

/**
 * Whether the address is in the block, such as `10.0.0.0/8`; without a prefix length, whether it is
 * the same address. Undefined if either is not valid IPv4.
 */
export function isInBlock(address: string, block: string): boolean | undefined {
  const value = parseAddress(address);
  const range = parseCidr(block.includes('/') ? block : `${block}/32`)?.range;
  return value === undefined || range === undefined ? undefined : contains([range], value);
}

/**
 * The addresses of all `cidrs`. Text that is not an IPv4 CIDR block, such as an IPv6 block, adds
 * none.
 */
export function addressesOf(cidrs: readonly (string | undefined)[]): IntervalSet {
  const blocks = cidrs.map((text) => (text === undefined ? undefined : parseCidr(text)));
  return union(...blocks.flatMap((block): Interval[] => (block ? [block.range] : [])));
}

/** The single addresses of `texts`. Text that is not an IPv4 address adds none. */
export function singleAddresses(texts: readonly (string | undefined)[]): IntervalSet {
  const addresses = texts.map((text) => (text === undefined ? undefined : parseAddress(text)));
  return union(...addresses.flatMap((address): Interval[] => (address === undefined ? [] : [[address, address]])));
}

/**
 * The smallest list of CIDR blocks that covers `set` exactly, sorted as text, as analyses show it.
 */
export function toCidrs(set: IntervalSet): string[] {
  const inOrder = set.flatMap(([from, to]) => {
    const blocks: string[] = [];
    for (let first = from; first <= to; ) {
      let prefixLength = 32;
      while (prefixLength > 0) {
        const size = 2 ** (33 - prefixLength);
        if (first % size !== 0 || first + size - 1 > to) break;
        prefixLength--;
      }
      blocks.push(`${formatAddress(first)}/${prefixLength}`);
      first += 2 ** (32 - prefixLength);
    }
    return blocks;
  });
  return inOrder.sort();
}

/** https://www.rfc-editor.org/rfc/rfc1918 */
export const RFC1918 = addressesOf(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']);
/** https://www.rfc-editor.org/rfc/rfc6598 */
export const RFC6598 = addressesOf(['100.64.0.0/10']);
/** The addresses on the internet's side of an internet gateway. */
export const PUBLIC_ADDRESSES = subtract(subtract(ANY_ADDRESS, RFC1918), RFC6598);
/**
 * Never forwarded, whatever the route table says.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html#route-table-routes
 */
export const NEVER_FORWARDED = addressesOf(['169.254.168.0/22']);
