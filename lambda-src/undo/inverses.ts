import {
  bpaExclusionOf,
  cidr,
  eitherFlag,
  exactlyOne,
  fromRequest,
  fromResponse,
  id,
  instanceIds,
  loadBalancingArn,
  nextVersion,
  type Option,
  oneOfWords,
  oppositeSourceDestCheck,
  prefixListEntries,
  resetSourceDestCheck,
  swapped,
  targets,
  transitGatewayTarget,
  wholeNumber,
} from './options';

/** The AWS CLI operation that takes a call back, and its options. */
export interface Inverse {
  /** Such as `ec2 delete-route`. */
  readonly operation: string;
  readonly options: readonly Option[];
  /** A sentence to read first. */
  readonly caveat?: string;
}

const routeTable = fromRequest('route-table-id', id('rtb'));
const vpc = fromRequest('vpc-id', id('vpc'));
const transitGatewayRouteTable = fromRequest('transit-gateway-route-table-id', id('tgw-rtb'));
const transitGatewayAttachment = fromRequest('transit-gateway-attachment-id', id('tgw-attach'));
const prefixList = fromRequest('prefix-list-id', id('pl'));
const destination = exactlyOne(
  fromRequest('destination-cidr-block', cidr),
  fromRequest('destination-ipv6-cidr-block', cidr),
  fromRequest('destination-prefix-list-id', id('pl')),
);

const SET_BEFORE = 'The record does not show the earlier setting. If it was the same, this change is not the cause.';
const DELETES = 'This deletes what the call created.';

/**
 * The calls whose record holds everything that their inverse needs. Missing are the calls whose
 * record lacks the earlier state: ReplaceRoute, DeleteRoute (no target), ReplaceNetworkAclEntry,
 * DeleteNetworkAclEntry (only the number), replaced groups, replaced or removed associations,
 * modified options, and most deletions.
 */
