import type { NetworkInsightsPath } from '@aws-sdk/client-ec2';

/** What the path carries, such as `tcp port 443`, and the addresses that it names. */
export function trafficOf(details: NetworkInsightsPath) {
  const { FilterAtSource: filter, FilterAtDestination: arrival } = details;
  const ports = filter?.DestinationPortRange ?? arrival?.DestinationPortRange;
  return {
    traffic: `${details.Protocol ?? 'any protocol'}${portText(details.DestinationPort ?? ports?.FromPort, details.DestinationPort ?? ports?.ToPort)}`,
    address: details.DestinationIp ?? filter?.DestinationAddress ?? arrival?.DestinationAddress,
    sourceAddress: details.SourceIp ?? filter?.SourceAddress ?? arrival?.SourceAddress,
  };
}

export function portText(from: number | undefined, to: number | undefined): string {
  if (from === undefined || from === -1) return '';
  return to === undefined || to === from ? ` port ${from}` : ` ports ${from} to ${to}`;
}
