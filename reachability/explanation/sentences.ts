/**
 * A sentence for each explanation code of Reachability Analyzer. Words in braces are replaced by
 * what the explanation names.
 * https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
export const EXPLANATION_SENTENCES: Readonly<Record<string, string>> = {
  // The path is not reachable.
  BAD_STATE: '{component} is not in a working state',
  BAD_STATE_ATTACHMENT: '{attachment} is not in a working state',
  BAD_STATE_ROUTE: '{route} in {routeTable} is not in a working state',
  BAD_STATE_VPN: '{vpn} is not in a working state',
  CANNOT_ROUTE: '{route} in {routeTable} does not match the destination address of the traffic',
  ELB_ACL_RESTRICTION:
    '{acl} applies to traffic from the Classic Load Balancer {loadBalancer}, even within its own subnet',
  ELB_INSTALLED_AZ_RESTRICTION: '{loadBalancer} sends only to targets in its enabled availability zones',
  ELB_LISTENER_PORT_RESTRICTION:
    '{listener} of the Classic Load Balancer {loadBalancer} accepts and sends traffic only on its own ports',
  ELB_LISTENERS_MISMATCH: 'the Classic Load Balancer {loadBalancer} has no listener that accepts the traffic',
  ELB_NOT_CROSSZONE:
    '{loadBalancer} cannot send to targets in other availability zones: cross-zone load balancing is off',
  ELBV2_LISTENER_HAS_NO_TG: '{listener} has only target groups without targets',
  ELBV2_LISTENER_PORT_RESTRICTION: '{listener} does not accept the destination port of the traffic',
  ELBV2_LISTENER_REQUIRES_TG_ACCEPT: '{listener} has no target group that accepts the traffic',
  ELBV2_LISTENERS_MISMATCH: '{loadBalancer} has no listener that accepts the traffic',
  ELBV2_NO_TARGETS_IN_AZ: '{loadBalancer} has no target in {zones}',
  ELBV2_SOURCE_ADDRESS_PRESERVATION:
    '{loadBalancer} preserves the source address of the traffic, and this traffic has another',
  ENI_ADDRESS_RESTRICTION: '{interface} accepts and sends only traffic with its own private address',
  ENI_SG_RULES_MISMATCH: 'no {direction} rule of {group} admits the traffic at {interface}',
  ENI_SOURCE_DEST_CHECK_RESTRICTION:
    '{interface} refuses traffic that is not from or for its own address: its source/destination check is on',
  FIREWALL_RULES_RESTRICTION: 'a rule of AWS Network Firewall blocks the traffic at {component}',
  GATEWAY_REJECTS_SPOOFED_TRAFFIC:
    '{component} refuses traffic whose source address is not its assigned address in the VPC',
  GWLB_DESTINATION_PORT_RESTRICTION:
    'a Gateway Load Balancer and its targets use port 6081 only: the path must specify it',
  GWLB_PROTOCOL_RESTRICTION: 'a Gateway Load Balancer and its targets use GENEVE over UDP: the path must specify UDP',
  HIGHER_PRIORITY_ROUTE: '{route} in {routeTable} is not used: another route to the same destination takes precedence',
  IGW_DESTINATION_ADDRESS_IN_VPC_CIDRS:
    '{internetGateway} accepts traffic from the internet only for addresses of its VPC',
  IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS: '{internetGateway} refuses traffic to private addresses (RFC 1918)',
  IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS: '{internetGateway} refuses traffic to shared addresses (RFC 6598)',
  IGW_NAT_REFLECTION:
    'a path through {internetGateway} and back is not supported: use one path to it and one path from it',
  IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS:
    '{internetGateway} accepts traffic only for public addresses of interfaces in its VPC',
  IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS:
    'the source has no public address, so {internetGateway} cannot send its traffic to the internet',
  IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS: '{internetGateway} refuses traffic from private addresses (RFC 1918)',
  IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS: '{internetGateway} refuses traffic from shared addresses (RFC 6598)',
  INGRESS_RTB_NO_PUBLIC_IP:
    'without a public address, the appliance behind {routeTable} receives no traffic from the internet',
  INGRESS_RTB_TRAFFIC_REDIRECTION:
    '{routeTable} redirects the subnet through an appliance, so a direct route to the internet gateway has no effect',
  MORE_SPECIFIC_ROUTE: '{route} in {routeTable} is not used: a more specific route matches the traffic',
  NGW_DEST_ADDRESS_PRESERVATION: '{natGateway} does not change destination addresses',
  NGW_REQUIRES_SOURCE_IN_VPC: '{natGateway} accepts traffic only from interfaces in its own VPC',
  NGW_SOURCE_ADDRESS_REASSIGN: '{natGateway} replaces the source address with its own',
  NO_POSSIBLE_DESTINATION: '{component} has nowhere to send the traffic in this account and Region',
  NO_ROUTE_TO_DESTINATION: '{routeTable} has no route to {destination}',
  PCX_REQUIRES_ADDRESS_IN_VPC_CIDR: '{peering} carries only traffic between addresses of its two VPCs',
  PROTOCOL_RESTRICTION: '{component} accepts only {protocols}',
  REGIONAL_NGW_ROUTE_AZ_RESTRICTION: '{natGateway} is not registered in the availability zone of the traffic',
  REMAP_EPHEMERAL_PORT: '{component} replaces the source port with one from 1024 to 65535',
  SG_HAS_NO_RULES: '{group} has no {direction} rules',
  SG_REFERENCES_NOT_PRESERVED:
    '{component} hides the source security group of the traffic, so rules that name a group do not admit it',
  SG_REFERENCING_SUPPORT: '{attachment} does not support rules that name a security group of another VPC',
  SUBNET_ACL_RESTRICTION: '{acl} of {subnet} does not admit the {direction} traffic',
  TARGET_ADDRESS_RESTRICTION: '{loadBalancer} sends only to the addresses of its targets',
  TARGET_PORT_RESTRICTION: '{loadBalancer} sends to a target only on its registered port',
  TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION: '{attachment} is not associated with a transit gateway route table',
  TGW_ATTACH_VPC_AZ_RESTRICTION: '{attachment} cannot reach the interface in this availability zone',
  TGW_BAD_STATE_VPN: '{vpn} is not in a working state',
  TGW_ROUTE_AZ_RESTRICTION: '{transitGateway} has no subnet in the availability zone of the traffic',
  TGW_RTB_BAD_STATE_ROUTE: '{transitGatewayRoute} in {transitGatewayRouteTable} is not in a working state',
  TGW_RTB_CANNOT_ROUTE:
    '{transitGatewayRoute} in {transitGatewayRouteTable} does not match the destination address of the traffic',
  TGW_RTB_HIGHER_PRIORITY_ROUTE:
    '{transitGatewayRoute} in {transitGatewayRouteTable} is not used: another route to the same destination takes precedence',
  TGW_RTB_MORE_SPECIFIC_ROUTE:
    '{transitGatewayRoute} in {transitGatewayRouteTable} is not used: a more specific route matches the traffic',
  TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT: '{transitGatewayRouteTable} has no route to {attachment}',
  TGW_RTB_ROUTES_ARE_UNKNOWN:
    'the routes of {transitGatewayRouteTable} could not be read: it may belong to another account',
  UNKNOWN_DESTINATION: 'the path cannot be followed beyond {component}: its destination is not sufficiently known',
  UNKNOWN_PEERED_SGS: 'a peered VPC could not be read; assumed: rules that name its security groups admit nothing',
  UNKNOWN_RESOURCE: '{component} could not be read: a permission is missing, or it belongs to another account',
  VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS:
    '{vpnGateway} refuses traffic that is not from the private address of an interface in its VPC',
  VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS:
    '{vpnGateway} refuses traffic that is not for the private address of an interface in its VPC',
  VPC_BLOCK_PUBLIC_ACCESS_ENABLED: 'VPC Block Public Access blocks traffic with the internet in {vpc}',
  VPC_LOCAL_ROUTE_CIDR_RESTRICTION: 'the local route of {routeTable} covers only addresses of the VPC',
  VPCE_GATEWAY_EGRESS_SOURCE_ADDRESS_RESTRICTION: '{endpoint} sends only from addresses in its prefix list',
  VPCE_GATEWAY_PROTOCOL_RESTRICTION: '{endpoint} accepts only TCP and ICMP echo',
  VPCE_INTRA_VPC_TRAFFIC: '{endpoint} cannot start a connection within its own VPC: analyse the other direction',
  VPCE_SERVICE_NOT_INSTALLED_IN_AZ:
    'the service of {endpoint} is not available in the availability zone of the traffic',

  // The path cannot exist as it is configured.
  DISCONNECTED_VPCS: 'no connection that Reachability Analyzer supports links {sourceVpc} and {destinationVpc}',
  NO_PATH:
    'there is no path from the source to the destination: one of them is isolated, cannot start a connection, or needs a feature that Reachability Analyzer does not support',
  NO_SOURCE_OR_DESTINATION: 'the source or the destination does not exist',
  UNASSOCIATED_COMPONENT:
    '{component} is in no VPC of this account (for example, its instance was terminated) or has no IPv4 address',
  UNSUPPORTED_COMPONENT: '{component} is of a kind that Reachability Analyzer does not support',

  // The path's own filters exclude every packet.
  COMPONENT_FILTER_RESTRICTION: 'no path passes through the components to which the analysis was limited',
  COMPONENT_FILTER_RESTRICTION_REMOVED_COMPONENT: 'a filter of the analysis excluded {component}',
  FILTER_AT_DESTINATION_DESTINATION_ADDRESS:
    'no path has the destination address that the filter at the destination requires',
  FILTER_AT_DESTINATION_DESTINATION_PORT_RANGE:
    'no path has a destination port that the filter at the destination requires',
  FILTER_AT_DESTINATION_PROTOCOL: 'no path has the protocol that the filter at the destination requires',
  FILTER_AT_DESTINATION_SOURCE_ADDRESS: 'no path has the source address that the filter at the destination requires',
  FILTER_AT_DESTINATION_SOURCE_PORT_RANGE: 'no path has a source port that the filter at the destination requires',
  FILTER_AT_SOURCE_DESTINATION_ADDRESS: 'no path has the destination address that the filter at the source requires',
  FILTER_AT_SOURCE_DESTINATION_PORT_RANGE: 'no path has a destination port that the filter at the source requires',
  FILTER_AT_SOURCE_PROTOCOL: 'no path has the protocol that the filter at the source requires',
  FILTER_AT_SOURCE_SOURCE_ADDRESS: 'no path has the source address that the filter at the source requires',
  FILTER_AT_SOURCE_SOURCE_PORT_RANGE: 'no path has a source port that the filter at the source requires',
  IGW_EXPECTS_PUBLIC_ADDRESS: 'a path that starts or ends at {internetGateway} needs a public address beyond it',
};

/**
 * What a result leaves uncertain, by the additional detail code of a path component.
 * https://docs.aws.amazon.com/vpc/latest/reachability/additional-detail-codes.html
 */
