import type { Route } from '@aws-sdk/client-ec2';
import type { Collection } from '../collection';
import type { Network } from '../network';
import { RESPONSES } from './parse-network-file';
import { shown } from './parse-with-schema';
import type { Problems } from './problems';

/**
 * Finds resources that refer to one that does not exist, that lack a field which decides
 * reachability, or that contradict each other.
 */
export function checkReferences(network: Network, problems: Problems): void {
  new ReferenceChecks(network, problems).checkAll();
}

class ReferenceChecks {
  /** The resource that has each role, such as that of the main route table of a VPC. */
  private readonly roles = new Map<string, string>();

  constructor(
    private readonly network: Network,
    private readonly problems: Problems,
  ) {}

  checkAll(): void {
    this.checkSubnets();
    this.checkRouteTables();
    this.checkNetworkAcls();
    this.checkSecurityGroups();
    this.checkInterfaces();
    this.checkGateways();
    this.checkResponses();
  }

  private checkSubnets(): void {
    const { network } = this;
    for (const subnet of network.subnets.all) {
      const { SubnetId, VpcId } = subnet;
      if (!this.mustExist(network.vpcs, VpcId, SubnetId, 'VpcId')) continue;
      const needs = (noun: string, byDefault: string) =>
        `${SubnetId} has no ${noun}: associate one with it, or give ${VpcId} a ${byDefault} ${noun}.`;
      if (!network.routeTableOf(subnet)) this.problems.add(SubnetId, undefined, needs('route table', 'main'));
      if (!network.networkAclOf(subnet)) this.problems.add(SubnetId, undefined, needs('network ACL', 'default'));
    }
  }

  private checkRouteTables(): void {
    const { network } = this;
    for (const { RouteTableId: id, VpcId, Associations, Routes } of network.routeTables.all) {
      this.mustExist(network.vpcs, VpcId, id, 'VpcId');
      for (const { SubnetId, GatewayId, Main } of Associations ?? []) {
        if (this.mayExist(network.subnets, SubnetId, id, 'SubnetId')) this.mustBeIn(VpcId, SubnetId, id);
        this.mustBeOnly(Main ? `the main route table of ${VpcId}` : `the route table of ${SubnetId ?? GatewayId}`, id);
      }
      for (const route of Routes ?? []) this.checkTarget(id, route);
    }
  }

  /**
   * The target of a working route must be in the network if the model has resources of its kind. An
   * internet gateway may be missing: its id already says that the internet is behind it.
   */
  private checkTarget(tableId: string | undefined, route: Route): void {
    const { network } = this;
    this.mayExist(network.prefixLists, route.DestinationPrefixListId, tableId, 'DestinationPrefixListId');
    if (route.State === 'blackhole') return;
    this.mayExist(network.natGateways, route.NatGatewayId, tableId, 'NatGatewayId');
    this.mayExist(network.peeringConnections, route.VpcPeeringConnectionId, tableId, 'VpcPeeringConnectionId');
    this.mayExist(network.networkInterfaces, route.NetworkInterfaceId, tableId, 'NetworkInterfaceId');
    if (!route.NetworkInterfaceId) this.mayExist(network.instances, route.InstanceId, tableId, 'InstanceId');
  }

  private checkNetworkAcls(): void {
    const { network } = this;
    for (const { NetworkAclId: id, VpcId, IsDefault, Associations } of network.networkAcls.all) {
      this.mustExist(network.vpcs, VpcId, id, 'VpcId');
      if (IsDefault) this.mustBeOnly(`the default network ACL of ${VpcId}`, id);
      for (const { SubnetId } of Associations ?? []) {
        if (this.mayExist(network.subnets, SubnetId, id, 'SubnetId')) this.mustBeIn(VpcId, SubnetId, id);
        this.mustBeOnly(`the network ACL of ${SubnetId}`, id);
      }
    }
  }

