/**
 * Analyses that AWS publishes, shortened as AWS shortens them: the Reachability Analyzer guide, "Getting
 * started using the CLI", step 3. https://docs.aws.amazon.com/vpc/latest/reachability/getting-started-cli.html
 */
import type { NetworkInsightsAnalysis } from '@aws-sdk/client-ec2';

const ARN = 'arn:aws:ec2:us-west-2:123456789012';
const VPC = { Id: 'vpc-0abc123def456789', Arn: `${ARN}:vpc/vpc-0abc123def456789`, Name: 'Main VPC' };

function named(kind: string, Id: string, Name: string) {
  return { Id, Arn: `${ARN}:${kind}/${Id}`, Name };
}

/** Example 1, first analysis: two groups of the destination's interface, and the port that does not match. */
export const NOT_REACHABLE: NetworkInsightsAnalysis = {
  NetworkInsightsAnalysisId: 'nia-0abc123def456789',
  NetworkInsightsAnalysisArn: `${ARN}:network-insights-analysis/nia-0abc123def456789`,
  NetworkInsightsPathId: 'nip-0abc123def456789',
  StartDate: new Date('2025-03-15T14:30:00.000Z'),
  Status: 'succeeded',
  StatusMessage: 'Analysis completed successfully',
  NetworkPathFound: false,
  ForwardPathComponents: [
    { SequenceNumber: 1, Component: named('instance', 'i-0abc123def456789', 'Source Instance') },
    { SequenceNumber: 2, Component: named('network-interface', 'eni-0abc123def456789', 'Source ENI') },
    { SequenceNumber: 3, Component: named('subnet', 'subnet-0abc123def456789', 'Private Subnet') },
  ],
  Explanations: [
    {
      Direction: 'ingress',
      ExplanationCode: 'ENI_SG_RULES_MISMATCH',
      NetworkInterface: named('network-interface', 'eni-0def456789abc0123', 'Destination ENI'),
      SecurityGroups: [
        named('security-group', 'sg-0abc123def456789', 'Source Security Group'),
        named('security-group', 'sg-0def456789abc0123', 'Destination Security Group'),
      ],
      Vpc: VPC,
      PacketField: 'destination-port',
      Port: 443,
    },
  ],
  AlternatePathHints: [
    { ComponentId: 'sg-0fff111222333444', ComponentArn: `${ARN}:security-group/sg-0fff111222333444` },
  ],
};

/** Example 1, second analysis: only the nearest rule names the group, and the source address does not match. */
export const NOT_REACHABLE_BY_RULE: NetworkInsightsAnalysis = {
  NetworkInsightsAnalysisId: 'nia-0def456789abc0123',
  NetworkInsightsAnalysisArn: `${ARN}:network-insights-analysis/nia-0def456789abc0123`,
  NetworkInsightsPathId: 'nip-0abc123def456789',
  StartDate: new Date('2025-04-10T09:45:00.000Z'),
  Status: 'succeeded',
  StatusMessage: 'Analysis completed successfully',
  NetworkPathFound: false,
  ForwardPathComponents: [
    { SequenceNumber: 1, Component: named('instance', 'i-0def456789abc0123', 'Source Instance') },
    { SequenceNumber: 2, Component: named('network-interface', 'eni-0def456789abc0123', 'Source ENI') },
  ],
  Explanations: [
    {
      Direction: 'ingress',
      ExplanationCode: 'ENI_SG_RULES_MISMATCH',
      NetworkInterface: named('network-interface', 'eni-0fff111222333444', 'Target Load Balancer ENI'),
      SecurityGroupRule: {
        SecurityGroupId: 'sg-0def456789abc0123',
        Direction: 'ingress',
        PortRange: { From: 80, To: 80 },
        Protocol: 'tcp',
        Cidr: '10.0.0.0/16',
      },
      PacketField: 'source-address',
      Vpc: VPC,
    },
  ],
};

const EAST = 'arn:aws:ec2:us-east-1:123456789012';
const GATEWAY = { Id: 'igw-0797cccdc9d73b0e5', Arn: `${EAST}:internet-gateway/igw-0797cccdc9d73b0e5` };
const INSTANCE = { Id: 'i-0626d4edd54f1286d', Arn: `${EAST}:instance/i-0626d4edd54f1286d` };
const INTERFACE = { Id: 'eni-0a25edef15a6cc08c', Arn: `${EAST}:network-interface/eni-0a25edef15a6cc08c` };
/** In AWS's example this is another id than the instance's own. */
const ATTACHED_TO = { Id: 'i-0495d385ad28331c7', Arn: `${EAST}:instance/i-0495d385ad28331c7` };
const GROUP = { Id: 'sg-02f0d35a850ba727f', Arn: `${EAST}:security-group/sg-02f0d35a850ba727f` };
const NONE = { AdditionalDetails: [], Explanations: [] };

/** Example 2, without packet headers, subnets and VPCs: on the way back, the group has no rule. */
export const REACHABLE: NetworkInsightsAnalysis = {
  NetworkInsightsAnalysisId: 'nia-076744f74a04c3c7f',
  NetworkInsightsAnalysisArn: `${EAST}:network-insights-analysis/nia-076744f74a04c3c7f`,
  NetworkInsightsPathId: 'nip-0614b9507b4e3e989',
  StartDate: new Date('2023-03-20T23:47:08.080Z'),
  Status: 'succeeded',
  NetworkPathFound: true,
  ForwardPathComponents: [
    { SequenceNumber: 1, Component: GATEWAY, ...NONE },
    {
      SequenceNumber: 2,
      AclRule: { Cidr: '0.0.0.0/0', Egress: false, Protocol: 'all', RuleAction: 'allow', RuleNumber: 100 },
      Component: { Id: 'acl-04fbcfb79260f6c5b', Arn: `${EAST}:network-acl/acl-04fbcfb79260f6c5b` },
      ...NONE,
    },
    {
      SequenceNumber: 3,
      Component: GROUP,
      SecurityGroupRule: {
        Cidr: '0.0.0.0/0',
        Direction: 'ingress',
        PortRange: { From: 22, To: 22 },
        Protocol: 'tcp',
      },
      ...NONE,
    },
    { SequenceNumber: 4, AttachedTo: ATTACHED_TO, Component: INTERFACE, ...NONE },
    { SequenceNumber: 5, Component: INSTANCE, ...NONE },
  ],
  ReturnPathComponents: [
    { SequenceNumber: 1, Component: INSTANCE, ...NONE },
    { SequenceNumber: 2, AttachedTo: ATTACHED_TO, Component: INTERFACE, ...NONE },
    { SequenceNumber: 3, Component: GROUP, ...NONE },
    {
      SequenceNumber: 4,
      AclRule: { Cidr: '0.0.0.0/0', Egress: true, Protocol: 'all', RuleAction: 'allow', RuleNumber: 100 },
      Component: { Id: 'acl-0a8e20a0a9f144d36', Arn: `${EAST}:network-acl/acl-0a8e20a0a9f144d36` },
      ...NONE,
    },
    {
      SequenceNumber: 5,
      Component: { Id: 'rtb-0d49a54c0a8c0bd9b', Arn: `${EAST}:route-table/rtb-0d49a54c0a8c0bd9b` },
      RouteTableRoute: {
        DestinationCidr: '0.0.0.0/0',
        GatewayId: 'igw-0797cccdc9d73b0e5',
        Origin: 'createroute',
        State: 'active',
      },
      ...NONE,
    },
    { SequenceNumber: 6, Component: GATEWAY, ...NONE },
  ],
  Tags: [],
};
