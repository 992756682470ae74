import type { TerraformVariableValidationConfig } from 'cdktf';
import { EXPECTATIONS } from '../../contract/expectation';
import { expression } from '../terraform/expression';
import { isWhole, matches, nullOr } from '../terraform/validation';
import { attribute, PATH_ATTRIBUTES, PATH_NAME, PATH_NAME_RULE, pathNames } from './network-path';

// AWS's identifiers end in 8 hexadecimal digits (older resources) or 17:
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
const ENDPOINT = '^((i|eni|igw|vgw|tgw|tgw-attach|pcx|vpce|vpce-svc)-([0-9a-f]{8}|[0-9a-f]{17})|arn:[^:]+:ec2:.+)$';
const ENDPOINT_KINDS =
  'an instance (i-…), network interface (eni-…), internet gateway (igw-…), virtual private gateway (vgw-…), transit gateway or attachment (tgw-…, tgw-attach-…), peering connection (pcx-…), VPC endpoint or endpoint service (vpce-…, vpce-svc-…), as an ID, which ends in 8 or 17 hexadecimal digits, or as an ARN';
const EXAMPLE =
  '{ web = { source = "i-0a1b2c3d4e5f60718", destination = "igw-0a1b2c3d4e5f60718", destination_port = 443 } }';

const NAMES = pathNames('var.paths');
const PATH = 'var.paths[name]';
const of = (field: string): string => attribute(PATH, field);

/**
 * A rule for every path: `holds` is a Terraform condition over `name` and {@link PATH}. The message
 * names the paths that break the rule, and what would be right. Entries that are not objects are
 * left to the rules for the shape.
 */
const everyPath = (field: string, holds: string, right: string): TerraformVariableValidationConfig => {
  const wrong = expression(`join(", ", [for name in ${NAMES} : format("paths[%q]${field}", name) if !${holds}])`);
  return {
    condition: expression(`alltrue([for name in ${NAMES} : ${holds}])`),
    errorMessage: `${wrong} ${right}`,
  };
};

const ipv4 = (field: string): TerraformVariableValidationConfig => {
  const value = of(field);
  const holds = nullOr(value, `can(cidrnetmask(format("%s/32", ${value})))`);
  return everyPath(`.${field}`, holds, 'must be an IPv4 address such as 10.0.2.15.');
};

/** A condition: the text is one of these values. Anything but text is none of them. */
const isOneOf = (field: string, values: readonly string[]): string =>
  nullOr(
    of(field),
    `try(contains([${values.map((value) => `"${value}"`).join(', ')}], tostring(${of(field)})), false)`,
  );

const KNOWN = `[${PATH_ATTRIBUTES.map((name) => `"${name}"`).join(', ')}]`;
const letters = (text: string): string => `split("", ${text})`;
const within = (part: string, whole: string): string => `can(regex(join(".*", ${letters(part)}), ${whole}))`;
const sortedLetters = (text: string): string => `join("", sort(${letters(text)}))`;
/** Missing, additional or swapped letters: the misspellings that Terraform's functions can find. */
const isNear = [
  within('lower(key)', 'known'),
  within('known', 'lower(key)'),
  `${sortedLetters('lower(key)')} == ${sortedLetters('known')}`,
].join(' || ');
const nearest = `join(" or ", [for known in ${KNOWN} : known if ${isNear}])`;
const UNKNOWN_KEYS = `flatten([for name in ${NAMES} : [for key in keys(${PATH}) : { name = name, key = key, near = ${nearest} } if !contains(${KNOWN}, key)]])`;

/**
 * Unknown attributes would otherwise be ignored: with `expct = "unreachable"`, the path would have
 * to be reachable.
 */
const onlyKnownAttributes: TerraformVariableValidationConfig = {
  condition: expression(`length(${UNKNOWN_KEYS}) == 0`),
  errorMessage: `${expression(
    `join(", ", [for wrong in ${UNKNOWN_KEYS} : format("paths[%q].%s%s", wrong.name, wrong.key, wrong.near == "" ? "" : format(" (did you mean %s?)", wrong.near))])`,
  )} is not an attribute of a path; its attributes are source, ${PATH_ATTRIBUTES.slice(1, -1).join(', ')} and ${PATH_ATTRIBUTES.at(-1)}.`,
};

const shape: TerraformVariableValidationConfig[] = [
  {
    condition: expression('can(keys(var.paths))'),
    errorMessage: `paths must be a map from each path's name to its attributes, such as ${EXAMPLE}.`,
  },
  {
    condition: expression('alltrue([for name in try(keys(var.paths), []) : can(keys(var.paths[name]))])'),
    errorMessage: `${expression(
      'join(", ", [for name in try(keys(var.paths), []) : format("paths[%q]", name) if !can(keys(var.paths[name]))])',
    )} must be an object with the attributes of a path, such as ${EXAMPLE}.`,
  },
];

export const PATH_VALIDATIONS: TerraformVariableValidationConfig[] = [
  ...shape,
  onlyKnownAttributes,
  everyPath('', matches('name', PATH_NAME), PATH_NAME_RULE),
  everyPath('.source', matches(of('source'), ENDPOINT), `must be ${ENDPOINT_KINDS}.`),
  everyPath(
    '.destination',
    nullOr(of('destination'), matches(of('destination'), ENDPOINT)),
    `must be ${ENDPOINT_KINDS}. For an IP address, set destination_ip instead.`,
  ),
  everyPath(
    '',
    `(${of('destination')} != null || ${of('destination_ip')} != null)`,
    'must have a destination (a resource) or a destination_ip (an IPv4 address).',
  ),
  everyPath(
    '',
    `try(${of('source')} == null || ${of('source')} != ${of('destination')}, true)`,
    'must lead from one resource to another: source and destination are the same.',
  ),
  ipv4('destination_ip'),
  ipv4('source_ip'),
  everyPath('.protocol', isOneOf('protocol', ['tcp', 'udp']), 'must be "tcp" or "udp".'),
  everyPath(
    '.destination_port',
    nullOr(of('destination_port'), `try(${isWhole(`tonumber(${of('destination_port')})`, 1, 65535)}, false)`),
    'must be a whole number from 1 to 65535; leave it out for any port.',
  ),
  everyPath('.expect', isOneOf('expect', EXPECTATIONS), 'must be "reachable" or "unreachable".'),
];