  private checkSecurityGroups(): void {
    const { network } = this;
    for (const { GroupId, VpcId } of network.securityGroups.all) {
      this.mustExist(network.vpcs, VpcId, GroupId, 'VpcId');
    }
    for (const rule of network.securityGroupRules.all) {
      this.mustExist(network.securityGroups, rule.GroupId, rule.SecurityGroupRuleId, 'GroupId');
      this.mayExist(network.prefixLists, rule.PrefixListId, rule.GroupId, 'PrefixListId');
    }
  }

  private checkInterfaces(): void {
    const { network } = this;
    for (const { NetworkInterfaceId: id, SubnetId, VpcId, Groups, Attachment } of network.networkInterfaces.all) {
      if (this.mustExist(network.subnets, SubnetId, id, 'SubnetId')) this.mustBeIn(VpcId, SubnetId, id);
      for (const { GroupId } of Groups ?? []) this.mustExist(network.securityGroups, GroupId, id, 'GroupId');
      this.mayExist(network.instances, Attachment?.InstanceId, id, 'InstanceId');
    }
    for (const { AllocationId, NetworkInterfaceId } of network.addresses.all) {
      this.mayExist(network.networkInterfaces, NetworkInterfaceId, AllocationId, 'NetworkInterfaceId');
    }
  }

  private checkGateways(): void {
    const { network } = this;
    for (const { InternetGatewayId: id, Attachments } of network.internetGateways.all) {
      for (const { VpcId, State } of Attachments ?? []) {
        const isThere = this.mustExist(network.vpcs, VpcId, id, 'VpcId');
        if (isThere && State !== 'detached') this.mustBeOnly(`the internet gateway of ${VpcId}`, id);
      }
    }
    for (const { NatGatewayId, SubnetId, State } of network.natGateways.all) {
      if (State === 'deleted' || State === 'failed') continue;
      this.mayExist(network.subnets, SubnetId, NatGatewayId, 'SubnetId');
    }
  }

  private checkResponses(): void {
    const { unmodelled } = this.network;
    for (const [key, { idField, ownerKey }] of RESPONSES) {
      const owners = new Set(unmodelled.items(ownerKey).map((owner) => owner[idField]));
      for (const [index, { [idField]: id }] of unmodelled.items(key).entries()) {
        if (owners.has(id)) continue;
        const missing = `but the network has none with this id under ${ownerKey}`;
        this.problems.add(`${key}[${index}]`, idField, `${key}[${index}] has the ${idField} ${shown(id)}, ${missing}.`);
      }
    }
  }

  /** Reports a subnet that is in another VPC than the resource that refers to it. */
  private mustBeIn(vpcId: string | undefined, subnetId: string | undefined, referrer: string | undefined): void {
    const there = this.network.subnets.find(subnetId)?.VpcId;
    if (subnetId === undefined || vpcId === undefined || there === undefined || there === vpcId) return;
    const message = `${referrer} of ${vpcId} refers to ${subnetId} as its SubnetId, but that is in ${there}.`;
    this.problems.add(referrer, 'SubnetId', message);
  }

  private mustBeOnly(role: string, id: string | undefined): void {
    const other = this.roles.get(role);
    if (other !== undefined) {
      this.problems.add(id, undefined, `${id} and ${other} are both ${role}, but there can be only one.`);
    }
    this.roles.set(role, id as string);
  }

  private mustExist<T>(
    collection: Collection<T>,
    id: string | undefined,
    referrer: string | undefined,
    field: string,
  ): boolean {
    if (id !== undefined && collection.find(id)) return true;
    const noun = collection.kind.noun.replace(/ ID$/, '');
    const missing = `refers to ${id} as its ${field}, but the network has no such ${noun}`;
    this.problems.add(referrer, field, `${referrer} ${id === undefined ? `has no ${field}` : missing}.`);
    return false;
  }

  private mayExist<T>(
    collection: Collection<T>,
    id: string | undefined,
    referrer: string | undefined,
    field: string,
  ): boolean {
    return id === undefined || this.mustExist(collection, id, referrer, field);
  }
}
