import type * as ec2 from '@aws-sdk/client-ec2';
import type { Scope } from '../../../../reachability/network/arn';
import type { Collection } from '../../../../reachability/network/collection';
import type { Network } from '../../../../reachability/network/network';
import { stableId } from '../../../../reachability/network/stable-id';
import type { Operation } from '../../../service';
import { page } from '../../paging';
import { required } from '../../required';
import * as filters from './filters';
import { type Selection, select } from './select';
import { instanceView, securityGroupView } from './views';

/** The Describe and Get calls of the network. */
export function describeOperations(network: Network, scope: Scope): Record<string, Operation> {
  return {
    ...describeNetwork(network),
    ...describeGroups(network, scope),
    ...describeInterfaces(network, scope),
    ...describePrefixLists(network),
  };
}

/** Those that `ids` name, each of which must exist, or all. */
function named<T>(collection: Collection<T>, ids: readonly string[] | undefined): T[] {
  return ids && ids.length > 0 ? ids.map((id) => collection.get(id)) : collection.all;
}

function describeNetwork(network: Network): Record<string, Operation> {
  return {
    DescribeVpcs: (input: ec2.DescribeVpcsRequest): ec2.DescribeVpcsResult => {
      const { items: Vpcs, ...more } = select(named(network.vpcs, input.VpcIds), input, filters.vpcFilters);
      return { Vpcs, ...more };
    },
    DescribeSubnets: (input: ec2.DescribeSubnetsRequest): ec2.DescribeSubnetsResult => {
      const { items: Subnets, ...more } = select(named(network.subnets, input.SubnetIds), input, filters.subnetFilters);
      return { Subnets, ...more };
    },
    DescribeRouteTables: (input: ec2.DescribeRouteTablesRequest): ec2.DescribeRouteTablesResult => {
      const tables = named(network.routeTables, input.RouteTableIds);
      const { items: RouteTables, ...more } = select(tables, input, filters.routeTableFilters);
      return { RouteTables, ...more };
    },
    DescribeNetworkAcls: (input: ec2.DescribeNetworkAclsRequest): ec2.DescribeNetworkAclsResult => {
      const acls = named(network.networkAcls, input.NetworkAclIds);
      const { items: NetworkAcls, ...more } = select(acls, input, filters.networkAclFilters);
      return { NetworkAcls, ...more };
    },
    DescribeInternetGateways: (input: ec2.DescribeInternetGatewaysRequest): ec2.DescribeInternetGatewaysResult => {
      const gateways = named(network.internetGateways, input.InternetGatewayIds);
      const { items: InternetGateways, ...more } = select(gateways, input, filters.internetGatewayFilters);
      return { InternetGateways, ...more };
    },
    DescribeNatGateways: (input: ec2.DescribeNatGatewaysRequest): ec2.DescribeNatGatewaysResult => {
      const selection: Selection = { ...input, Filters: input.Filter };
      const gateways = named(network.natGateways, input.NatGatewayIds);
      const { items: NatGateways, ...more } = select(gateways, selection, filters.natGatewayFilters);
      return { NatGateways, ...more };
    },
    DescribeVpcPeeringConnections: (
      input: ec2.DescribeVpcPeeringConnectionsRequest,
    ): ec2.DescribeVpcPeeringConnectionsResult => {
      const connections = named(network.peeringConnections, input.VpcPeeringConnectionIds);
      const { items: VpcPeeringConnections, ...more } = select(connections, input, filters.peeringConnectionFilters);
      return { VpcPeeringConnections, ...more };
    },
  };
}

