import { VariableType } from 'cdktf';
import type { Construct } from 'constructs';
import { NAME_PATTERN } from '../../contract/names';
import { matches, must } from '../terraform/validation';
import { variable } from '../terraform/variable';
import { DEFAULTS } from './defaults';
import { PATH_VALIDATIONS } from './path-validations';

/** Which paths are watched. */
export const watchedPathVariables = (scope: Construct) => {
  const name = variable(scope, 'name', {
    type: VariableType.STRING,
    default: DEFAULTS.name,
    description:
      'Prefix of the names of all resources, and value of the tag ReachabilityMonitor on everything that this monitor watches and owns.',
    ...must(
      matches('var.name', NAME_PATTERN),
      'name must be 1 to 37 letters, digits, hyphens and underscores, and begin with a letter: it begins the names of the role, function, queues, rules and alarms.',
    ),
  });
  const paths = variable(scope, 'paths', {
    // An object type would silently drop a misspelt `expect`, and with it the promise; validations
    // of `any` see every attribute.
    type: VariableType.ANY,
    default: {},
    description:
      'Network paths by name, each an object: source (required) and destination, the ID or ARN of an instance, network interface, gateway, VPC endpoint or peering connection; destination_ip, the address where a path without destination ends, or the address to use at the destination; source_ip; protocol, "tcp" (default) or "udp"; destination_port, 1 to 65535 (default: any); expect, "reachable" (default) or "unreachable".',
    validation: PATH_VALIDATIONS,
  });
  const watchTaggedPaths = variable(scope, 'watch_tagged_paths', {
    type: VariableType.BOOL,
    default: DEFAULTS.watchTaggedPaths,
    description:
      'Whether to allow an empty paths, to watch only network insights paths made elsewhere. Those are watched if their tag ReachabilityMonitor has this name.',
  });
  return { name: name.stringValue, paths: paths.stringValue, watchTaggedPaths: watchTaggedPaths.booleanValue };
};
