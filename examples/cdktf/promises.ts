import type { NetworkPath } from '../../lib/settings/network-path';

/** The ends of the promised paths in one environment. */
interface Places {
  readonly internetGateway: string;
  readonly webServers: readonly string[];
  /** The database's network interface. */
  readonly database: string;
}

const HTTPS = 443;
const POSTGRES = 5432;

/** What must hold in every environment, by name. */
export const promisesOf = ({ internetGateway, webServers, database }: Places): Record<string, NetworkPath> => ({
  ...Object.fromEntries(
    webServers.flatMap((webServer, index): [string, NetworkPath][] => [
      [`web-${index + 1}-to-internet`, { source: webServer, destination: internetGateway, destinationPort: HTTPS }],
      [`web-${index + 1}-to-database`, { source: webServer, destination: database, destinationPort: POSTGRES }],
    ]),
  ),
  'internet-to-database': {
    source: internetGateway,
    destination: database,
    destinationPort: POSTGRES,
    expect: 'unreachable',
  },
});
