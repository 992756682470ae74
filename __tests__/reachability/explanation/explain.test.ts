import { explain, explainDetail } from '../../../reachability/explanation/explain';
import { DETAIL_SENTENCES, EXPLANATION_SENTENCES } from '../../../reachability/explanation/sentences';

/** https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html */
const EXPLANATION_CODES = `
  BAD_STATE BAD_STATE_ATTACHMENT BAD_STATE_ROUTE BAD_STATE_VPN CANNOT_ROUTE ELB_ACL_RESTRICTION ELB_INSTALLED_AZ_RESTRICTION
  ELB_LISTENER_PORT_RESTRICTION ELB_LISTENERS_MISMATCH ELB_NOT_CROSSZONE ELBV2_LISTENER_HAS_NO_TG ELBV2_LISTENER_PORT_RESTRICTION
  ELBV2_LISTENER_REQUIRES_TG_ACCEPT ELBV2_LISTENERS_MISMATCH ELBV2_NO_TARGETS_IN_AZ ELBV2_SOURCE_ADDRESS_PRESERVATION
  ENI_ADDRESS_RESTRICTION ENI_SG_RULES_MISMATCH ENI_SOURCE_DEST_CHECK_RESTRICTION FIREWALL_RULES_RESTRICTION
  GATEWAY_REJECTS_SPOOFED_TRAFFIC GWLB_DESTINATION_PORT_RESTRICTION GWLB_PROTOCOL_RESTRICTION HIGHER_PRIORITY_ROUTE
  IGW_DESTINATION_ADDRESS_IN_VPC_CIDRS IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS
  IGW_NAT_REFLECTION IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS
  IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS INGRESS_RTB_NO_PUBLIC_IP
  INGRESS_RTB_TRAFFIC_REDIRECTION MORE_SPECIFIC_ROUTE NGW_DEST_ADDRESS_PRESERVATION NGW_REQUIRES_SOURCE_IN_VPC
  NGW_SOURCE_ADDRESS_REASSIGN NO_POSSIBLE_DESTINATION NO_ROUTE_TO_DESTINATION PCX_REQUIRES_ADDRESS_IN_VPC_CIDR PROTOCOL_RESTRICTION
  REGIONAL_NGW_ROUTE_AZ_RESTRICTION REMAP_EPHEMERAL_PORT SG_HAS_NO_RULES SG_REFERENCES_NOT_PRESERVED SG_REFERENCING_SUPPORT
  SUBNET_ACL_RESTRICTION TARGET_ADDRESS_RESTRICTION TARGET_PORT_RESTRICTION TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION
  TGW_ATTACH_VPC_AZ_RESTRICTION TGW_BAD_STATE_VPN TGW_ROUTE_AZ_RESTRICTION TGW_RTB_BAD_STATE_ROUTE TGW_RTB_CANNOT_ROUTE
  TGW_RTB_HIGHER_PRIORITY_ROUTE TGW_RTB_MORE_SPECIFIC_ROUTE TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT TGW_RTB_ROUTES_ARE_UNKNOWN
  UNKNOWN_DESTINATION UNKNOWN_PEERED_SGS UNKNOWN_RESOURCE VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS
  VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS VPC_BLOCK_PUBLIC_ACCESS_ENABLED VPC_LOCAL_ROUTE_CIDR_RESTRICTION
  VPCE_GATEWAY_EGRESS_SOURCE_ADDRESS_RESTRICTION VPCE_GATEWAY_PROTOCOL_RESTRICTION VPCE_INTRA_VPC_TRAFFIC
  VPCE_SERVICE_NOT_INSTALLED_IN_AZ
  DISCONNECTED_VPCS NO_PATH NO_SOURCE_OR_DESTINATION UNASSOCIATED_COMPONENT UNSUPPORTED_COMPONENT
  COMPONENT_FILTER_RESTRICTION COMPONENT_FILTER_RESTRICTION_REMOVED_COMPONENT FILTER_AT_DESTINATION_DESTINATION_ADDRESS
  FILTER_AT_DESTINATION_DESTINATION_PORT_RANGE FILTER_AT_DESTINATION_PROTOCOL FILTER_AT_DESTINATION_SOURCE_ADDRESS
  FILTER_AT_DESTINATION_SOURCE_PORT_RANGE FILTER_AT_SOURCE_DESTINATION_ADDRESS FILTER_AT_SOURCE_DESTINATION_PORT_RANGE
  FILTER_AT_SOURCE_PROTOCOL FILTER_AT_SOURCE_SOURCE_ADDRESS FILTER_AT_SOURCE_SOURCE_PORT_RANGE IGW_EXPECTS_PUBLIC_ADDRESS
`
  .trim()
  .split(/\s+/);