export const INVERSES: Readonly<Record<string, Inverse>> = {
  CreateRoute: { operation: 'ec2 delete-route', options: [routeTable, destination] },
  AssociateRouteTable: {
    operation: 'ec2 disassociate-route-table',
    options: [fromResponse('association-id', id('rtbassoc'))],
  },
  EnableVgwRoutePropagation: {
    operation: 'ec2 disable-vgw-route-propagation',
    options: [routeTable, fromRequest('gateway-id', id('vgw'))],
  },
  DisableVgwRoutePropagation: {
    operation: 'ec2 enable-vgw-route-propagation',
    options: [routeTable, fromRequest('gateway-id', id('vgw'))],
  },
  EnableRouteServerPropagation: {
    operation: 'ec2 disable-route-server-propagation',
    options: [fromRequest('route-server-id', id('rs')), routeTable],
  },
  DisableRouteServerPropagation: {
    operation: 'ec2 enable-route-server-propagation',
    options: [fromRequest('route-server-id', id('rs')), routeTable],
  },
  // AWS refuses an entry whose number is taken, so this one replaced no other.
  CreateNetworkAclEntry: {
    operation: 'ec2 delete-network-acl-entry',
    options: [
      fromRequest('network-acl-id', id('acl')),
      fromRequest('rule-number', wholeNumber),
      eitherFlag('Egress', 'egress', 'ingress'),
    ],
  },
  AttachInternetGateway: {
    operation: 'ec2 detach-internet-gateway',
    options: [fromRequest('internet-gateway-id', id('igw')), vpc],
  },
  DetachInternetGateway: {
    operation: 'ec2 attach-internet-gateway',
    options: [fromRequest('internet-gateway-id', id('igw')), vpc],
  },
  AttachVpnGateway: { operation: 'ec2 detach-vpn-gateway', options: [fromRequest('vpn-gateway-id', id('vgw')), vpc] },
  DetachVpnGateway: { operation: 'ec2 attach-vpn-gateway', options: [fromRequest('vpn-gateway-id', id('vgw')), vpc] },
  CreateNatGateway: {
    operation: 'ec2 delete-nat-gateway',
    options: [fromResponse('nat-gateway-id', id('nat'))],
    caveat: DELETES,
  },
  AssociateAddress: {
    operation: 'ec2 disassociate-address',
    options: [fromResponse('association-id', id('eipassoc'))],
    caveat: 'The record does not show where the address was before, nor which public address the interface had.',
  },
  StartInstances: {
    operation: 'ec2 stop-instances',
    options: [instanceIds],
    caveat:
      'This also stops instances that were already running. They lose a public address that is not an Elastic IP address.',
  },
  StopInstances: {
    operation: 'ec2 start-instances',
    options: [instanceIds],
    caveat:
      'This also starts instances that were already stopped. A public address that is not an Elastic IP address changes.',
  },
  AttachNetworkInterface: {
    operation: 'ec2 detach-network-interface',
    options: [fromResponse('attachment-id', id('eni-attach'))],
  },
  ModifyNetworkInterfaceAttribute: {
    operation: 'ec2 modify-network-interface-attribute',
    options: [fromRequest('network-interface-id', id('eni')), oppositeSourceDestCheck('networkInterfaceId')],
    caveat: SET_BEFORE,
  },
  ModifyInstanceAttribute: {
    operation: 'ec2 modify-instance-attribute',
    options: [fromRequest('instance-id', id('i')), oppositeSourceDestCheck('instanceId')],
    caveat: SET_BEFORE,
  },
  ResetNetworkInterfaceAttribute: {
    operation: 'ec2 modify-network-interface-attribute',
    options: [fromRequest('network-interface-id', id('eni')), resetSourceDestCheck],
    caveat: SET_BEFORE,
  },
  AssociateSecurityGroupVpc: {
    operation: 'ec2 disassociate-security-group-vpc',
    options: [fromRequest('group-id', id('sg')), vpc],
  },
  DisassociateSecurityGroupVpc: {
    operation: 'ec2 associate-security-group-vpc',
    options: [fromRequest('group-id', id('sg')), vpc],
  },
  ModifyManagedPrefixList: {
    operation: 'ec2 modify-managed-prefix-list',
    options: [prefixList, nextVersion, prefixListEntries],
    caveat:
      'The record lacks the descriptions of removed entries. AWS refuses the command if the list has changed since.',
  },
  RestoreManagedPrefixListVersion: {
    operation: 'ec2 restore-managed-prefix-list-version',
    options: [prefixList, fromRequest('previous-version', wholeNumber, 'CurrentVersion'), nextVersion],
    caveat: 'AWS refuses the command if the list has changed since.',
  },
  AcceptVpcPeeringConnection: {
    operation: 'ec2 delete-vpc-peering-connection',
    options: [fromRequest('vpc-peering-connection-id', id('pcx'))],
    caveat: 'This deletes the peering connection. A new one must then be requested.',
  },
  CreateTransitGatewayRoute: {
    operation: 'ec2 delete-transit-gateway-route',
    options: [transitGatewayRouteTable, fromRequest('destination-cidr-block', cidr)],
  },
  DeleteTransitGatewayRoute: {
    operation: 'ec2 create-transit-gateway-route',
    options: [transitGatewayRouteTable, fromRequest('destination-cidr-block', cidr), transitGatewayTarget],
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
    options: [fromResponse('transit-gateway-attachment-id', id('tgw-attach'))],
    caveat: DELETES,
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
    options: [fromResponse('vpc-endpoint-ids', id('vpce'), 'VpcEndpointId')],
    caveat: DELETES,
  },
  ModifyVpcEndpoint: {
    operation: 'ec2 modify-vpc-endpoint',
    options: [
      fromRequest('vpc-endpoint-id', id('vpce')),
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
    options: [fromResponse('association-id', id('vpc-cidr-assoc'))],
  },
  DisassociateVpcCidrBlock: {
    operation: 'ec2 associate-vpc-cidr-block',
    options: [fromResponse('vpc-id', id('vpc')), fromResponse('cidr-block', cidr)],
  },
  CreateVpcBlockPublicAccessExclusion: {
    operation: 'ec2 delete-vpc-block-public-access-exclusion',
    options: [fromResponse('exclusion-id', id('vpcbpa-exclude'))],
  },
  DeleteVpcBlockPublicAccessExclusion: {
    operation: 'ec2 create-vpc-block-public-access-exclusion',
    options: [
      bpaExclusionOf,
      fromResponse('internet-gateway-exclusion-mode', oneOfWords('allow-bidirectional', 'allow-egress')),
    ],
  },
  CreateListener: {
    operation: 'elbv2 delete-listener',
    options: [fromResponse('listener-arn', loadBalancingArn)],
    caveat: DELETES,
  },
  RegisterTargets: {
    operation: 'elbv2 deregister-targets',
    options: [fromRequest('target-group-arn', loadBalancingArn), targets],
  },
  DeregisterTargets: {
    operation: 'elbv2 register-targets',
    options: [fromRequest('target-group-arn', loadBalancingArn), targets],
  },
};
