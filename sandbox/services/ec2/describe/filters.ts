/** The filters of the Describe calls, by AWS's names: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/ */

import type {
  Address,
  Instance,
  InternetGateway,
  ManagedPrefixList,
  NatGateway,
  NetworkAcl,
  NetworkInterface,
  RouteTable,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
  Vpc,
  VpcPeeringConnection,
} from '@aws-sdk/client-ec2';
import type { FilterTable } from './select';

export const vpcFilters: FilterTable<Vpc> = {
  'vpc-id': (vpc) => vpc.VpcId,
  cidr: (vpc) => vpc.CidrBlock,
  'cidr-block-association.cidr-block': (vpc) => vpc.CidrBlockAssociationSet?.map((set) => set.CidrBlock),
  'is-default': (vpc) => vpc.IsDefault ?? false,
  isDefault: (vpc) => vpc.IsDefault ?? false,
  state: (vpc) => vpc.State,
  'owner-id': (vpc) => vpc.OwnerId,
  'dhcp-options-id': (vpc) => vpc.DhcpOptionsId,
};

export const subnetFilters: FilterTable<Subnet> = {
  'subnet-id': (subnet) => subnet.SubnetId,
  'vpc-id': (subnet) => subnet.VpcId,
  cidr: (subnet) => subnet.CidrBlock,
  'cidr-block': (subnet) => subnet.CidrBlock,
  'availability-zone': (subnet) => subnet.AvailabilityZone,
  'availability-zone-id': (subnet) => subnet.AvailabilityZoneId,
  'default-for-az': (subnet) => subnet.DefaultForAz ?? false,
  'map-public-ip-on-launch': (subnet) => subnet.MapPublicIpOnLaunch ?? false,
  state: (subnet) => subnet.State,
  'owner-id': (subnet) => subnet.OwnerId,
};

export const routeTableFilters: FilterTable<RouteTable> = {
  'route-table-id': (table) => table.RouteTableId,
  'vpc-id': (table) => table.VpcId,
  'owner-id': (table) => table.OwnerId,
  'association.main': (table) => table.Associations?.map((set) => set.Main ?? false),
  'association.subnet-id': (table) => table.Associations?.map((set) => set.SubnetId),
  'association.gateway-id': (table) => table.Associations?.map((set) => set.GatewayId),
  'association.route-table-id': (table) => table.Associations?.map((set) => set.RouteTableId),
  'association.route-table-association-id': (table) => table.Associations?.map((set) => set.RouteTableAssociationId),
  'route.destination-cidr-block': (table) => table.Routes?.map((route) => route.DestinationCidrBlock),
  'route.destination-prefix-list-id': (table) => table.Routes?.map((route) => route.DestinationPrefixListId),
  'route.gateway-id': (table) => table.Routes?.map((route) => route.GatewayId),
  'route.instance-id': (table) => table.Routes?.map((route) => route.InstanceId),
  'route.nat-gateway-id': (table) => table.Routes?.map((route) => route.NatGatewayId),
  'route.transit-gateway-id': (table) => table.Routes?.map((route) => route.TransitGatewayId),
  'route.vpc-peering-connection-id': (table) => table.Routes?.map((route) => route.VpcPeeringConnectionId),
  'route.origin': (table) => table.Routes?.map((route) => route.Origin),
  'route.state': (table) => table.Routes?.map((route) => route.State),
};