export const DETAIL_SENTENCES: Readonly<Record<string, string>> = {
  ASSUMPTION_PRESERVE_CLIENT_IP_IS_DISABLED:
    'the target group attributes of {component} could not be read; assumed: it does not preserve client addresses',
  ASSUMPTION_PRESERVE_CLIENT_IP_IS_ENABLED:
    'the target group attributes of {component} could not be read; assumed: it preserves client addresses',
  AVAILABILITY_ZONE_CROSSED: 'the path crosses availability zones at {component}',
  FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULE_GROUP_TYPE:
    '{component} has firewall rule groups of a higher priority and an unsupported type, which were ignored and may change the result',
  FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULES:
    '{component} has unsupported firewall rules of a higher priority, which were ignored and may change the result',
  FIREWALL_UNSUPPORTED_RULE_OPTIONS:
    '{component} has firewall rules with unsupported options, which were ignored and may change the result',
  MISSING_TARGET_GROUP_ATTRIBUTES: 'the target group attributes of {component} could not be read',
  PATH_THROUGH_GWLB_NOT_CHECKED: 'the path through the Gateway Load Balancer behind {component} was not checked',
  RESPONSE_RTB_HAS_NO_ROUTE_TO_TRANSIT_GATEWAY:
    'the route table for return traffic at {component} has no route to the transit gateway',
  TRANSIT_GATEWAY_APPLIANCE_MODE_RECOMMENDED:
    'appliance mode is recommended for the transit gateway attachment at {component}',
  UNIDIRECTIONAL_PATH_ANALYSIS_ONLY:
    'only the forward path was analysed at {component}: the return path may be blocked',
};
