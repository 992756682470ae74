import type { Network } from '../network';
import type { Problems } from './problems';

/**
 * Reports resources of more than one Region: the ends of a path must be in the same one.
 * https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html
 */
export function checkRegions(network: Network, problems: Problems): void {
  const first = new Map<string, string>();
  for (const { SubnetId, AvailabilityZone } of network.subnets.all) {
    const region = regionOf(AvailabilityZone);
    if (region !== undefined && !first.has(region)) first.set(region, SubnetId as string);
  }
  if (first.size < 2) return;
  const [[region, subnet], ...others] = [...first] as [[string, string], ...[string, string][]];
  for (const [otherRegion, other] of others) {
    const both = `${other} is in ${otherRegion} by its AvailabilityZone, but ${subnet} in ${region}`;
    const right = 'Reachability Analyzer follows paths inside one Region: load the files of each Region on their own';
    problems.add(other, 'AvailabilityZone', `${both}. ${right}.`);
  }
}

/** Of a zone such as `us-east-1a`, or of a Local Zone such as `us-west-2-lax-1a`. */
function regionOf(zone: string | undefined): string | undefined {
  return /^[a-z]{2,3}(-[a-z]+)+-\d+/.exec(zone ?? '')?.[0];
}