export const networkAclFilters: FilterTable<NetworkAcl> = {
  'network-acl-id': (acl) => acl.NetworkAclId,
  'vpc-id': (acl) => acl.VpcId,
  'owner-id': (acl) => acl.OwnerId,
  default: (acl) => acl.IsDefault ?? false,
  'association.association-id': (acl) => acl.Associations?.map((set) => set.NetworkAclAssociationId),
  'association.network-acl-id': (acl) => acl.Associations?.map((set) => set.NetworkAclId),
  'association.subnet-id': (acl) => acl.Associations?.map((set) => set.SubnetId),
  'entry.cidr': (acl) => acl.Entries?.map((entry) => entry.CidrBlock),
  'entry.egress': (acl) => acl.Entries?.map((entry) => entry.Egress),
  'entry.port-range.from': (acl) => acl.Entries?.map((entry) => entry.PortRange?.From),
  'entry.port-range.to': (acl) => acl.Entries?.map((entry) => entry.PortRange?.To),
  'entry.protocol': (acl) => acl.Entries?.map((entry) => entry.Protocol),
  'entry.rule-action': (acl) => acl.Entries?.map((entry) => entry.RuleAction),
  'entry.rule-number': (acl) => acl.Entries?.map((entry) => entry.RuleNumber),
};

export const securityGroupFilters: FilterTable<SecurityGroup> = {
  'group-id': (group) => group.GroupId,
  'group-name': (group) => group.GroupName,
  description: (group) => group.Description,
  'vpc-id': (group) => group.VpcId,
  'owner-id': (group) => group.OwnerId,
  ...permissionFilters('ip-permission', (group) => group.IpPermissions),
  ...permissionFilters('egress.ip-permission', (group) => group.IpPermissionsEgress),
};

function permissionFilters(
  prefix: string,
  of: (group: SecurityGroup) => SecurityGroup['IpPermissions'],
): FilterTable<SecurityGroup> {
  return {
    [`${prefix}.cidr`]: (group) => of(group)?.map((rule) => rule.IpRanges?.map((range) => range.CidrIp)),
    [`${prefix}.from-port`]: (group) => of(group)?.map((rule) => rule.FromPort),
    [`${prefix}.to-port`]: (group) => of(group)?.map((rule) => rule.ToPort),
    [`${prefix}.protocol`]: (group) => of(group)?.map((rule) => rule.IpProtocol),
    [`${prefix}.group-id`]: (group) => of(group)?.map((rule) => rule.UserIdGroupPairs?.map((pair) => pair.GroupId)),
    [`${prefix}.prefix-list-id`]: (group) =>
      of(group)?.map((rule) => rule.PrefixListIds?.map((list) => list.PrefixListId)),
  };
}

export const securityGroupRuleFilters: FilterTable<SecurityGroupRule> = {
  'security-group-rule-id': (rule) => rule.SecurityGroupRuleId,
  'group-id': (rule) => rule.GroupId,
};

export const networkInterfaceFilters: FilterTable<NetworkInterface> = {
  'network-interface-id': (networkInterface) => networkInterface.NetworkInterfaceId,
  'vpc-id': (networkInterface) => networkInterface.VpcId,
  'subnet-id': (networkInterface) => networkInterface.SubnetId,
  'availability-zone': (networkInterface) => networkInterface.AvailabilityZone,
  'owner-id': (networkInterface) => networkInterface.OwnerId,
  'group-id': (networkInterface) => networkInterface.Groups?.map((group) => group.GroupId),
  'group-name': (networkInterface) => networkInterface.Groups?.map((group) => group.GroupName),
  status: (networkInterface) => networkInterface.Status,
  description: (networkInterface) => networkInterface.Description,
  'interface-type': (networkInterface) => networkInterface.InterfaceType,
  'mac-address': (networkInterface) => networkInterface.MacAddress,
  'private-ip-address': (networkInterface) => networkInterface.PrivateIpAddress,
  'source-dest-check': (networkInterface) => networkInterface.SourceDestCheck,
  'addresses.private-ip-address': (networkInterface) =>
    networkInterface.PrivateIpAddresses?.map((address) => address.PrivateIpAddress),
  'addresses.association.public-ip': (networkInterface) =>
    networkInterface.PrivateIpAddresses?.map((address) => address.Association?.PublicIp),
  'association.public-ip': (networkInterface) => networkInterface.Association?.PublicIp,
  'association.allocation-id': (networkInterface) => networkInterface.Association?.AllocationId,
  'association.association-id': (networkInterface) => networkInterface.Association?.AssociationId,
  'attachment.attachment-id': (networkInterface) => networkInterface.Attachment?.AttachmentId,
  'attachment.device-index': (networkInterface) => networkInterface.Attachment?.DeviceIndex,
  'attachment.instance-id': (networkInterface) => networkInterface.Attachment?.InstanceId,
  'attachment.status': (networkInterface) => networkInterface.Attachment?.Status,
};

