export interface Packet {
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/** What becomes of a packet; `unknown` if it enters a component whose behaviour the network file does not show. */
export type Fate = 'arrives' | 'is dropped' | 'unknown';

/** The best of several fates. */
export function best(fates: readonly Fate[]): Fate {
  if (fates.includes('arrives')) return 'arrives';
  return fates.includes('unknown') ? 'unknown' : 'is dropped';
}

export function reversed({ source, destination, sourcePort, destinationPort }: Packet): Packet {
  return { source: destination, destination: source, sourcePort: destinationPort, destinationPort: sourcePort };
}

export function within(port: number, from: number, to: number): boolean {
  return from <= port && port <= to;
}

export function isIn(address: string, cidr: string): boolean {
  const [base = ''] = cidr.split('/');
  const size = 2 ** (32 - lengthOf(cidr));
  return Math.floor(toNumber(address) / size) === Math.floor(toNumber(base) / size);
}

export function lengthOf(cidr: string): number {
  return Number(cidr.split('/')[1]);
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
}