const DETAIL_CODES = `
  ASSUMPTION_PRESERVE_CLIENT_IP_IS_DISABLED ASSUMPTION_PRESERVE_CLIENT_IP_IS_ENABLED AVAILABILITY_ZONE_CROSSED
  FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULE_GROUP_TYPE FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULES FIREWALL_UNSUPPORTED_RULE_OPTIONS
  MISSING_TARGET_GROUP_ATTRIBUTES PATH_THROUGH_GWLB_NOT_CHECKED RESPONSE_RTB_HAS_NO_ROUTE_TO_TRANSIT_GATEWAY
  TRANSIT_GATEWAY_APPLIANCE_MODE_RECOMMENDED UNIDIRECTIONAL_PATH_ANALYSIS_ONLY
`
  .trim()
  .split(/\s+/);

it.each(EXPLANATION_CODES)('%s has a sentence that needs no field', (code) => {
  expect(explain({ ExplanationCode: code })).toMatch(new RegExp(`^[A-Z][^{}]{20,} \\[${code}\\]$`));
});

it.each(DETAIL_CODES)('%s has a sentence that needs no field', (code) => {
  expect(explainDetail({ AdditionalDetailType: code }, undefined)).toMatch(
    new RegExp(`^[A-Z][^{}]{20,} \\[${code}\\]$`),
  );
});

it('has no sentence for codes that do not exist', () => {
  expect(Object.keys(EXPLANATION_SENTENCES).sort()).toEqual([...EXPLANATION_CODES].sort());
  expect(Object.keys(DETAIL_SENTENCES).sort()).toEqual([...DETAIL_CODES].sort());
});

