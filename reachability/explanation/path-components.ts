import type { AnalysisComponent, Explanation, NetworkInsightsAnalysis, PathComponent } from '@aws-sdk/client-ec2';

/**
 * The components of the path in both directions. If no path was found, they lead up to what blocks
 * it.
 */
export function componentsOf(details: NetworkInsightsAnalysis): PathComponent[] {
  return [...(details.ForwardPathComponents ?? []), ...(details.ReturnPathComponents ?? [])];
}

/**
 * Why no path was found, each reason once. AWS gives reasons for the whole analysis, and some only
 * at the component that blocks.
 */
export function explanationsOf(details: NetworkInsightsAnalysis): Explanation[] {
  const all = [
    ...(details.Explanations ?? []),
    ...componentsOf(details).flatMap(({ Explanations = [] }) => Explanations ?? []),
  ];
  return [...new Map(all.map((explanation) => [JSON.stringify(explanation), explanation])).values()];
}

/**
 * The security groups that an explanation blames. If it lists none but has a rule, it is the rule's
 * group: AWS's example has it only there
 * (https://docs.aws.amazon.com/vpc/latest/reachability/getting-started-cli.html). A rule without a
 * block names its peer group instead, so its own group is unknown.
 */
export function groupsNamedBy({ SecurityGroups, SecurityGroup, SecurityGroupRule }: Explanation): AnalysisComponent[] {
  const listed = [...(SecurityGroups ?? []), ...(SecurityGroup ? [SecurityGroup] : [])];
  const { SecurityGroupId: Id, Cidr, PrefixListId } = SecurityGroupRule ?? {};
  return listed.length === 0 && Id && (Cidr || PrefixListId) ? [{ Id }] : listed;
}

/**
 * The security group that admits the traffic at a component of a found path. AWS lists each group
 * as a component of its own.
 */
export function groupOf({ Component, SecurityGroupRule }: PathComponent): string | undefined {
  return Component?.Id?.startsWith('sg-') ? Component.Id : SecurityGroupRule?.SecurityGroupId;
}
