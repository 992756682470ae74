import { APPLIANCE_PATTERN, type ApiCallPattern, EVENT_PATTERNS } from '../../../lib/policies/event-patterns';
import { matches, parsePattern } from '../../../sandbox/services/events/pattern';

type Trigger = keyof typeof EVENT_PATTERNS;

const letsThrough = (pattern: ApiCallPattern, event: object): boolean =>
  matches(parsePattern(JSON.stringify(pattern)), event);

const starts = (trigger: Trigger, event: object): boolean => letsThrough(EVENT_PATTERNS[trigger], event);

/** A CloudTrail record as EventBridge delivers it. */
const call = (eventName: string, service = 'ec2', detail: object = {}) => ({
  version: '0',
  id: '7bf73129-1428-4cd3-a780-95db273d1602',
  'detail-type': 'AWS API Call via CloudTrail',
  source: `aws.${service}`,
  account: '123456789012',
  time: '2026-11-23T10:00:00Z',
  region: 'eu-central-1',
  resources: [],
  detail: {
    eventVersion: '1.11',
    userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::123456789012:assumed-role/NetAdmin/alice' },
    eventTime: '2026-11-23T10:00:00Z',
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: 'eu-central-1',
    sourceIPAddress: '203.0.113.7',
    userAgent: 'console.ec2.amazonaws.com',
    requestParameters: { groupId: 'sg-0123456789abcdef0' },
    responseElements: { requestId: '0b2f8bd1-9d9e-4b8b-8a62-0f1f6d0b7c8e', _return: true },
    requestID: '0b2f8bd1-9d9e-4b8b-8a62-0f1f6d0b7c8e',
    eventID: 'c1b6f3d2-6d0f-4d0a-8b53-6a5d5f0c3a11',
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '123456789012',
    eventCategory: 'Management',
    ...detail,
  },
});

const SECURITY_GROUP_CALLS = [
  'AuthorizeSecurityGroupIngress',
  'RevokeSecurityGroupIngress',
  'AuthorizeSecurityGroupEgress',
  'RevokeSecurityGroupEgress',
  'ModifySecurityGroupRules',
  'ModifyNetworkInterfaceAttribute',
  'ModifyInstanceAttribute',
];

const OTHER_NETWORK_CALLS: Record<string, string> = {
  groups:
    'CreateSecurityGroup DeleteSecurityGroup AssociateSecurityGroupVpc DisassociateSecurityGroupVpc ModifyVpcEndpoint ApplySecurityGroupsToClientVpnTargetNetwork',
  'prefix lists': 'ModifyManagedPrefixList RestoreManagedPrefixListVersion',
  'network ACLs':
    'CreateNetworkAclEntry DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation CreateNetworkAcl DeleteNetworkAcl',
  routes:
    'CreateRoute DeleteRoute ReplaceRoute AssociateRouteTable DisassociateRouteTable ReplaceRouteTableAssociation DeleteRouteTable EnableVgwRoutePropagation DisableVgwRoutePropagation EnableRouteServerPropagation DisableRouteServerPropagation',
  gateways:
    'AttachInternetGateway DetachInternetGateway CreateNatGateway DeleteNatGateway AssociateNatGatewayAddress DisassociateNatGatewayAddress AssociateAddress DisassociateAddress ReleaseAddress AttachVpnGateway DetachVpnGateway ModifyTransitGatewayAttachmentNatConfiguration',
  'interfaces and instances':
    'AttachNetworkInterface DetachNetworkInterface CreateNetworkInterface DeleteNetworkInterface AssignPrivateIpAddresses UnassignPrivateIpAddresses RunInstances StartInstances StopInstances TerminateInstances ResetNetworkInterfaceAttribute ResetInstanceAttribute',
  peering:
    'CreateVpcPeeringConnection AcceptVpcPeeringConnection DeleteVpcPeeringConnection ModifyVpcPeeringConnectionOptions',
  'transit gateways':
    'CreateTransitGatewayRoute DeleteTransitGatewayRoute ReplaceTransitGatewayRoute AssociateTransitGatewayRouteTable DisassociateTransitGatewayRouteTable EnableTransitGatewayRouteTablePropagation DisableTransitGatewayRouteTablePropagation CreateTransitGatewayPrefixListReference ModifyTransitGatewayPrefixListReference DeleteTransitGatewayPrefixListReference CreateTransitGatewayVpcAttachment ModifyTransitGatewayVpcAttachment DeleteTransitGatewayVpcAttachment CreateTransitGatewayPeeringAttachment AcceptTransitGatewayPeeringAttachment DeleteTransitGatewayPeeringAttachment ModifyTransitGateway AssociateTransitGatewayPolicyTable DisassociateTransitGatewayPolicyTable CreateTransitGatewayPolicyTableEntry DeleteTransitGatewayPolicyTableEntry CreateTransitGatewayConnect DeleteTransitGatewayConnectPeer',
  VPNs: 'CreateVpnConnection ModifyVpnConnection DeleteVpnConnection CreateVpnConnectionRoute DeleteVpnConnectionRoute ModifyVpnConnectionOptions',
  'route servers':
    'AssociateRouteServer DisassociateRouteServer ModifyRouteServer CreateRouteServerPeer DeleteRouteServerPeer DeleteRouteServerEndpoint',
  endpoints:
    'CreateVpcEndpoint DeleteVpcEndpoints AcceptVpcEndpointConnections RejectVpcEndpointConnections ModifyVpcEndpointServiceConfiguration ModifyVpcEndpointServicePermissions DeleteVpcEndpointServiceConfigurations',
  VPCs: 'ModifyVpcBlockPublicAccessOptions CreateVpcBlockPublicAccessExclusion ModifyVpcBlockPublicAccessExclusion DeleteVpcBlockPublicAccessExclusion AssociateVpcCidrBlock DisassociateVpcCidrBlock',
};