describe('a sentence', () => {
  it.each([
    [
      {
        ExplanationCode: 'ENI_SG_RULES_MISMATCH',
        Direction: 'egress',
        NetworkInterface: { Id: 'eni-0a', Arn: 'arn:aws:ec2:…:network-interface/eni-0a' },
        SecurityGroups: [{ Id: 'sg-0a' }, { Id: 'sg-0b' }],
        Subnet: { Id: 'subnet-0a' },
        Vpc: { Id: 'vpc-0a' },
      },
      'No outbound rule of security groups sg-0a, sg-0b admits the traffic at network interface eni-0a (subnet-0a, vpc-0a) [ENI_SG_RULES_MISMATCH]',
    ],
    [
      {
        ExplanationCode: 'NO_ROUTE_TO_DESTINATION',
        RouteTable: { Id: 'rtb-0a', Name: 'public' },
        Destination: { Id: 'igw-0a' },
        Vpc: { Id: 'vpc-0a' },
      },
      'Route table rtb-0a ("public") has no route to destination igw-0a (vpc-0a) [NO_ROUTE_TO_DESTINATION]',
    ],
    [
      {
        ExplanationCode: 'SUBNET_ACL_RESTRICTION',
        Acl: { Id: 'acl-0a' },
        Subnet: { Id: 'subnet-0a' },
        Direction: 'ingress',
      },
      'Network ACL acl-0a of subnet subnet-0a does not admit the inbound traffic [SUBNET_ACL_RESTRICTION]',
    ],
    [
      {
        ExplanationCode: 'BAD_STATE_ROUTE',
        RouteTable: { Id: 'rtb-0a' },
        RouteTableRoute: { DestinationCidr: '0.0.0.0/0', GatewayId: 'igw-0a' },
        State: 'blackhole',
      },
      'The route 0.0.0.0/0 to igw-0a in route table rtb-0a is not in a working state (state: blackhole) [BAD_STATE_ROUTE]',
    ],
    [
      { ExplanationCode: 'ENI_SG_RULES_MISMATCH', Direction: 'ingress', PacketField: 'destination-port', Port: 443 },
      'No inbound rule of the security group admits the traffic at the network interface (packet field: destination-port, port 443) [ENI_SG_RULES_MISMATCH]',
    ],
    // The members of the API's Explanation:
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Explanation.html
    [
      {
        ExplanationCode: 'SUBNET_ACL_RESTRICTION',
        Acl: { Id: 'acl-0a' },
        Direction: 'egress',
        AclRule: { Cidr: '10.0.0.0/8', Egress: true, Protocol: '6', RuleAction: 'deny', RuleNumber: 90 },
      },
      'Network ACL acl-0a of the subnet does not admit the outbound traffic (rule 90 denies tcp to 10.0.0.0/8) [SUBNET_ACL_RESTRICTION]',
    ],
    [
      {
        ExplanationCode: 'SUBNET_ACL_RESTRICTION',
        Acl: { Id: 'acl-0a' },
        Direction: 'ingress',
        AclRule: { Cidr: '0.0.0.0/0', Egress: false, Protocol: 'all', RuleAction: 'deny', RuleNumber: 32_767 },
      },
      'Network ACL acl-0a of the subnet does not admit the inbound traffic (the last rule (*) denies all traffic from 0.0.0.0/0) [SUBNET_ACL_RESTRICTION]',
    ],
    [
      {
        ExplanationCode: 'FIREWALL_RULES_RESTRICTION',
        Component: { Id: 'firewall-0a' },
        FirewallStatefulRule: {
          RuleGroupArn: 'arn:aws:network-firewall:eu-central-1:123456789012:stateful-rulegroup/deny-ssh',
          Sources: ['10.0.0.0/8'],
          Destinations: ['0.0.0.0/0'],
          DestinationPorts: [{ From: 22, To: 22 }],
          Protocol: 'tcp',
          RuleAction: 'drop',
        },
      },
      'A rule of AWS Network Firewall blocks the traffic at component firewall-0a (stateful rule of arn:aws:network-firewall:eu-central-1:123456789012:stateful-rulegroup/deny-ssh: drop tcp port 22 from 10.0.0.0/8 to 0.0.0.0/0) [FIREWALL_RULES_RESTRICTION]',
    ],
    [
      {
        ExplanationCode: 'FIREWALL_RULES_RESTRICTION',
        FirewallStatelessRule: { RuleGroupArn: 'arn:r', Protocols: [6, 17], RuleAction: 'drop', Priority: 10 },
      },
      'A rule of AWS Network Firewall blocks the traffic at the component (stateless rule of priority 10 of arn:r: drop tcp, udp) [FIREWALL_RULES_RESTRICTION]',
    ],
    [
      {
        ExplanationCode: 'NO_POSSIBLE_DESTINATION',
        Component: { Id: 'tgw-0a' },
        ComponentAccount: '210987654321',
        ComponentRegion: 'eu-west-1',
      },
      'Component tgw-0a has nowhere to send the traffic in this account and Region (in account 210987654321, in Region eu-west-1) [NO_POSSIBLE_DESTINATION]',
    ],
    [
      {
        ExplanationCode: 'TGW_RTB_CANNOT_ROUTE',
        TransitGatewayRouteTable: { Id: 'tgw-rtb-0a' },
        TransitGatewayRouteTableRoute: {
          DestinationCidr: '10.0.0.0/16',
          AttachmentId: 'tgw-attach-0a',
          ResourceId: 'vpc-0a',
        },
      },
      'The transit gateway route 10.0.0.0/16 to tgw-attach-0a (vpc-0a) in transit gateway route table tgw-rtb-0a does not match the destination address of the traffic [TGW_RTB_CANNOT_ROUTE]',
    ],
    [
      {
        ExplanationCode: 'CANNOT_ROUTE',
        RouteTable: { Id: 'rtb-0a' },
        RouteTableRoute: { DestinationCidr: '10.0.0.0/8', CoreNetworkArn: 'arn:cn' },
      },
      'The route 10.0.0.0/8 to arn:cn in route table rtb-0a does not match the destination address of the traffic [CANNOT_ROUTE]',
    ],
    [
      {
        ExplanationCode: 'TARGET_PORT_RESTRICTION',
        LoadBalancerArn: 'arn:lb',
        LoadBalancerTarget: { Instance: { Id: 'i-0a' }, Address: '10.0.0.1', Port: 8080 },
        LoadBalancerTargetPort: 80,
      },
      'Load balancer arn:lb sends to a target only on its registered port (target i-0a port 8080, target port 80) [TARGET_PORT_RESTRICTION]',
    ],
  ])('has what the explanation names: %#', (explanation, sentence) => {
    expect(explain(explanation)).toBe(sentence);
  });

  it('for an unknown code is the code and what the explanation names', () => {
    expect(
      explain({
        ExplanationCode: 'SOMETHING_NEW',
        Acl: { Id: 'acl-0a' },
        MissingComponent: 'x',
        PortRanges: [{ From: 1, To: 2 }],
      }),
    ).toBe('SOMETHING_NEW, acl-0a, missing: x, ports 1 to 2');
  });

  it('keeps texts verbatim, and never looks up inherited members', () => {
    expect(explain({ ExplanationCode: 'constructor', Component: { Id: 'a\nb' } })).toBe('constructor, a\nb');
  });
});
