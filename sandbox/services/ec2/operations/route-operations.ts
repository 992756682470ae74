import type * as ec2 from '@aws-sdk/client-ec2';
import type { Network } from '../../../../reachability/network/network';
import { refreshRouteStates } from '../../../../reachability/network/route-states';
import { AwsError, type Operation } from '../../../service';
import { required } from '../../required';
import type { LiveNetwork } from '../live-network';
import { canonicalCidr, checkedCidrIpv6 } from './new-security-group-rules';

type NewRoute = ec2.CreateRouteRequest & ec2.ReplaceRouteRequest;
type Destination = Pick<NewRoute, 'DestinationCidrBlock' | 'DestinationIpv6CidrBlock' | 'DestinationPrefixListId'>;

export function routeOperations(network: LiveNetwork): Record<string, Operation> {
  return {
    CreateRoute: (input: ec2.CreateRouteRequest): ec2.CreateRouteResult => {
      const { table, destination, existing } = findRoute(network, input);
      if (existing) {
        throw new AwsError('RouteAlreadyExists', `The route identified by ${inWords(destination)} already exists.`);
      }
      const route = {
        ...destination,
        ...targetOf(network, table, input),
        Origin: 'CreateRoute',
        State: 'active',
      } as const;
      putRoutes(network, table, [...(table.Routes ?? []), route]);
      return { Return: true };
    },
    ReplaceRoute: (input: ec2.ReplaceRouteRequest) => {
      const { table, destination, existing } = findRoute(network, input);
      if (!existing) throw routeNotFound(table, destination);
      const target = input.LocalTarget ? { GatewayId: 'local' } : targetOf(network, table, input);
      const route = { ...destination, ...target, Origin: existing.Origin ?? 'CreateRoute', State: 'active' } as const;
      putRoutes(
        network,
        table,
        (table.Routes ?? []).map((old) => (old === existing ? route : old)),
      );
      return {};
    },
    DeleteRoute: (input: ec2.DeleteRouteRequest) => deleteRoute(network, input),
  };
}

function deleteRoute(network: LiveNetwork, input: ec2.DeleteRouteRequest) {
  const { table, destination, existing } = findRoute(network, input);
  if (!existing) throw routeNotFound(table, destination);
  if (existing.GatewayId === 'local') {
    const message = `cannot remove local route ${inWords(destination)} in route table ${table.RouteTableId}`;
    throw new AwsError('InvalidParameterValue', message);
  }
  putRoutes(
    network,
    table,
    (table.Routes ?? []).filter((route) => route !== existing),
  );
  return {};
}

function findRoute(network: Network, input: Destination & { RouteTableId: string | undefined }) {
  const table = network.routeTables.get(required(input.RouteTableId, 'routeTableId', 'MissingParameter'));
  const { DestinationCidrBlock: cidr, DestinationIpv6CidrBlock: ipv6, DestinationPrefixListId: list } = input;
  if ([cidr, ipv6, list].filter((given) => given !== undefined).length !== 1) {
    const message =
      'The request must contain exactly one of destinationCidrBlock, destinationIpv6CidrBlock, destinationPrefixListId';
    throw new AwsError((cidr ?? ipv6 ?? list) ? 'InvalidParameterCombination' : 'MissingParameter', message);
  }
  const destination: Destination = {
    DestinationCidrBlock: cidr === undefined ? undefined : canonicalCidr(cidr),
    DestinationIpv6CidrBlock: ipv6 === undefined ? undefined : checkedCidrIpv6(ipv6),
    DestinationPrefixListId: list === undefined ? undefined : network.prefixLists.get(list).PrefixListId,
  };
  const existing = table.Routes?.find((route) => inWords(route) === inWords(destination));
  return { table, destination, existing };
}

/** The one target of a new route, which must exist and, where it belongs to a VPC, to the table's. */
function targetOf(network: Network, table: ec2.RouteTable, input: NewRoute): Partial<ec2.Route> {
  const targets = TARGETS.filter((name) => input[name] !== undefined);
  const [name] = targets;
  if (targets.length !== 1 || !name) {
    const message = `Specify exactly one target; got ${targets.length === 0 ? 'none' : targets.join(', ')}.`;
    throw new AwsError(targets.length === 0 ? 'MissingParameter' : 'InvalidParameterCombination', message);
  }
  const id = input[name] as string;
  switch (name) {
    case 'GatewayId':
      return gatewayTarget(network, table, id);
    case 'NatGatewayId':
      return { NatGatewayId: network.natGateways.get(id).NatGatewayId };
    case 'NetworkInterfaceId':
      return interfaceTarget(network, table, id);
    case 'InstanceId':
      return instanceTarget(network, table, id);
    case 'VpcPeeringConnectionId':
      return { VpcPeeringConnectionId: network.peeringConnections.get(id).VpcPeeringConnectionId };
    default:
      throw new AwsError('UnsupportedOperation', `The sandbox has no route targets of the kind ${name} (${id}).`);
  }
}

const TARGETS = [
  'GatewayId',
  'NatGatewayId',
  'NetworkInterfaceId',
  'InstanceId',
  'VpcPeeringConnectionId',
  'TransitGatewayId',
  'EgressOnlyInternetGatewayId',
  'LocalGatewayId',
  'CarrierGatewayId',
  'CoreNetworkArn',
] as const;

function gatewayTarget(network: Network, table: ec2.RouteTable, id: string): Partial<ec2.Route> {
  if (id === 'local') return { GatewayId: id };
  if (!id.startsWith('igw-')) {
    throw new AwsError('UnsupportedOperation', `The sandbox has no gateways other than internet gateways (${id}).`);
  }
  const gateway = network.internetGateways.get(id);
  if (gateway.Attachments?.some(({ VpcId }) => VpcId === table.VpcId)) return { GatewayId: id };
  const message = `route table ${table.RouteTableId} and network gateway ${id} belong to different networks`;
  throw new AwsError('InvalidParameterValue', message);
}

function interfaceTarget(network: Network, table: ec2.RouteTable, id: string): Partial<ec2.Route> {
  const target = network.networkInterfaces.get(id);
  if (target.VpcId !== table.VpcId) {
    const message = `route table ${table.RouteTableId} and interface ${id} belong to different networks`;
    throw new AwsError('InvalidParameterValue', message);
  }
  return { NetworkInterfaceId: id, InstanceId: target.Attachment?.InstanceId };
}

function instanceTarget(network: Network, table: ec2.RouteTable, id: string): Partial<ec2.Route> {
  network.instances.get(id);
  const [only, ...others] = network.interfacesOfInstance(id);
  if (only && others.length === 0) return interfaceTarget(network, table, only.NetworkInterfaceId as string);
  const message = `There must be exactly one interface attached to instance '${id}'. Specify an interface ID instead.`;
  throw new AwsError('InvalidInstanceID', message);
}

function putRoutes(network: LiveNetwork, table: ec2.RouteTable, Routes: ec2.Route[]): void {
  network.routeTables.put({ ...table, Routes });
  refreshRouteStates(network);
  network.changed(table.VpcId);
}

function inWords(destination: Destination): string {
  return (
    destination.DestinationCidrBlock ??
    destination.DestinationIpv6CidrBlock ??
    destination.DestinationPrefixListId ??
    ''
  );
}

function routeNotFound(table: ec2.RouteTable, destination: Destination): AwsError {
  const message = `no route with destination-cidr-block ${inWords(destination)} in route table ${table.RouteTableId}`;
  return new AwsError('InvalidRoute.NotFound', message);
}
