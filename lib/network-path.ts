import { isIPv4 } from 'node:net';
import { isExpression } from './expression';

/** A path through the network, and what is promised about it. */
export interface NetworkPath {
  /** ID or ARN of an instance, network interface, gateway, VPC endpoint or peering connection. */
  readonly source: string;
  /** Likewise. Without it, `destinationIp` says where the path ends. */
  readonly destination?: string;
  /** IPv4 address, such as `10.0.2.15`. */
  readonly destinationIp?: string;
  /** IPv4 address. */
  readonly sourceIp?: string;
  /** @default tcp */
  readonly protocol?: 'tcp' | 'udp';
  /** 1 to 65535. @default any port */
  readonly destinationPort?: number;
  /** Whether the path must stay open or must stay closed. @default reachable */
  readonly expect?: 'reachable' | 'unreachable';
}

/** Paths by name: literal, or a Terraform expression whose value has the type {@link PATHS_TYPE}. */
export type NetworkPaths = Readonly<Record<string, NetworkPath>> | string;

/** The Terraform type of the paths. */
export const PATHS_TYPE = `map(object({
  source           = string
  destination      = optional(string)
  destination_ip   = optional(string)
  source_ip        = optional(string)
  protocol         = optional(string, "tcp")
  destination_port = optional(number)
  expect           = optional(string, "reachable")
}))`;

/**
 * The paths as a value for Terraform; every attribute is there, so that one expression serves every path.
 *
 * @throws for a literal path that AWS would refuse
 */
export const terraformPaths = (paths: NetworkPaths): unknown =>
  typeof paths === 'string'
    ? paths
    : Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, attributes(name, path)]));

const attributes = (name: string, path: NetworkPath) => {
  refuseWrong(name, path);
  return {
    source: path.source,
    destination: path.destination ?? null,
    destination_ip: path.destinationIp ?? null,
    source_ip: path.sourceIp ?? null,
    protocol: path.protocol ?? 'tcp',
    destination_port: path.destinationPort ?? null,
    expect: path.expect ?? 'reachable',
  };
};

const refuseWrong = (name: string, path: NetworkPath): void => {
  const refuse = (field: string, problem: string): never => {
    throw new Error(`paths[${JSON.stringify(name)}]${field} ${problem}`);
  };
  if (path.destination === undefined && path.destinationIp === undefined) {
    refuse('', 'must have a destination (a resource) or a destinationIp (an IPv4 address)');
  }
  for (const field of ['destinationIp', 'sourceIp'] as const) {
    const address = path[field];
    if (address !== undefined && !isExpression(address) && !isIPv4(address)) {
      refuse(`.${field}`, `must be an IPv4 address such as 10.0.2.15, not ${JSON.stringify(address)}`);
    }
  }
  const port = path.destinationPort;
  if (port !== undefined && !isExpression(port) && !(Number.isInteger(port) && port >= 1 && port <= 65535)) {
    refuse('.destinationPort', `must be a whole number from 1 to 65535, not ${port}; leave it out for any port`);
  }
};
