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

/** Ends of names: spelled out, the pattern would exceed EventBridge's limit of 2,048 characters. No call in a family only reads. */
const FAMILIES: readonly NamePattern[] = [
  'NatGateway',
  'NatGatewayAddress',
  'NetworkAcl',
  'NetworkAclEntry',
  'RouteServerPropagation',
  'SecurityGroupVpc',
  'TransitGatewayPrefixListReference',
  'TransitGatewayRoute',
  'TransitGatewayRouteTable',
  'TransitGatewayRouteTablePropagation',
  'TransitGatewayVpcAttachment',
  'VgwRoutePropagation',
  'VpcBlockPublicAccessExclusion',
  'VpcCidrBlock',
  'VpcPeeringConnection',
].map((suffix) => ({ suffix }));

const EC2_CALLS = [
  'CreateSecurityGroup',
  'DeleteSecurityGroup',
  'ApplySecurityGroupsToClientVpnTargetNetwork',
  'ModifyManagedPrefixList',
  'RestoreManagedPrefixListVersion',
  'ReplaceNetworkAclAssociation',
  'CreateRoute',
  'DeleteRoute',
  'ReplaceRoute',
  'AssociateRouteTable',
  'DisassociateRouteTable',
  'ReplaceRouteTableAssociation',
  'DeleteRouteTable',
  'AttachInternetGateway',
  'DetachInternetGateway',
  'AssociateAddress',
  'DisassociateAddress',
  'ReleaseAddress',
  'AttachVpnGateway',
  'DetachVpnGateway',
  'AttachNetworkInterface',
  'DetachNetworkInterface',
  'DeleteNetworkInterface',
  'ResetNetworkInterfaceAttribute',
  'RunInstances',
  'TerminateInstances',
  'ModifyVpcPeeringConnectionOptions',
  'CreateVpcEndpoint',
  'ModifyVpcEndpoint',
  'DeleteVpcEndpoints',
  'ModifyVpcBlockPublicAccessOptions',
  'ModifySubnetAttribute',
];

const LOAD_BALANCER_CALLS = [
  'SetSecurityGroups',
  'ApplySecurityGroupsToLoadBalancer',
  'SetSubnets',
  'CreateListener',
  'ModifyListener',
  'DeleteListener',
  'RegisterTargets',
  'DeregisterTargets',
  'ModifyTargetGroupAttributes',
];

// Not every Update… of Network Firewall: descriptions, protections and logging settings do not touch traffic.
const FIREWALL_CALLS = ['UpdateFirewallPolicy', 'UpdateRuleGroup'];

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
 * What starts a check, by trigger. `security-groups`: the rules of security groups, and the calls that swap the groups of an
 * interface or instance. `network`: these, and every other call that can change what reaches what.
 *
 * Changed descriptions of rules are in neither: they have no effect on traffic.
 */
export const EVENT_PATTERNS = {
  'security-groups': apiCalls(['ec2'], [...SECURITY_GROUP_RULES, ...SECURITY_GROUP_MEMBERS]),
  network: apiCalls(
    ['ec2', 'elasticloadbalancing', 'network-firewall'],
    [
      ...SECURITY_GROUP_RULES,
      ...SECURITY_GROUP_MEMBERS,
      ...EC2_CALLS,
      ...FAMILIES,
      ...LOAD_BALANCER_CALLS,
      ...FIREWALL_CALLS,
    ],
  ),
} as const;
