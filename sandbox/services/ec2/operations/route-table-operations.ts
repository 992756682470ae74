import type * as ec2 from '@aws-sdk/client-ec2';
import type { Network } from '../../../../reachability/network/network';
import { AwsError, type Call, type Operation } from '../../../service';
import { required } from '../../required';
import { newId } from '../identifiers';
import type { LiveNetwork } from '../live-network';
import { tagsFor } from './tag-operations';

const ASSOCIATED = { State: 'associated' } as const;

/** The calls that make, delete and associate route tables. */
export function routeTableOperations(network: LiveNetwork): Record<string, Operation> {
  return {
    CreateRouteTable: (input: ec2.CreateRouteTableRequest, call) => createTable(network, input, call),
    DeleteRouteTable: (input: ec2.DeleteRouteTableRequest) => deleteTable(network, input),
    AssociateRouteTable: (input: ec2.AssociateRouteTableRequest) => associate(network, input),
    DisassociateRouteTable: (input: ec2.DisassociateRouteTableRequest) => disassociate(network, input),
    ReplaceRouteTableAssociation: (input: ec2.ReplaceRouteTableAssociationRequest) =>
      replaceAssociation(network, input),
  };
}

function createTable(network: Network, input: ec2.CreateRouteTableRequest, call: Call): ec2.CreateRouteTableResult {
  const vpc = network.vpcs.get(required(input.VpcId, 'vpcId', 'MissingParameter'));
  const blocks = new Set([vpc.CidrBlock, ...(vpc.CidrBlockAssociationSet ?? []).map(({ CidrBlock }) => CidrBlock)]);
  const RouteTable = network.routeTables.put({
    RouteTableId: newId('rtb'),
    VpcId: vpc.VpcId,
    OwnerId: call.account,
    Associations: [],
    PropagatingVgws: [],
    Routes: [...blocks].map((DestinationCidrBlock) => ({
      DestinationCidrBlock,
      GatewayId: 'local',
      Origin: 'CreateRouteTable' as const,
      State: 'active' as const,
    })),
    Tags: tagsFor('route-table', input.TagSpecifications),
  });
  return { RouteTable };
}

function deleteTable(network: Network, input: ec2.DeleteRouteTableRequest) {
  const table = network.routeTables.get(required(input.RouteTableId, 'routeTableId', 'MissingParameter'));
  if (table.Associations?.length) {
    const message = `The routeTable '${table.RouteTableId}' has dependencies and cannot be deleted.`;
    throw new AwsError('DependencyViolation', message);
  }
  network.routeTables.delete(table.RouteTableId as string);
  return {};
}

function associate(network: LiveNetwork, input: ec2.AssociateRouteTableRequest): ec2.AssociateRouteTableResult {
  const table = network.routeTables.get(required(input.RouteTableId, 'routeTableId', 'MissingParameter'));
  const { SubnetId, GatewayId } = input;
  if ((SubnetId === undefined) === (GatewayId === undefined)) {
    throw new AwsError('MissingParameter', 'The request must contain either the parameter subnetId or gatewayId');
  }
  const vpcId = SubnetId ? network.subnets.get(SubnetId).VpcId : vpcOfGateway(network, GatewayId as string);
  if (vpcId !== table.VpcId) {
    const message = `route table ${table.RouteTableId} and ${SubnetId ?? GatewayId} belong to different networks`;
    throw new AwsError('InvalidParameterValue', message);
  }
  const holder = network.routeTables.all.find(({ Associations }) =>
    Associations?.some((old) => (SubnetId ? old.SubnetId === SubnetId : old.GatewayId === GatewayId)),
  );
  if (holder) {
    const message = `the specified association for route table ${table.RouteTableId} conflicts with an existing association`;
    throw new AwsError('Resource.AlreadyAssociated', message);
  }
  return { AssociationId: add(network, table, { SubnetId, GatewayId, Main: false }), AssociationState: ASSOCIATED };
}

function disassociate(network: LiveNetwork, input: ec2.DisassociateRouteTableRequest) {
  const { table, association } = find(network, input.AssociationId);
  if (association.Main) {
    const message = `cannot disassociate the main route table association ${input.AssociationId}`;
    throw new AwsError('InvalidParameterValue', message);
  }
  remove(network, table, association);
  return {};
}

/** The main association moves too: that makes another table the main one. */
function replaceAssociation(
  network: LiveNetwork,
  input: ec2.ReplaceRouteTableAssociationRequest,
): ec2.ReplaceRouteTableAssociationResult {
  const { table, association } = find(network, input.AssociationId);
  const next = network.routeTables.get(required(input.RouteTableId, 'routeTableId', 'MissingParameter'));
  if (next.VpcId !== table.VpcId) {
    const message = `route table ${next.RouteTableId} and the association ${input.AssociationId} belong to different networks`;
    throw new AwsError('InvalidParameterValue', message);
  }
  remove(network, table, association);
  const { SubnetId, GatewayId, Main } = association;
  const NewAssociationId = add(network, network.routeTables.get(next.RouteTableId as string), {
    SubnetId,
    GatewayId,
    Main,
  });
  return { NewAssociationId, AssociationState: ASSOCIATED };
}

function vpcOfGateway(network: Network, id: string): string | undefined {
  return network.internetGateways.get(id).Attachments?.[0]?.VpcId;
}

function find(network: Network, associationId: string | undefined) {
  const id = required(associationId, 'associationId', 'MissingParameter');
  for (const table of network.routeTables.all) {
    const association = table.Associations?.find(({ RouteTableAssociationId }) => RouteTableAssociationId === id);
    if (association) return { table, association };
  }
  throw new AwsError('InvalidAssociationID.NotFound', `The association ID '${id}' does not exist`);
}

function add(network: LiveNetwork, table: ec2.RouteTable, association: ec2.RouteTableAssociation): string {
  const RouteTableAssociationId = newId('rtbassoc');
  const added = {
    ...association,
    RouteTableAssociationId,
    RouteTableId: table.RouteTableId,
    AssociationState: ASSOCIATED,
  };
  network.routeTables.put({ ...table, Associations: [...(table.Associations ?? []), added] });
  network.changed(table.VpcId);
  return RouteTableAssociationId;
}

function remove(network: LiveNetwork, table: ec2.RouteTable, association: ec2.RouteTableAssociation): void {
  network.routeTables.put({ ...table, Associations: table.Associations?.filter((old) => old !== association) });
  network.changed(table.VpcId);
}
