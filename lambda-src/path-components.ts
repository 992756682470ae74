import type { Explanation, NetworkInsightsAnalysis, PathComponent } from '@aws-sdk/client-ec2';

/** The components of the path, there and back. Those of a path that was not found lead up to what blocks it. */
export function componentsOf(details: NetworkInsightsAnalysis): PathComponent[] {
  return [...(details.ForwardPathComponents ?? []), ...(details.ReturnPathComponents ?? [])];
}

/** Why no path was found: AWS gives reasons for the whole analysis, and some only at the component that blocks. Each once. */
export function explanationsOf(details: NetworkInsightsAnalysis): Explanation[] {
  const all = [
    ...(details.Explanations ?? []),
    ...componentsOf(details).flatMap(({ Explanations = [] }) => Explanations ?? []),
  ];
  return [...new Map(all.map((explanation) => [JSON.stringify(explanation), explanation])).values()];
}
