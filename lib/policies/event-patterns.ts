/** One condition on an event's name: the name itself, or the end that the names of a family share. */
type NamePattern = string | { readonly suffix: string };

/** An EventBridge pattern for calls that CloudTrail recorded and that succeeded. */
export interface ApiCallPattern {
  readonly source: readonly string[];
  readonly 'detail-type': readonly ['AWS API Call via CloudTrail'];
  readonly detail: {
    readonly eventSource: readonly string[];
    readonly eventName: readonly NamePattern[];
    /** A failed call and a dry run bear an error code and changed nothing. */
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

/** These swap the groups of an interface or an instance, without a change to any rule. */
const SECURITY_GROUP_MEMBERS = ['ModifyNetworkInterfaceAttribute', 'ModifyInstanceAttribute'];

/**
 * Ends of names: spelled out, the pattern would exceed EventBridge's limit of 2,048 characters. Some families hold a call that cannot
 * matter, such as `CreateRouteTable`; the function knows those (lambda-src/events/harmless-calls.ts).
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
  // Every kind of attachment of a transit gateway: no other call of EC2 ends so.
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

/** Of Elastic Load Balancing, both APIs: one is that of Classic Load Balancers, whose calls mostly end in `LoadBalancer`. */
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
 * What starts a check in EC2, by trigger. `security-groups`: the rules of security groups, and the calls that swap the groups of an
 * interface or instance. `network`: these, and every other call of EC2 that can change what an analysis finds.
 *
 * Changed descriptions of rules are in neither: they have no effect on traffic. Why each call that is missing may be missing:
 * `testing/aws/calls-without-effect.ts`.
 */
export const EVENT_PATTERNS = {
  'security-groups': apiCalls(['ec2'], [...SECURITY_GROUP_RULES, ...SECURITY_GROUP_MEMBERS]),
  network: apiCalls(['ec2'], [...EC2_CALLS, ...endings(EC2_FAMILIES)]),
} as const;

/** What starts a check in load balancers and firewalls, for the trigger `network` only. Beside EC2's calls it would not fit into one pattern. */
export const APPLIANCE_PATTERN = apiCalls(
  ['elasticloadbalancing', 'network-firewall'],
  [...LOAD_BALANCER_CALLS, ...FIREWALL_CALLS],
);

/** Which calls start a check. */
export type Trigger = keyof typeof EVENT_PATTERNS;
