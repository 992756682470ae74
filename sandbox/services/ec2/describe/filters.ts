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
  'vpc-id': (it) => it.VpcId,
  cidr: (it) => it.CidrBlock,
  'cidr-block-association.cidr-block': (it) => it.CidrBlockAssociationSet?.map((set) => set.CidrBlock),
  'is-default': (it) => it.IsDefault ?? false,
  isDefault: (it) => it.IsDefault ?? false,
  state: (it) => it.State,
  'owner-id': (it) => it.OwnerId,
  'dhcp-options-id': (it) => it.DhcpOptionsId,
};

export const subnetFilters: FilterTable<Subnet> = {
  'subnet-id': (it) => it.SubnetId,
  'vpc-id': (it) => it.VpcId,
  cidr: (it) => it.CidrBlock,
  'cidr-block': (it) => it.CidrBlock,
  'availability-zone': (it) => it.AvailabilityZone,
  'availability-zone-id': (it) => it.AvailabilityZoneId,
  'default-for-az': (it) => it.DefaultForAz ?? false,
  'map-public-ip-on-launch': (it) => it.MapPublicIpOnLaunch ?? false,
  state: (it) => it.State,
  'owner-id': (it) => it.OwnerId,
};

export const routeTableFilters: FilterTable<RouteTable> = {
  'route-table-id': (it) => it.RouteTableId,
  'vpc-id': (it) => it.VpcId,
  'owner-id': (it) => it.OwnerId,
  'association.main': (it) => it.Associations?.map((set) => set.Main ?? false),
  'association.subnet-id': (it) => it.Associations?.map((set) => set.SubnetId),
  'association.gateway-id': (it) => it.Associations?.map((set) => set.GatewayId),
  'association.route-table-id': (it) => it.Associations?.map((set) => set.RouteTableId),
  'association.route-table-association-id': (it) => it.Associations?.map((set) => set.RouteTableAssociationId),
  'route.destination-cidr-block': (it) => it.Routes?.map((route) => route.DestinationCidrBlock),
  'route.destination-prefix-list-id': (it) => it.Routes?.map((route) => route.DestinationPrefixListId),
  'route.gateway-id': (it) => it.Routes?.map((route) => route.GatewayId),
  'route.instance-id': (it) => it.Routes?.map((route) => route.InstanceId),
  'route.nat-gateway-id': (it) => it.Routes?.map((route) => route.NatGatewayId),
  'route.transit-gateway-id': (it) => it.Routes?.map((route) => route.TransitGatewayId),
  'route.vpc-peering-connection-id': (it) => it.Routes?.map((route) => route.VpcPeeringConnectionId),
  'route.origin': (it) => it.Routes?.map((route) => route.Origin),
  'route.state': (it) => it.Routes?.map((route) => route.State),
};

export const networkAclFilters: FilterTable<NetworkAcl> = {
  'network-acl-id': (it) => it.NetworkAclId,
  'vpc-id': (it) => it.VpcId,
  'owner-id': (it) => it.OwnerId,
  default: (it) => it.IsDefault ?? false,
  'association.association-id': (it) => it.Associations?.map((set) => set.NetworkAclAssociationId),
  'association.network-acl-id': (it) => it.Associations?.map((set) => set.NetworkAclId),
  'association.subnet-id': (it) => it.Associations?.map((set) => set.SubnetId),
  'entry.cidr': (it) => it.Entries?.map((entry) => entry.CidrBlock),
  'entry.egress': (it) => it.Entries?.map((entry) => entry.Egress),
  'entry.port-range.from': (it) => it.Entries?.map((entry) => entry.PortRange?.From),
  'entry.port-range.to': (it) => it.Entries?.map((entry) => entry.PortRange?.To),
  'entry.protocol': (it) => it.Entries?.map((entry) => entry.Protocol),
  'entry.rule-action': (it) => it.Entries?.map((entry) => entry.RuleAction),
  'entry.rule-number': (it) => it.Entries?.map((entry) => entry.RuleNumber),
};

export const securityGroupFilters: FilterTable<SecurityGroup> = {
  'group-id': (it) => it.GroupId,
  'group-name': (it) => it.GroupName,
  description: (it) => it.Description,
  'vpc-id': (it) => it.VpcId,
  'owner-id': (it) => it.OwnerId,
  ...permissionFilters('ip-permission', (it) => it.IpPermissions),
  ...permissionFilters('egress.ip-permission', (it) => it.IpPermissionsEgress),
};

function permissionFilters(
  prefix: string,
  of: (it: SecurityGroup) => SecurityGroup['IpPermissions'],
): FilterTable<SecurityGroup> {
  return {
    [`${prefix}.cidr`]: (it) => of(it)?.map((rule) => rule.IpRanges?.map((range) => range.CidrIp)),
    [`${prefix}.from-port`]: (it) => of(it)?.map((rule) => rule.FromPort),
    [`${prefix}.to-port`]: (it) => of(it)?.map((rule) => rule.ToPort),
    [`${prefix}.protocol`]: (it) => of(it)?.map((rule) => rule.IpProtocol),
    [`${prefix}.group-id`]: (it) => of(it)?.map((rule) => rule.UserIdGroupPairs?.map((pair) => pair.GroupId)),
    [`${prefix}.prefix-list-id`]: (it) => of(it)?.map((rule) => rule.PrefixListIds?.map((list) => list.PrefixListId)),
  };
}

