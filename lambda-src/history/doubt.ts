/**
 * An analysis that found no path does not always mean that the path is closed. The codes below,
 * from AWS's pages of explanation codes and of additional detail codes, mean that AWS could not
 * tell, or that no traffic can be what the path asks for.
 * https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 * https://docs.aws.amazon.com/vpc/latest/reachability/additional-detail-codes.html
 */
import type { NetworkInsightsAnalysis } from '@aws-sdk/client-ec2';
import type { Expectation } from '../../contract/expectation';
import { componentsOf, explanationsOf } from '../../reachability/explanation/path-components';
import { EXPLANATION_SENTENCES } from '../../reachability/explanation/sentences';

/**
 * `could-not-tell`: AWS does not know a part of the network. `end-is-missing` and
 * `filters-match-nothing`: no traffic can be what the path asks for, whatever the network allows.
 * `undocumented`: AWS's page does not list the code, so its meaning is unknown.
 */
export type Doubt = 'could-not-tell' | 'end-is-missing' | 'filters-match-nothing' | 'undocumented';

const COULD_NOT_TELL: ReadonlySet<string> = new Set([
  // "can't describe the resource"
  'UNKNOWN_RESOURCE',
  // "the information about the destination is insufficient"
  'UNKNOWN_DESTINATION',
  // "treated as inaccessible": rules that name a group of the unknown VPC may admit the traffic
  'UNKNOWN_PEERED_SGS',
  // "an internal error or because the … route table does not belong to the account"
  'TGW_RTB_ROUTES_ARE_UNKNOWN',
  'UNSUPPORTED_COMPONENT',
  // "an unsupported feature (for example, IPv6)", or an end that is "temporarily isolated"
  'NO_PATH',
  // "or … sent traffic to a destination in another account or Region"
  'NO_POSSIBLE_DESTINATION',
  // an internet gateway in the middle, "which Reachability Analyzer does not support"
  'IGW_NAT_REFLECTION',
]);
const END_IS_MISSING: ReadonlySet<string> = new Set(['NO_SOURCE_OR_DESTINATION', 'UNASSOCIATED_COMPONENT']);
/**
 * AWS's "search filter codes": "there might be a path that matches some of the specified filters".
 */
const FILTER_CODE =
  /^(COMPONENT_FILTER_RESTRICTION(_REMOVED_COMPONENT)?|FILTER_AT_(SOURCE|DESTINATION)_[A-Z_]+|IGW_EXPECTS_PUBLIC_ADDRESS)$/;

/** Detail codes of assumptions that AWS made. */
const ASSUMED: ReadonlySet<string> = new Set([
  'ASSUMPTION_PRESERVE_CLIENT_IP_IS_DISABLED',
  'ASSUMPTION_PRESERVE_CLIENT_IP_IS_ENABLED',
  'MISSING_TARGET_GROUP_ATTRIBUTES',
]);
/**
 * Detail codes of firewall rules that AWS left out; one of those may let through what another rule
 * blocks.
 */
const RULES_LEFT_OUT: ReadonlySet<string> = new Set([
  'FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULE_GROUP_TYPE',
  'FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULES',
  'FIREWALL_UNSUPPORTED_RULE_OPTIONS',
]);

const MOST_DOUBTS = 20;
const MOST_CODE_LENGTH = 64;

/** Why "no path found" leaves a doubt; undefined for a code that names a certain obstacle. */
export function doubtOf(code: string): Doubt | undefined {
  if (COULD_NOT_TELL.has(code) || ASSUMED.has(code) || RULES_LEFT_OUT.has(code)) return 'could-not-tell';
  if (END_IS_MISSING.has(code)) return 'end-is-missing';
  if (FILTER_CODE.test(code)) return 'filters-match-nothing';
  return Object.hasOwn(EXPLANATION_SENTENCES, code) ? undefined : 'undocumented';
}

/**
 * The codes of an analysis that leave a doubt about its "no path found"; none if it found a path.
 * One code is enough, whatever else the analysis names: AWS does not say whether a certain obstacle
 * and the unknown part lie on the same route of packets.
 */
export function doubtsOf(details: NetworkInsightsAnalysis): readonly string[] {
  if (details.NetworkPathFound !== false) return [];
  const codes = explanationsOf(details).map(({ ExplanationCode }) => ExplanationCode ?? 'no explanation code');
  const isBlockedByFirewall = codes.includes('FIREWALL_RULES_RESTRICTION');
  const extras = componentsOf(details)
    .flatMap(({ AdditionalDetails }) => AdditionalDetails ?? [])
    .flatMap(({ AdditionalDetailType: type }) => type ?? [])
    .filter((type) => ASSUMED.has(type) || (isBlockedByFirewall && RULES_LEFT_OUT.has(type)));
  const doubtful = codes.filter((code) => doubtOf(code) !== undefined);
  return [...new Set([...doubtful, ...extras].map((code) => code.slice(0, MOST_CODE_LENGTH)))].slice(0, MOST_DOUBTS);
}

/**
 * Whether the doubt leaves open if the promise is kept. It always does if AWS could not tell.
 * Otherwise AWS found no traffic that is what the path asks for: a path that must be reachable is
 * broken then, but nothing in the network closes a path that must not be.
 */
export function leavesOpen(code: string, expect: Expectation): boolean {
  return doubtOf(code) === 'could-not-tell' || expect === 'unreachable';
}

const SENTENCES: Readonly<Record<Doubt, string>> = {
  'could-not-tell':
    'AWS found no path, but there is a part of the network that it could not tell about, so the path may be open',
  'end-is-missing':
    'An end of the path does not exist any more, is in another account, or has no IPv4 address: correct the path or remove it',
  'filters-match-nothing':
    "No traffic matches the path's own filters: check the addresses, ports and components that the path asks for",
  undocumented: 'AWS gives a reason that its guide does not list, so it is not certain what blocks the path',
};

/** A sentence for each kind of doubt, with its codes at the end. */
export function doubtSentences(codes: readonly string[]): string[] {
  return Object.entries(SENTENCES).flatMap(([doubt, sentence]) => {
    const same = codes.filter((code) => doubtOf(code) === doubt);
    return same.length > 0 ? [`${sentence} (${same.join(', ')}).`] : [];
  });
}
