import type { NetworkInsightsPath } from '@aws-sdk/client-ec2';

/** The path's traffic, such as `tcp port 443`, and the addresses that it specifies. */
export function trafficOf(details: NetworkInsightsPath) {
  const { FilterAtSource: filter, FilterAtDestination: arrival } = details;
  const range = filter?.DestinationPortRange ?? arrival?.DestinationPortRange;
  const { Protocol = 'any protocol', DestinationPort: port } = details;
  return {
    traffic: `${Protocol}${portText(port ?? range?.FromPort, port ?? range?.ToPort)}`,
    address: details.DestinationIp ?? filter?.DestinationAddress ?? arrival?.DestinationAddress,
    sourceAddress: details.SourceIp ?? filter?.SourceAddress ?? arrival?.SourceAddress,
  };
}

/** Such as ` port 443` or ` ports 1024 to 65535`; empty for all ports. */
export function portText(from: number | undefined, to: number | undefined): string {
  if (from === undefined || from === -1) return '';
  return to === undefined || to === from ? ` port ${from}` : ` ports ${from} to ${to}`;
}