export const securityGroupRuleFilters: FilterTable<SecurityGroupRule> = {
  'security-group-rule-id': (it) => it.SecurityGroupRuleId,
  'group-id': (it) => it.GroupId,
};

export const networkInterfaceFilters: FilterTable<NetworkInterface> = {
  'network-interface-id': (it) => it.NetworkInterfaceId,
  'vpc-id': (it) => it.VpcId,
  'subnet-id': (it) => it.SubnetId,
  'availability-zone': (it) => it.AvailabilityZone,
  'owner-id': (it) => it.OwnerId,
  'group-id': (it) => it.Groups?.map((group) => group.GroupId),
  'group-name': (it) => it.Groups?.map((group) => group.GroupName),
  status: (it) => it.Status,
  description: (it) => it.Description,
  'interface-type': (it) => it.InterfaceType,
  'mac-address': (it) => it.MacAddress,
  'private-ip-address': (it) => it.PrivateIpAddress,
  'source-dest-check': (it) => it.SourceDestCheck,
  'addresses.private-ip-address': (it) => it.PrivateIpAddresses?.map((address) => address.PrivateIpAddress),
  'addresses.association.public-ip': (it) => it.PrivateIpAddresses?.map((address) => address.Association?.PublicIp),
  'association.public-ip': (it) => it.Association?.PublicIp,
  'association.allocation-id': (it) => it.Association?.AllocationId,
  'association.association-id': (it) => it.Association?.AssociationId,
  'attachment.attachment-id': (it) => it.Attachment?.AttachmentId,
  'attachment.device-index': (it) => it.Attachment?.DeviceIndex,
  'attachment.instance-id': (it) => it.Attachment?.InstanceId,
  'attachment.status': (it) => it.Attachment?.Status,
};

export const instanceFilters: FilterTable<Instance> = {
  'instance-id': (it) => it.InstanceId,
  'vpc-id': (it) => it.VpcId,
  'subnet-id': (it) => it.SubnetId,
  'availability-zone': (it) => it.Placement?.AvailabilityZone,
  'instance-state-code': (it) => it.State?.Code,
  'instance-state-name': (it) => it.State?.Name,
  'instance-type': (it) => it.InstanceType,
  'image-id': (it) => it.ImageId,
  'key-name': (it) => it.KeyName,
  'ip-address': (it) => it.PublicIpAddress,
  'private-ip-address': (it) => it.PrivateIpAddress,
  'source-dest-check': (it) => it.SourceDestCheck,
  'instance.group-id': (it) => it.SecurityGroups?.map((group) => group.GroupId),
  'instance.group-name': (it) => it.SecurityGroups?.map((group) => group.GroupName),
  'network-interface.network-interface-id': (it) => it.NetworkInterfaces?.map((nested) => nested.NetworkInterfaceId),
  'network-interface.group-id': (it) =>
    it.NetworkInterfaces?.map((nested) => nested.Groups?.map((group) => group.GroupId)),
  'network-interface.subnet-id': (it) => it.NetworkInterfaces?.map((nested) => nested.SubnetId),
};

export const internetGatewayFilters: FilterTable<InternetGateway> = {
  'internet-gateway-id': (it) => it.InternetGatewayId,
  'attachment.vpc-id': (it) => it.Attachments?.map((set) => set.VpcId),
  'attachment.state': (it) => it.Attachments?.map((set) => set.State),
  'owner-id': (it) => it.OwnerId,
};

export const addressFilters: FilterTable<Address> = {
  'allocation-id': (it) => it.AllocationId,
  'association-id': (it) => it.AssociationId,
  domain: (it) => it.Domain,
  'instance-id': (it) => it.InstanceId,
  'network-interface-id': (it) => it.NetworkInterfaceId,
  'private-ip-address': (it) => it.PrivateIpAddress,
  'public-ip': (it) => it.PublicIp,
};

export const prefixListFilters: FilterTable<ManagedPrefixList> = {
  'prefix-list-id': (it) => it.PrefixListId,
  'prefix-list-name': (it) => it.PrefixListName,
  'owner-id': (it) => it.OwnerId,
};

export const natGatewayFilters: FilterTable<NatGateway> = {
  'nat-gateway-id': (it) => it.NatGatewayId,
  'vpc-id': (it) => it.VpcId,
  'subnet-id': (it) => it.SubnetId,
  state: (it) => it.State,
};

export const peeringConnectionFilters: FilterTable<VpcPeeringConnection> = {
  'vpc-peering-connection-id': (it) => it.VpcPeeringConnectionId,
  'requester-vpc-info.vpc-id': (it) => it.RequesterVpcInfo?.VpcId,
  'requester-vpc-info.cidr-block': (it) => it.RequesterVpcInfo?.CidrBlock,
  'accepter-vpc-info.vpc-id': (it) => it.AccepterVpcInfo?.VpcId,
  'accepter-vpc-info.cidr-block': (it) => it.AccepterVpcInfo?.CidrBlock,
  'status-code': (it) => it.Status?.Code,
};
