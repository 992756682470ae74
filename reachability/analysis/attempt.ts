import type { Explanation, NetworkInsightsPath } from '@aws-sdk/client-ec2';
import { isEmpty } from '../packets/header-set';
import { aclProtocol, type PathProtocol } from '../packets/protocols';
import type { NetworkView } from './components';
import { type Endpoint, refusedAtGateway } from './endpoints';
import { endOf } from './ends';
import { arrivalFilterHops, initialHeaders } from './initial-headers';
import { type RoundTrip, roundTrip } from './round-trip';
import { Terrain } from './terrain';

/** The packets of `path` from one endpoint to one other, and their replies. */
export function attemptBetween(
  view: NetworkView,
  path: NetworkInsightsPath,
  source: Endpoint,
  destination: Endpoint,
): RoundTrip {
  const refused = refusedAtGateway(view, path, source);
  if (refused.length > 0) return withoutWay(refused);
  const headers = initialHeaders(view, path, source, destination);
  if (isEmpty(headers)) return withoutWay([{ ExplanationCode: 'NO_PATH' }]);
  const protocol = path.Protocol as PathProtocol;
  const options = { protocol, byAddress: path.Destination === undefined };
  return roundTrip(
    { terrain: new Terrain(view, protocol), headers },
    endOf(view, source, 'egress', { ...options, filters: [] }),
    endOf(view, destination, 'ingress', { ...options, filters: arrivalFilterHops(view, path, destination) }),
    Number(aclProtocol(path.Protocol)),
  );
}

function withoutWay(explanations: readonly Explanation[]): RoundTrip {
  return { found: false, forward: [], back: [], explanations, unfollowed: [] };
}
