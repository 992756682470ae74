import type { TerraformVariableValidationConfig } from 'cdktf';
import { expression } from './expression';
import { isWhole, matches, nullOr } from './validation';

const ENDPOINT = '^((i|eni|igw|vgw|tgw|tgw-attach|pcx|vpce|vpce-svc)-[0-9A-Za-z-]+|arn:[^:]+:ec2:.+)$';
const ENDPOINT_KINDS =
  'an instance (i-…), network interface (eni-…), internet gateway (igw-…), virtual private gateway (vgw-…), transit gateway or attachment (tgw-…, tgw-attach-…), peering connection (pcx-…), VPC endpoint or endpoint service (vpce-…, vpce-svc-…), as an ID or an ARN';

/**
 * A rule that every path must keep: `holds` is a Terraform condition over `name` and `path`. The message names the paths that
 * break it, and what would be right.
 */
const everyPath = (field: string, holds: string, right: string): TerraformVariableValidationConfig => {
  const wrong = expression(
    `join(", ", [for name, path in var.paths : format("paths[%q]${field}", name) if !${holds}])`,
  );
  return {
    condition: expression(`alltrue([for name, path in var.paths : ${holds}])`),
    errorMessage: `${wrong} ${right}`,
  };
};

const ipv4 = (field: string): TerraformVariableValidationConfig => {
  const value = `path.${field}`;
  const holds = nullOr(value, `can(cidrnetmask(format("%s/32", ${value})))`);
  return everyPath(`.${field}`, holds, 'must be an IPv4 address such as 10.0.2.15.');
};

export const PATH_VALIDATIONS: TerraformVariableValidationConfig[] = [
  everyPath(
    '',
    matches('name', '^[A-Za-z0-9 _.:/=+@-]{1,128}$'),
    'must have a name of 1 to 128 letters, digits, spaces and any of _ . : / = + @ -, for AWS keeps it as a tag value.',
  ),
  everyPath('.source', matches('path.source', ENDPOINT), `must be ${ENDPOINT_KINDS}.`),
  everyPath(
    '.destination',
    nullOr('path.destination', matches('path.destination', ENDPOINT)),
    `must be ${ENDPOINT_KINDS}. For an IP address, set destination_ip instead.`,
  ),
  everyPath(
    '',
    '(path.destination != null || path.destination_ip != null)',
    'must have a destination (a resource) or a destination_ip (an IPv4 address).',
  ),
  ipv4('destination_ip'),
  ipv4('source_ip'),
  everyPath('.protocol', 'contains(["tcp", "udp"], path.protocol)', 'must be "tcp" or "udp".'),
  everyPath(
    '.destination_port',
    nullOr('path.destination_port', isWhole('path.destination_port', 1, 65535)),
    'must be a whole number from 1 to 65535; leave it out for any port.',
  ),
  everyPath('.expect', 'contains(["reachable", "unreachable"], path.expect)', 'must be "reachable" or "unreachable".'),
];
