/** These ranges split the ports into so few cells that a test can try one packet from each. */
export const PORTS = [
  [0, 65535],
  [443, 443],
  [1024, 65535],
  [1024, 39999],
  [0, 1023],
] as const;
/** One port in each cell. */
export const CLIENT_PORTS = [443, 500, 2000, 50_000];
export const SERVICE_PORT = 443;
/** Blocks that do the same for addresses of the internet. */
export const REMOTE_BLOCKS = ['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '8.8.8.0/24'];
/** One address in each cell. */
export const REMOTE_ADDRESSES = ['1.1.1.1', '8.8.8.8', '200.0.0.1'];

/** Entries of a network ACL as EC2 shows them, in the order of their numbers. */
export function aclEntries(
  entries: readonly {
    egress: boolean;
    block: string;
    ports: readonly [number, number];
    protocol: string;
    allow: boolean;
  }[],
) {
  return entries.map(({ egress, block, ports: [From, To], protocol, allow }, index) => ({
    CidrBlock: block,
    Protocol: protocol,
    PortRange: { From, To },
    RuleAction: allow ? 'allow' : 'deny',
    RuleNumber: index + 1,
    Egress: egress,
  }));
}
