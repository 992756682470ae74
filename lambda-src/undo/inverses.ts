import {
  answered,
  cidr,
  eitherFlag,
  exactlyOne,
  given,
  id,
  instanceIds,
  loadBalancingArn,
  type Option,
  oneOfWords,
  oppositeSourceDestCheck,
  swapped,
  targets,
  wholeNumber,
} from './options';
import { bpaExclusionOf, nextVersion, prefixListEntries, resetSourceDestCheck, transitGatewayTarget } from './values';

/** The AWS CLI operation that takes a call back, and its options. */
export interface Inverse {
  /** Such as `ec2 delete-route`. */
  readonly operation: string;
  readonly options: readonly Option[];
  /** What to know before. */
  readonly note?: string;
}

const routeTable = given('route-table-id', id('rtb'));
const vpc = given('vpc-id', id('vpc'));
const transitGatewayRouteTable = given('transit-gateway-route-table-id', id('tgw-rtb'));
const transitGatewayAttachment = given('transit-gateway-attachment-id', id('tgw-attach'));
const prefixList = given('prefix-list-id', id('pl'));
const destination = exactlyOne(
  given('destination-cidr-block', cidr),
  given('destination-ipv6-cidr-block', cidr),
  given('destination-prefix-list-id', id('pl')),
);

const SET_BEFORE =
  'The event does not tell whether the check was already set that way before; if it was, this is not the cause.';
const DELETES = 'This deletes what the call made.';

/**
 * The calls whose event holds all that taking them back needs. Not here are those whose event tells the new value only:
 * ReplaceRoute, DeleteRoute (not where the route led), ReplaceNetworkAclEntry, DeleteNetworkAclEntry (the number only),
 * swapped groups, associations that were replaced or taken away, options that were set, and most of what was deleted.
 */