const APPLIANCE_CALLS: Record<string, string> = {
  elasticloadbalancing:
    'SetSecurityGroups ApplySecurityGroupsToLoadBalancer SetSubnets SetIpAddressType CreateListener ModifyListener DeleteListener CreateRule ModifyRule DeleteRule SetRulePriorities RegisterTargets DeregisterTargets ModifyTargetGroupAttributes ModifyLoadBalancerAttributes DeleteLoadBalancer RegisterInstancesWithLoadBalancer DeregisterInstancesFromLoadBalancer CreateLoadBalancerListeners DeleteLoadBalancerListeners AttachLoadBalancerToSubnets DetachLoadBalancerFromSubnets EnableAvailabilityZonesForLoadBalancer DisableAvailabilityZonesForLoadBalancer',
  'network-firewall':
    'UpdateFirewallPolicy UpdateRuleGroup AssociateFirewallPolicy AssociateSubnets DisassociateSubnets AssociateAvailabilityZones DisassociateAvailabilityZones CreateFirewall DeleteFirewall CreateVpcEndpointAssociation DeleteVpcEndpointAssociation AcceptNetworkFirewallTransitGatewayAttachment',
};

const applianceCalls = Object.entries(APPLIANCE_CALLS).flatMap(([service, names]) =>
  names.split(' ').map((name) => ({ service, name })),
);

const otherNetworkCalls = Object.entries(OTHER_NETWORK_CALLS).flatMap(([kind, names]) =>
  names.split(' ').map((name) => ({ kind, name })),
);

describe.each(Object.keys(EVENT_PATTERNS) as Trigger[])('the trigger %s', (trigger) => {
  it.each(SECURITY_GROUP_CALLS)('starts on %s', (name) => {
    expect(starts(trigger, call(name))).toBe(true);
  });

  it.each([
    ['a denied call', { errorCode: 'Client.UnauthorizedOperation', errorMessage: 'denied', responseElements: null }],
    ['a dry run', { errorCode: 'Client.DryRunOperation', errorMessage: 'DryRun flag is set', responseElements: null }],
  ])('does not start on %s', (_, failure) => {
    expect(starts(trigger, call('RevokeSecurityGroupEgress', 'ec2', failure))).toBe(false);
  });

  it.each([
    'UpdateSecurityGroupRuleDescriptionsIngress',
    'UpdateSecurityGroupRuleDescriptionsEgress',
    'CreateTags',
    'DescribeSecurityGroups',
    'StartNetworkInsightsAnalysis',
    'DeleteNetworkInsightsAnalysis',
  ])('does not start on %s, which changes no traffic', (name) => {
    expect(starts(trigger, call(name))).toBe(false);
  });

  it('does not start on an event of another kind or service', () => {
    const change = call('RevokeSecurityGroupEgress');
    expect(starts(trigger, { ...change, 'detail-type': 'EC2 Instance State-change Notification' })).toBe(false);
    expect(starts(trigger, call('RevokeSecurityGroupEgress', 'rds'))).toBe(false);
  });
});

describe('calls that change the network without security groups', () => {
  it.each(otherNetworkCalls)('$name ($kind) starts network only', ({ name }) => {
    expect(starts('network', call(name))).toBe(true);
    expect(starts('security-groups', call(name))).toBe(false);
  });

  it.each(applianceCalls)(
    '$name of $service is let through by the rule for appliances, and by no other',
    ({ name, service }) => {
      expect(letsThrough(APPLIANCE_PATTERN, call(name, service))).toBe(true);
      expect(letsThrough(APPLIANCE_PATTERN, call(name, service, { errorCode: 'AccessDenied' }))).toBe(false);
      expect(starts('network', call(name, service))).toBe(false);
      expect(starts('security-groups', call(name, service))).toBe(false);
    },
  );

  it.each(['AddTags', 'DescribeLoadBalancers', 'ConfigureHealthCheck'])(
    '%s of a load balancer starts nothing',
    (name) => {
      expect(letsThrough(APPLIANCE_PATTERN, call(name, 'elasticloadbalancing'))).toBe(false);
    },
  );

  it.each(['TagResource', 'DescribeFirewall', 'UpdateLoggingConfiguration'])(
    '%s of a firewall starts nothing',
    (name) => {
      expect(letsThrough(APPLIANCE_PATTERN, call(name, 'network-firewall'))).toBe(false);
    },
  );
});

it('leaves room in each pattern below the 2,048 characters that EventBridge takes', () => {
  for (const pattern of [...Object.values(EVENT_PATTERNS), APPLIANCE_PATTERN])
    expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(1_950);
});