function describeGroups(network: Network, scope: Scope): Record<string, Operation> {
  return {
    DescribeSecurityGroups: (input: ec2.DescribeSecurityGroupsRequest): ec2.DescribeSecurityGroupsResult => {
      const groups = named(network.securityGroups, input.GroupIds)
        .filter((group) => !input.GroupNames?.length || input.GroupNames.includes(group.GroupName ?? ''))
        .map((group) => securityGroupView(network, scope, group));
      const { items: SecurityGroups, ...more } = select(groups, input, filters.securityGroupFilters);
      return { SecurityGroups, ...more };
    },
    DescribeSecurityGroupRules: (
      input: ec2.DescribeSecurityGroupRulesRequest,
    ): ec2.DescribeSecurityGroupRulesResult => {
      const rules = named(network.securityGroupRules, input.SecurityGroupRuleIds);
      const { items: SecurityGroupRules, ...more } = select(rules, input, filters.securityGroupRuleFilters);
      return { SecurityGroupRules, ...more };
    },
  };
}

function describeInterfaces(network: Network, scope: Scope): Record<string, Operation> {
  return {
    DescribeNetworkInterfaces: (input: ec2.DescribeNetworkInterfacesRequest): ec2.DescribeNetworkInterfacesResult => {
      const interfaces = named(network.networkInterfaces, input.NetworkInterfaceIds);
      const { items: NetworkInterfaces, ...more } = select(interfaces, input, filters.networkInterfaceFilters);
      return { NetworkInterfaces, ...more };
    },
    DescribeInstances: (input: ec2.DescribeInstancesRequest): ec2.DescribeInstancesResult => {
      const instances = named(network.instances, input.InstanceIds).map((instance) => instanceView(network, instance));
      const { items, ...more } = select(instances, input, filters.instanceFilters);
      const Reservations = items.map((instance) => ({
        ReservationId: stableId('r', instance.InstanceId),
        OwnerId: scope.account,
        Groups: [],
        Instances: [instance],
      }));
      return { Reservations, ...more };
    },
    DescribeAddressesAttribute: (
      input: ec2.DescribeAddressesAttributeRequest,
    ): ec2.DescribeAddressesAttributeResult => {
      const { items, next } = page(
        named(network.addresses, input.AllocationIds),
        input.MaxResults ?? 1000,
        input.NextToken,
      );
      const Addresses = items.map(({ AllocationId, PublicIp }) => ({ AllocationId, PublicIp }));
      return { Addresses, NextToken: next };
    },
    DescribeAddresses: (input: ec2.DescribeAddressesRequest): ec2.DescribeAddressesResult => {
      const addresses = named(network.addresses, input.AllocationIds).filter(
        ({ PublicIp = '' }) => !input.PublicIps?.length || input.PublicIps.includes(PublicIp),
      );
      return { Addresses: select(addresses, { Filters: input.Filters }, filters.addressFilters).items };
    },
  };
}

function describePrefixLists(network: Network): Record<string, Operation> {
  return {
    DescribeManagedPrefixLists: (
      input: ec2.DescribeManagedPrefixListsRequest,
    ): ec2.DescribeManagedPrefixListsResult => {
      const lists = named(network.prefixLists, input.PrefixListIds);
      const { items: PrefixLists, ...more } = select(lists, input, filters.prefixListFilters, { min: 1, max: 100 });
      return { PrefixLists, ...more };
    },
    DescribePrefixLists: (input: ec2.DescribePrefixListsRequest): ec2.DescribePrefixListsResult => {
      const lists = named(network.prefixLists, input.PrefixListIds).filter(({ OwnerId }) => OwnerId === 'AWS');
      const { items, ...more } = select(lists, input, filters.prefixListFilters);
      const PrefixLists = items.map(({ PrefixListId, PrefixListName, Entries }) => ({
        PrefixListId,
        PrefixListName,
        Cidrs: Entries.flatMap((entry) => entry.Cidr ?? []),
      }));
      return { PrefixLists, ...more };
    },
    GetManagedPrefixListEntries: (
      input: ec2.GetManagedPrefixListEntriesRequest,
    ): ec2.GetManagedPrefixListEntriesResult => {
      const { Entries } = network.prefixLists.get(required(input.PrefixListId, 'PrefixListId', 'MissingParameter'));
      const { items, next } = page(Entries, input.MaxResults ?? 100, input.NextToken);
      return { Entries: items, NextToken: next };
    },
  };
}
