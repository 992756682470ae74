import type { Route } from '@aws-sdk/client-ec2';
import type { Network } from '../../network/network';
import type { Way } from './way';

/** Gateway endpoints: behind one is only a service of AWS. */
export const gatewayEndpoint: Way = {
  settles: ({ terrain, traveller: { goal } }, route) =>
    !goal.byAddress && isGatewayEndpoint(terrain.view.network, route),
};

/** Endpoints of other types pass traffic on to appliances. */
function isGatewayEndpoint(network: Network, { GatewayId: id, DestinationPrefixListId: listId }: Route): boolean {
  if (!id?.startsWith('vpce-')) return false;
  const endpoint = network.unmodelled.items('VpcEndpoints').find(({ VpcEndpointId }) => VpcEndpointId === id);
  if (endpoint) return endpoint.VpcEndpointType === 'Gateway';
  return network.prefixLists.find(listId)?.PrefixListName?.startsWith('com.amazonaws.') ?? false;
}