export const INVERSES: Readonly<Record<string, Inverse>> = {
  CreateRoute: { operation: 'ec2 delete-route', options: [routeTable, destination] },
  AssociateRouteTable: {
    operation: 'ec2 disassociate-route-table',
    options: [answered('association-id', id('rtbassoc'))],
  },
  EnableVgwRoutePropagation: {
    operation: 'ec2 disable-vgw-route-propagation',
    options: [routeTable, given('gateway-id', id('vgw'))],
  },
  DisableVgwRoutePropagation: {
    operation: 'ec2 enable-vgw-route-propagation',
    options: [routeTable, given('gateway-id', id('vgw'))],
  },
  EnableRouteServerPropagation: {
    operation: 'ec2 disable-route-server-propagation',
    options: [given('route-server-id', id('rs')), routeTable],
  },
  DisableRouteServerPropagation: {
    operation: 'ec2 enable-route-server-propagation',
    options: [given('route-server-id', id('rs')), routeTable],
  },
  // AWS refuses an entry whose number is taken, so that this one replaced nothing.
  CreateNetworkAclEntry: {
    operation: 'ec2 delete-network-acl-entry',
    options: [
      given('network-acl-id', id('acl')),
      given('rule-number', wholeNumber),
      eitherFlag('Egress', 'egress', 'ingress'),
    ],
  },
  AttachInternetGateway: {
    operation: 'ec2 detach-internet-gateway',
    options: [given('internet-gateway-id', id('igw')), vpc],
  },
  DetachInternetGateway: {
    operation: 'ec2 attach-internet-gateway',
    options: [given('internet-gateway-id', id('igw')), vpc],
  },
  AttachVpnGateway: { operation: 'ec2 detach-vpn-gateway', options: [given('vpn-gateway-id', id('vgw')), vpc] },
  DetachVpnGateway: { operation: 'ec2 attach-vpn-gateway', options: [given('vpn-gateway-id', id('vgw')), vpc] },
  CreateNatGateway: {
    operation: 'ec2 delete-nat-gateway',
    options: [answered('nat-gateway-id', id('nat'))],
    note: DELETES,
  },
  AssociateAddress: {
    operation: 'ec2 disassociate-address',
    options: [answered('association-id', id('eipassoc'))],
    note: 'Where the address was before, and which public address the interface had, the event does not tell.',
  },
  StartInstances: {
    operation: 'ec2 stop-instances',
    options: [instanceIds],
    note: 'Those that ran before are stopped, too. A public address that is no Elastic IP address is given back.',
  },
  StopInstances: {
    operation: 'ec2 start-instances',
    options: [instanceIds],
    note: 'Those that were stopped before are started, too. A public address that is no Elastic IP address will be another one.',
  },
  AttachNetworkInterface: {
    operation: 'ec2 detach-network-interface',
    options: [answered('attachment-id', id('eni-attach'))],
  },
  ModifyNetworkInterfaceAttribute: {
    operation: 'ec2 modify-network-interface-attribute',
    options: [given('network-interface-id', id('eni')), oppositeSourceDestCheck('networkInterfaceId')],
    note: SET_BEFORE,
  },
  ModifyInstanceAttribute: {
    operation: 'ec2 modify-instance-attribute',
    options: [given('instance-id', id('i')), oppositeSourceDestCheck('instanceId')],
    note: SET_BEFORE,
  },
  ResetNetworkInterfaceAttribute: {
    operation: 'ec2 modify-network-interface-attribute',
    options: [given('network-interface-id', id('eni')), resetSourceDestCheck],
    note: SET_BEFORE,
  },
  AssociateSecurityGroupVpc: {
    operation: 'ec2 disassociate-security-group-vpc',
    options: [given('group-id', id('sg')), vpc],
  },
  DisassociateSecurityGroupVpc: {
    operation: 'ec2 associate-security-group-vpc',
    options: [given('group-id', id('sg')), vpc],
  },
  ModifyManagedPrefixList: {
    operation: 'ec2 modify-managed-prefix-list',
    options: [prefixList, nextVersion, prefixListEntries],
    note: 'Descriptions of removed entries are not in the event. AWS refuses the command once the list has changed again.',
  },
  RestoreManagedPrefixListVersion: {
    operation: 'ec2 restore-managed-prefix-list-version',
    options: [prefixList, given('previous-version', wholeNumber, 'CurrentVersion'), nextVersion],
    note: 'AWS refuses the command once the list has changed again.',
  },
  AcceptVpcPeeringConnection: {
    operation: 'ec2 delete-vpc-peering-connection',
    options: [given('vpc-peering-connection-id', id('pcx'))],
    note: 'This deletes the peering connection, which must then be asked for anew.',
  },
  CreateTransitGatewayRoute: {
    operation: 'ec2 delete-transit-gateway-route',
    options: [transitGatewayRouteTable, given('destination-cidr-block', cidr)],
  },
  DeleteTransitGatewayRoute: {
    operation: 'ec2 create-transit-gateway-route',
    options: [transitGatewayRouteTable, given('destination-cidr-block', cidr), transitGatewayTarget],
  },
  AssociateTransitGatewayRouteTable: {
    operation: 'ec2 disassociate-transit-gateway-route-table',
    options: [transitGatewayRouteTable, transitGatewayAttachment],
  },
  DisassociateTransitGatewayRouteTable: {
    operation: 'ec2 associate-transit-gateway-route-table',
    options: [transitGatewayRouteTable, transitGatewayAttachment],
  },
  EnableTransitGatewayRouteTablePropagation: {
    operation: 'ec2 disable-transit-gateway-route-table-propagation',
    options: [transitGatewayRouteTable, transitGatewayAttachment],
  },
  DisableTransitGatewayRouteTablePropagation: {
    operation: 'ec2 enable-transit-gateway-route-table-propagation',
    options: [transitGatewayRouteTable, transitGatewayAttachment],
  },
  CreateTransitGatewayPrefixListReference: {
    operation: 'ec2 delete-transit-gateway-prefix-list-reference',
    options: [transitGatewayRouteTable, prefixList],
  },
  DeleteTransitGatewayPrefixListReference: {
    operation: 'ec2 create-transit-gateway-prefix-list-reference',
    options: [transitGatewayRouteTable, prefixList, transitGatewayTarget],
  },
  CreateTransitGatewayVpcAttachment: {
    operation: 'ec2 delete-transit-gateway-vpc-attachment',
    options: [answered('transit-gateway-attachment-id', id('tgw-attach'))],
    note: DELETES,
  },
  ModifyTransitGatewayVpcAttachment: {
    operation: 'ec2 modify-transit-gateway-vpc-attachment',
    options: [
      transitGatewayAttachment,
      swapped([{ name: 'SubnetId', prefix: 'subnet' }], ['TransitGatewayAttachmentId', 'transitGatewayAttachmentId']),
    ],
  },
  CreateVpcEndpoint: {
    operation: 'ec2 delete-vpc-endpoints',
    options: [answered('vpc-endpoint-ids', id('vpce'), 'VpcEndpointId')],
    note: DELETES,
  },
  ModifyVpcEndpoint: {
    operation: 'ec2 modify-vpc-endpoint',
    options: [
      given('vpc-endpoint-id', id('vpce')),
      swapped(
        [
          { name: 'SecurityGroupId', prefix: 'sg' },
          { name: 'RouteTableId', prefix: 'rtb' },
          { name: 'SubnetId', prefix: 'subnet' },
        ],
        ['VpcEndpointId', 'vpcEndpointId'],
      ),
    ],
  },
  AssociateVpcCidrBlock: {
    operation: 'ec2 disassociate-vpc-cidr-block',
    options: [answered('association-id', id('vpc-cidr-assoc'))],
  },
  DisassociateVpcCidrBlock: {
    operation: 'ec2 associate-vpc-cidr-block',
    options: [answered('vpc-id', id('vpc')), answered('cidr-block', cidr)],
  },
  CreateVpcBlockPublicAccessExclusion: {
    operation: 'ec2 delete-vpc-block-public-access-exclusion',
    options: [answered('exclusion-id', id('vpcbpa-exclude'))],
  },
  DeleteVpcBlockPublicAccessExclusion: {
    operation: 'ec2 create-vpc-block-public-access-exclusion',
    options: [
      bpaExclusionOf,
      answered('internet-gateway-exclusion-mode', oneOfWords('allow-bidirectional', 'allow-egress')),
    ],
  },
  CreateListener: {
    operation: 'elbv2 delete-listener',
    options: [answered('listener-arn', loadBalancingArn)],
    note: DELETES,
  },
  RegisterTargets: {
    operation: 'elbv2 deregister-targets',
    options: [given('target-group-arn', loadBalancingArn), targets],
  },
  DeregisterTargets: {
    operation: 'elbv2 register-targets',
    options: [given('target-group-arn', loadBalancingArn), targets],
  },
};