export const instanceFilters: FilterTable<Instance> = {
  'instance-id': (instance) => instance.InstanceId,
  'vpc-id': (instance) => instance.VpcId,
  'subnet-id': (instance) => instance.SubnetId,
  'availability-zone': (instance) => instance.Placement?.AvailabilityZone,
  'instance-state-code': (instance) => instance.State?.Code,
  'instance-state-name': (instance) => instance.State?.Name,
  'instance-type': (instance) => instance.InstanceType,
  'image-id': (instance) => instance.ImageId,
  'key-name': (instance) => instance.KeyName,
  'ip-address': (instance) => instance.PublicIpAddress,
  'private-ip-address': (instance) => instance.PrivateIpAddress,
  'source-dest-check': (instance) => instance.SourceDestCheck,
  'instance.group-id': (instance) => instance.SecurityGroups?.map((group) => group.GroupId),
  'instance.group-name': (instance) => instance.SecurityGroups?.map((group) => group.GroupName),
  'network-interface.network-interface-id': (instance) =>
    instance.NetworkInterfaces?.map((nested) => nested.NetworkInterfaceId),
  'network-interface.group-id': (instance) =>
    instance.NetworkInterfaces?.map((nested) => nested.Groups?.map((group) => group.GroupId)),
  'network-interface.subnet-id': (instance) => instance.NetworkInterfaces?.map((nested) => nested.SubnetId),
};

export const internetGatewayFilters: FilterTable<InternetGateway> = {
  'internet-gateway-id': (gateway) => gateway.InternetGatewayId,
  'attachment.vpc-id': (gateway) => gateway.Attachments?.map((set) => set.VpcId),
  'attachment.state': (gateway) => gateway.Attachments?.map((set) => set.State),
  'owner-id': (gateway) => gateway.OwnerId,
};

export const addressFilters: FilterTable<Address> = {
  'allocation-id': (address) => address.AllocationId,
  'association-id': (address) => address.AssociationId,
  domain: (address) => address.Domain,
  'instance-id': (address) => address.InstanceId,
  'network-interface-id': (address) => address.NetworkInterfaceId,
  'private-ip-address': (address) => address.PrivateIpAddress,
  'public-ip': (address) => address.PublicIp,
};

export const prefixListFilters: FilterTable<ManagedPrefixList> = {
  'prefix-list-id': (list) => list.PrefixListId,
  'prefix-list-name': (list) => list.PrefixListName,
  'owner-id': (list) => list.OwnerId,
};

export const natGatewayFilters: FilterTable<NatGateway> = {
  'nat-gateway-id': (gateway) => gateway.NatGatewayId,
  'vpc-id': (gateway) => gateway.VpcId,
  'subnet-id': (gateway) => gateway.SubnetId,
  state: (gateway) => gateway.State,
};

export const peeringConnectionFilters: FilterTable<VpcPeeringConnection> = {
  'vpc-peering-connection-id': (peering) => peering.VpcPeeringConnectionId,
  'requester-vpc-info.vpc-id': (peering) => peering.RequesterVpcInfo?.VpcId,
  'requester-vpc-info.cidr-block': (peering) => peering.RequesterVpcInfo?.CidrBlock,
  'accepter-vpc-info.vpc-id': (peering) => peering.AccepterVpcInfo?.VpcId,
  'accepter-vpc-info.cidr-block': (peering) => peering.AccepterVpcInfo?.CidrBlock,
  'status-code': (peering) => peering.Status?.Code,
};
