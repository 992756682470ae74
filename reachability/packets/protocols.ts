/** Protocols by name and number: https://www.iana.org/assignments/protocol-numbers */
const NUMBERS = new Map([
  ['all', '-1'],
  ['icmp', '1'],
  ['tcp', '6'],
  ['udp', '17'],
  ['icmpv6', '58'],
]);
const NAMES = new Map([...NUMBERS].map(([name, number]) => [number, name]));

/** The protocols that a path can have. */
export type PathProtocol = 'tcp' | 'udp';

/**
 * As EC2 shows a protocol in a security group rule: `tcp`, `udp`, `icmp`, `icmpv6`, `-1` for all,
 * otherwise the number.
 */
export function groupProtocol(protocol: string | undefined): string {
  const lower = (protocol ?? 'all').toLowerCase();
  return lower === 'all' || lower === '-1' ? '-1' : (NAMES.get(lower) ?? lower);
}

/** As EC2 shows a protocol in a network ACL entry: the number, `-1` for all. */
export function aclProtocol(protocol: string | undefined): string {
  const lower = (protocol ?? 'all').toLowerCase();
  return NUMBERS.get(lower) ?? lower;
}

/** The name where it is known, such as `tcp`, or `all`; otherwise the number. */
export function protocolName(protocol: string): string {
  return NAMES.get(protocol) ?? protocol;
}

/** Whether EC2 knows the protocol by this name or number. */
export function isProtocol(text: string | undefined): boolean {
  const number = Number(NUMBERS.get(text ?? '') ?? text);
  return text !== undefined && text !== '' && Number.isInteger(number) && number >= -1 && number <= 255;
}
