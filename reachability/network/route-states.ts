import type { Route } from '@aws-sdk/client-ec2';
import { attachedVpc } from './attached-vpc';
import type { Network } from './network';

/**
 * Marks routes as blackholes if their target is gone, detached or not running, and all others as
 * active.
 */
export function refreshRouteStates(network: Network): void {
  for (const table of network.routeTables.all) {
    const Routes = table.Routes?.map((route) => ({ ...route, State: stateOf(network, table.VpcId, route) }));
    network.routeTables.put({ ...table, Routes });
  }
}

/** A route whose target is not modelled keeps its state. */
function stateOf(network: Network, vpcId: string | undefined, route: Route): Route['State'] {
  const state = (works: boolean) => (works ? 'active' : 'blackhole');
  if (route.NetworkInterfaceId) {
    const target = network.networkInterfaces.find(route.NetworkInterfaceId);
    const host = network.instances.find(target?.Attachment?.InstanceId);
    return state(target !== undefined && (host?.State?.Name ?? 'running') === 'running');
  }
  if (route.InstanceId) return state(network.instances.find(route.InstanceId)?.State?.Name === 'running');
  if (route.GatewayId?.startsWith('igw-')) {
    const gateway = network.internetGateways.find(route.GatewayId);
    return state(gateway !== undefined && attachedVpc(gateway) === vpcId);
  }
  if (route.NatGatewayId) return state(network.natGateways.find(route.NatGatewayId)?.State === 'available');
  if (route.VpcPeeringConnectionId) {
    return state(network.peeringConnections.find(route.VpcPeeringConnectionId)?.Status?.Code === 'active');
  }
  return route.State;
}
