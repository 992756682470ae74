/** A condition on an event's name: the name itself, or the suffix of a family of names. */
type NamePattern = string | { readonly suffix: string };

/** An EventBridge pattern for successful calls that CloudTrail recorded. */
export interface ApiCallPattern {
  readonly source: readonly string[];
  readonly 'detail-type': readonly ['AWS API Call via CloudTrail'];
  readonly detail: {
    readonly eventSource: readonly string[];
    readonly eventName: readonly NamePattern[];
    /** Failed calls and dry runs, which change nothing, have an error code. */
    readonly errorCode: readonly [{ readonly exists: false }];
  };
}

const SECURITY_GROUP_RULES = [
  'AuthorizeSecurityGroupIngress',
  'RevokeSecurityGroupIngress',
  'AuthorizeSecurityGroupEgress',
  'RevokeSecurityGroupEgress',
  'ModifySecurityGroupRules',
];

/** These change the groups of an interface or an instance, without changing a rule. */
const SECURITY_GROUP_MEMBERS = ['ModifyNetworkInterfaceAttribute', 'ModifyInstanceAttribute'];

/**
 * Suffixes of names: with full names, the pattern would exceed EventBridge's limit of 2,048
 * characters. Some families contain harmless calls, such as `CreateRouteTable`, which the function
 * ignores (lambda-src/events/harmless-calls.ts).
 */
const EC2_FAMILIES = [
  'SecurityGroup',
  'SecurityGroupIngress',
  'SecurityGroupEgress',
  'SecurityGroupVpc',
  'InterfaceAttribute',
  'InstanceAttribute',
  'NetworkAcl',
  'AclEntry',
  'AclAssociation',
  'Route',
  'RouteTable',
  'TableAssociation',
  'TableAnnouncement',
  'Propagation',
  'RouteServer',
  'RouteServerEndpoint',
  'RouteServerPeer',
  'PrefixList',
  'PrefixListVersion',
  'PrefixListReference',
  'PrefixListResolver',
  'PrefixListResolverTarget',
  'Address',
  'PrivateIpAddresses',
  'InternetGateway',
  'NatGateway',
  'NatConfiguration',
  'VpnGateway',
  'VpnConnection',
  'VpnConcentrator',
  'ConnectionOptions',
  'NetworkInterface',
  'TrunkInterface',
  'TransitGateway',
  'GatewayConnect',
  'GatewayConnectPeer',
  // All attachments of transit gateways; no other call to EC2 ends like this.
  'Attachment',
  'PolicyTable',
  'PolicyTableEntry',
  'VpcEndpoint',
  'EndpointConnections',
  'ServiceConfiguration',
  'ServiceConfigurations',
  'PeeringConnection',
  'VpcCidrBlock',
  'AccessExclusion',
];

const EC2_CALLS = [
  'ModifySecurityGroupRules',
  'ApplySecurityGroupsToClientVpnTargetNetwork',
  'RunInstances',
  'RunScheduledInstances',
  'StartInstances',
  'StopInstances',
  'TerminateInstances',
  'CreateFleet',
  'ModifyFleet',
  'DeleteFleets',
  'RequestSpotInstances',
  'RequestSpotFleet',
  'ModifySpotFleetRequest',
  'CancelSpotFleetRequests',
  'DeleteVpcEndpoints',
  'ModifyVpcEndpointServicePermissions',
  'ModifyVpcBlockPublicAccessOptions',
  'ModifyManagedResourceVisibility',
];

/**
 * Both APIs of Elastic Load Balancing. Most calls of that of Classic Load Balancers end in
 * `LoadBalancer`.
 */
const LOAD_BALANCER_CALLS: readonly NamePattern[] = [
  { suffix: 'LoadBalancer' },
  'CreateLoadBalancerListeners',
  'DeleteLoadBalancerListeners',
  'AttachLoadBalancerToSubnets',
  'DetachLoadBalancerFromSubnets',
  'ModifyLoadBalancerAttributes',
  'SetSecurityGroups',
  'SetSubnets',
  'SetIpAddressType',
  'ModifyIpPools',
  'CreateListener',
  'ModifyListener',
  'DeleteListener',
  'CreateRule',
  'ModifyRule',
  'DeleteRule',
  'SetRulePriorities',
  'RegisterTargets',
  'DeregisterTargets',
  'ModifyTargetGroupAttributes',
];

const FIREWALL_CALLS: readonly NamePattern[] = [
  'CreateFirewall',
  'DeleteFirewall',
  'AssociateFirewallPolicy',
  'UpdateFirewallPolicy',
  'UpdateRuleGroup',
  'AssociateSubnets',
  'DisassociateSubnets',
  'AssociateAvailabilityZones',
  'DisassociateAvailabilityZones',
  'CreateVpcEndpointAssociation',
  'DeleteVpcEndpointAssociation',
  'PutResourcePolicy',
  'DeleteResourcePolicy',
  { suffix: 'TransitGatewayAttachment' },
];

const endings = (families: readonly string[]): NamePattern[] => families.map((suffix) => ({ suffix }));

const apiCalls = (services: readonly string[], eventName: readonly NamePattern[]): ApiCallPattern => ({
  source: services.map((service) => `aws.${service}`),
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: {
    eventSource: services.map((service) => `${service}.amazonaws.com`),
    eventName,
    errorCode: [{ exists: false }],
  },
});

/**
 * The calls to EC2 that start a check, by trigger. `security-groups`: changes of security group
 * rules, and of the groups of an interface or instance. `network`: these, and every other call to
 * EC2 that can change the result of an analysis.
 *
 * Neither includes changes of a rule's description, which have no effect on traffic. The reason for
 * each call left out is in `testing/aws/calls-without-effect.ts`.
 */
export const EVENT_PATTERNS = {
  'security-groups': apiCalls(['ec2'], [...SECURITY_GROUP_RULES, ...SECURITY_GROUP_MEMBERS]),
  network: apiCalls(['ec2'], [...EC2_CALLS, ...endings(EC2_FAMILIES)]),
} as const;

/**
 * The calls to load balancing and Network Firewall that start a check, for the trigger `network`
 * only. One pattern is too short for these and the calls to EC2.
 */
export const APPLIANCE_PATTERN = apiCalls(
  ['elasticloadbalancing', 'network-firewall'],
  [...LOAD_BALANCER_CALLS, ...FIREWALL_CALLS],
);

/** Which calls start a check. */
export type Trigger = keyof typeof EVENT_PATTERNS;
