import { isIPv4 } from 'node:net';
import { Token } from 'cdktf';
import type { Expectation } from '../../contract/expectation';
import { expression, isExpression } from '../terraform/expression';

/** A path through the network, and what must hold of it. */
export interface NetworkPath {
  /** ID or ARN of an instance, network interface, gateway, VPC endpoint or peering connection. */
  readonly source: string;
  /** As `source`. Without it, `destinationIp` is where the path ends. */
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
  readonly expect?: Expectation;
}

/**
 * Paths by name: literal, or a Terraform expression for a map or object of objects with
 * {@link PATH_ATTRIBUTES}.
 */
export type NetworkPaths = Readonly<Record<string, NetworkPath>> | string;

/** The attributes of a path in Terraform, each with its value where it is left out or null. */
const ATTRIBUTE_DEFAULTS = {
  source: null,
  destination: null,
  destination_ip: null,
  source_ip: null,
  protocol: 'tcp',
  destination_port: null,
  expect: 'reachable',
} as const;

export const PATH_ATTRIBUTES: readonly string[] = Object.keys(ATTRIBUTE_DEFAULTS);

/**
 * The type of `paths`, for documentation. The variable itself has the type `any`, because an object
 * type drops unknown attributes.
 */
export const PATHS_SHAPE = `map(object({
  source           = string
  destination      = optional(string)
  destination_ip   = optional(string)
  source_ip        = optional(string)
  protocol         = optional(string, "tcp")
  destination_port = optional(number)
  expect           = optional(string, "reachable")
}))`;

/**
 * A path's name, which AWS keeps as a tag value:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html Without a comma, because
 * commas separate paths in `DECLARED_PATHS`.
 */
export const PATH_NAME = '^[A-Za-z0-9 _.:/=+@-]{1,128}$';

export const PATH_NAME_RULE =
  'must have a name of 1 to 128 letters, digits, spaces and any of _ . : / = + @ -, because AWS keeps it as a tag value.';

/**
 * A Terraform expression for an attribute of the path that the expression `path` gives; null where
 * it is absent.
 */
export const attribute = (path: string, name: string): string => `lookup(${path}, "${name}", null)`;

/**
 * A Terraform expression for the names of all entries shaped like a path, for a value of any shape.
 * The validations report the other entries.
 */
export const pathNames = (paths: string): string =>
  `[for name in try(keys(${paths}), []) : name if can(keys(${paths}[name]))]`;

/**
 * The paths as a value for Terraform, each with every attribute, so that one expression serves all.
 *
 * @throws Error for a literal path that AWS would refuse
 */
export const terraformPaths = (paths: NetworkPaths): unknown =>
  typeof paths === 'string'
    ? expression(`{ for name in ${pathNames(hclOf(paths))} : name => { ${completed(`${hclOf(paths)}[name]`)} } }`)
    : Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, attributes(name, path)]));

/** The expression as part of another one. A token renders itself correctly there. */
const hclOf = (text: string): string => (Token.isUnresolved(text) ? text : text.replace(/^\$\{(.*)\}$/s, '$1'));

/** Every attribute of a path, with the defaults filled in. */
const completed = (path: string): string =>
  Object.entries(ATTRIBUTE_DEFAULTS)
    .map(([name, value]) => {
      const given = attribute(path, name);
      return `${name} = ${value === null ? given : `${given} == null ? "${value}" : ${given}`}`;
    })
    .join(', ');

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
  if (!new RegExp(PATH_NAME).test(name)) refuse('', PATH_NAME_RULE);
  if (path.destination !== undefined && path.destination === path.source) {
    refuse('', `must lead from one resource to another; its source and destination are both ${path.source}`);
  }
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
