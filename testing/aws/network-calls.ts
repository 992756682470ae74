/** CloudTrail's records of the calls that change a network. */

import { authorizeEgress, cloudTrailEvent, GROUP, HTTPS, HTTPS_RULE, RULE, revokeEgress } from '../simulation/events';

export const IDS = {
  acl: 'acl-0a1b2c3d4e5f60718',
  allocation: 'eipalloc-0a1b2c3d4e5f60718',
  attachment: 'tgw-attach-0a1b2c3d4e5f60718',
  endpoint: 'vpce-0a1b2c3d4e5f60718',
  eni: 'eni-0a1b2c3d4e5f60718',
  gateway: 'igw-0a1b2c3d4e5f60718',
  instance: 'i-0a1b2c3d4e5f60718',
  list: 'pl-0a1b2c3d4e5f60718',
  nat: 'nat-0a1b2c3d4e5f60718',
  otherGroup: 'sg-0a1b2c3d4e5f60718',
  peering: 'pcx-0a1b2c3d4e5f60718',
  routeServer: 'rs-0a1b2c3d4e5f60718',
  subnet: 'subnet-0a1b2c3d4e5f60718',
  table: 'rtb-0a1b2c3d4e5f60718',
  transitTable: 'tgw-rtb-0a1b2c3d4e5f60718',
  vpc: 'vpc-0a1b2c3d4e5f60718',
  vpn: 'vgw-0a1b2c3d4e5f60718',
} as const;

const TARGET_GROUP = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/0a1b2c3d4e5f6071';
const LISTENER =
  'arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/web/0a1b2c3d4e5f6071/8091a2b3c4d5e6f7';
const BALANCER = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/0a1b2c3d4e5f6071';

type Elements = Readonly<Record<string, unknown>>;
type NetworkCall = readonly [call: string, request: Elements, response?: Elements];

const wrapped = (call: string, request: Elements, response: Elements = {}): NetworkCall => [
  call,
  { [`${call}Request`]: request },
  { [`${call}Response`]: { requestId: 'a1', xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/', ...response } },
];

const transitRoute = { TransitGatewayRouteTableId: IDS.transitTable, DestinationCidrBlock: '10.1.0.0/16' };
const transitPair = { TransitGatewayRouteTableId: IDS.transitTable, TransitGatewayAttachmentId: IDS.attachment };

/** Calls whose record shows what was there before, each with the command that undoes it, without `aws` and the Region. */
export const UNDOABLE: readonly (readonly [call: NetworkCall, command: string])[] = [
  [
    ['CreateRoute', { routeTableId: IDS.table, destinationCidrBlock: '0.0.0.0/0', gatewayId: IDS.gateway }],
    `ec2 delete-route --route-table-id ${IDS.table} --destination-cidr-block 0.0.0.0/0`,
  ],
  [
    ['CreateRoute', { routeTableId: IDS.table, destinationIpv6CidrBlock: '::/0', gatewayId: IDS.gateway }],
    `ec2 delete-route --route-table-id ${IDS.table} --destination-ipv6-cidr-block ::/0`,
  ],
  [
    ['CreateRoute', { routeTableId: IDS.table, destinationPrefixListId: IDS.list, gatewayId: IDS.gateway }],
    `ec2 delete-route --route-table-id ${IDS.table} --destination-prefix-list-id ${IDS.list}`,
  ],
  [
    [
      'CreateNetworkAclEntry',
      {
        networkAclId: IDS.acl,
        ruleNumber: 10,
        egress: false,
        ruleAction: 'deny',
        icmpTypeCode: {},
        portRange: { from: 443, to: 443 },
        aclProtocol: '6',
        cidrBlock: '0.0.0.0/0',
      },
    ],
    `ec2 delete-network-acl-entry --network-acl-id ${IDS.acl} --rule-number 10 --ingress`,
  ],
  [
    [
      'CreateNetworkAclEntry',
      { networkAclId: IDS.acl, ruleNumber: 20, egress: true, ruleAction: 'deny', aclProtocol: '-1' },
    ],
    `ec2 delete-network-acl-entry --network-acl-id ${IDS.acl} --rule-number 20 --egress`,
  ],
  [
    [
      'AssociateRouteTable',
      { routeTableId: IDS.table, subnetId: IDS.subnet },
      { requestId: 'a1', associationId: 'rtbassoc-0a1b2c3d', associationState: { state: 'associated' } },
    ],
    'ec2 disassociate-route-table --association-id rtbassoc-0a1b2c3d',
  ],
  ...(['Enable', 'Disable'] as const).flatMap((verb): [NetworkCall, string][] => {
    const inverse = verb === 'Enable' ? 'disable' : 'enable';
    return [
      [
        [`${verb}VgwRoutePropagation`, { routeTableId: IDS.table, gatewayId: IDS.vpn }],
        `ec2 ${inverse}-vgw-route-propagation --route-table-id ${IDS.table} --gateway-id ${IDS.vpn}`,
      ],
      [
        wrapped(`${verb}RouteServerPropagation`, { RouteServerId: IDS.routeServer, RouteTableId: IDS.table }),
        `ec2 ${inverse}-route-server-propagation --route-server-id ${IDS.routeServer} --route-table-id ${IDS.table}`,
      ],
      [
        wrapped(`${verb}TransitGatewayRouteTablePropagation`, transitPair),
        `ec2 ${inverse}-transit-gateway-route-table-propagation --transit-gateway-route-table-id ${IDS.transitTable} --transit-gateway-attachment-id ${IDS.attachment}`,
      ],
    ];
  }),
  ...(['Attach', 'Detach'] as const).flatMap((verb): [NetworkCall, string][] => {
    const inverse = verb === 'Attach' ? 'detach' : 'attach';
    return [
      [
        [`${verb}InternetGateway`, { internetGatewayId: IDS.gateway, vpcId: IDS.vpc }],
        `ec2 ${inverse}-internet-gateway --internet-gateway-id ${IDS.gateway} --vpc-id ${IDS.vpc}`,
      ],
      [
        [`${verb}VpnGateway`, { vpnGatewayId: IDS.vpn, vpcId: IDS.vpc }],
        `ec2 ${inverse}-vpn-gateway --vpn-gateway-id ${IDS.vpn} --vpc-id ${IDS.vpc}`,
      ],
    ];
  }),
  ...(['Associate', 'Disassociate'] as const).flatMap((verb): [NetworkCall, string][] => {
    const inverse = verb === 'Associate' ? 'disassociate' : 'associate';
    return [
      [
        wrapped(`${verb}SecurityGroupVpc`, { GroupId: GROUP, VpcId: IDS.vpc }, { state: 'associating' }),
        `ec2 ${inverse}-security-group-vpc --group-id ${GROUP} --vpc-id ${IDS.vpc}`,
      ],
      [
        wrapped(`${verb}TransitGatewayRouteTable`, transitPair),
        `ec2 ${inverse}-transit-gateway-route-table --transit-gateway-route-table-id ${IDS.transitTable} --transit-gateway-attachment-id ${IDS.attachment}`,
      ],
    ];
  }),
  [
    wrapped(
      'CreateNatGateway',
      { SubnetId: IDS.subnet, AllocationId: IDS.allocation },
      { natGateway: { natGatewayId: IDS.nat } },
    ),
    `ec2 delete-nat-gateway --nat-gateway-id ${IDS.nat}`,
  ],
  [
    [
      'AssociateAddress',
      { allocationId: IDS.allocation, networkInterfaceId: IDS.eni },
      { requestId: 'a1', _return: true, associationId: 'eipassoc-0a1b2c3d' },
    ],
    'ec2 disassociate-address --association-id eipassoc-0a1b2c3d',
  ],
  ...(['Start', 'Stop'] as const).map((verb): [NetworkCall, string] => [
    [
      `${verb}Instances`,
      { instancesSet: { items: [{ instanceId: IDS.instance }, { instanceId: 'i-0b1b2c3d4e5f60718' }] } },
      { instancesSet: { items: [{ instanceId: IDS.instance, currentState: { code: 0, name: 'pending' } }] } },
    ],
    `ec2 ${verb === 'Start' ? 'stop' : 'start'}-instances --instance-ids ${IDS.instance} i-0b1b2c3d4e5f60718`,
  ]),
  [
    [
      'AttachNetworkInterface',
      { networkInterfaceId: IDS.eni, instanceId: IDS.instance, deviceIndex: 1 },
      { requestId: 'a1', attachmentId: 'eni-attach-0a1b2c3d' },
    ],
    'ec2 detach-network-interface --attachment-id eni-attach-0a1b2c3d',
  ],
  [
    ['ModifyNetworkInterfaceAttribute', { networkInterfaceId: IDS.eni, sourceDestCheck: { value: false } }],
    `ec2 modify-network-interface-attribute --network-interface-id ${IDS.eni} --source-dest-check`,
  ],
  [
    ['ModifyInstanceAttribute', { instanceId: IDS.instance, sourceDestCheck: { value: true } }],
    `ec2 modify-instance-attribute --instance-id ${IDS.instance} --no-source-dest-check`,
  ],
  [
    ['ResetNetworkInterfaceAttribute', { networkInterfaceId: IDS.eni, sourceDestCheck: 'sourceDestCheck' }],
    `ec2 modify-network-interface-attribute --network-interface-id ${IDS.eni} --no-source-dest-check`,
  ],
  [
    wrapped('ModifyManagedPrefixList', {
      PrefixListId: IDS.list,
      CurrentVersion: 3,
      AddEntry: { Description: 'office', cidr: '10.0.0.0/8', tag: '1' },
      RemoveEntry: [
        { cidr: '192.0.2.0/24', tag: '1' },
        { cidr: '198.51.100.0/24', tag: '2' },
      ],
    }),
    `ec2 modify-managed-prefix-list --prefix-list-id ${IDS.list} --current-version 4 --remove-entries '[{"Cidr":"10.0.0.0/8"}]' --add-entries '[{"Cidr":"192.0.2.0/24"},{"Cidr":"198.51.100.0/24"}]'`,
  ],
  [
    wrapped('RestoreManagedPrefixListVersion', { PrefixListId: IDS.list, PreviousVersion: 1, CurrentVersion: 3 }),
    `ec2 restore-managed-prefix-list-version --prefix-list-id ${IDS.list} --previous-version 3 --current-version 4`,
  ],
  [
    ['AcceptVpcPeeringConnection', { vpcPeeringConnectionId: IDS.peering }],
    `ec2 delete-vpc-peering-connection --vpc-peering-connection-id ${IDS.peering}`,
  ],
  [
    wrapped('CreateTransitGatewayRoute', { ...transitRoute, TransitGatewayAttachmentId: IDS.attachment }),
    `ec2 delete-transit-gateway-route --transit-gateway-route-table-id ${IDS.transitTable} --destination-cidr-block 10.1.0.0/16`,
  ],
  [
    wrapped('DeleteTransitGatewayRoute', transitRoute, {
      route: {
        destinationCidrBlock: '10.1.0.0/16',
        transitGatewayAttachments: { item: { transitGatewayAttachmentId: IDS.attachment, resourceId: IDS.vpc } },
        type: 'static',
        state: 'deleted',
      },
    }),
    `ec2 create-transit-gateway-route --transit-gateway-route-table-id ${IDS.transitTable} --destination-cidr-block 10.1.0.0/16 --transit-gateway-attachment-id ${IDS.attachment}`,
  ],
  [
    wrapped('CreateTransitGatewayPrefixListReference', { ...transitPair, PrefixListId: IDS.list }),
    `ec2 delete-transit-gateway-prefix-list-reference --transit-gateway-route-table-id ${IDS.transitTable} --prefix-list-id ${IDS.list}`,
  ],
  [
    wrapped(
      'DeleteTransitGatewayPrefixListReference',
      { TransitGatewayRouteTableId: IDS.transitTable, PrefixListId: IDS.list },
      { transitGatewayPrefixListReference: { prefixListId: IDS.list, blackhole: true, state: 'deleting' } },
    ),
    `ec2 create-transit-gateway-prefix-list-reference --transit-gateway-route-table-id ${IDS.transitTable} --prefix-list-id ${IDS.list} --blackhole`,
  ],
  [
    wrapped(
      'CreateTransitGatewayVpcAttachment',
      { TransitGatewayId: 'tgw-0a1b2c3d', VpcId: IDS.vpc, SubnetIds: IDS.subnet },
      { transitGatewayVpcAttachment: { transitGatewayAttachmentId: IDS.attachment, state: 'pending' } },
    ),
    `ec2 delete-transit-gateway-vpc-attachment --transit-gateway-attachment-id ${IDS.attachment}`,
  ],
  [
    wrapped('ModifyTransitGatewayVpcAttachment', {
      TransitGatewayAttachmentId: IDS.attachment,
      RemoveSubnetIds: { tag: 1, content: IDS.subnet },
    }),
    `ec2 modify-transit-gateway-vpc-attachment --transit-gateway-attachment-id ${IDS.attachment} --add-subnet-ids ${IDS.subnet}`,
  ],
  [
    wrapped(
      'CreateVpcEndpoint',
      { VpcId: IDS.vpc, ServiceName: 'com.amazonaws.eu-central-1.s3' },
      { vpcEndpoint: { vpcEndpointId: IDS.endpoint } },
    ),
    `ec2 delete-vpc-endpoints --vpc-endpoint-ids ${IDS.endpoint}`,
  ],
  [
    wrapped('ModifyVpcEndpoint', {
      VpcEndpointId: IDS.endpoint,
      AddSecurityGroupId: { tag: 1, content: GROUP },
      RemoveSecurityGroupId: { tag: 1, content: IDS.otherGroup },
    }),
    `ec2 modify-vpc-endpoint --vpc-endpoint-id ${IDS.endpoint} --remove-security-group-ids ${GROUP} --add-security-group-ids ${IDS.otherGroup}`,
  ],
  [
    [
      'AssociateVpcCidrBlock',
      { vpcId: IDS.vpc, cidrBlock: '10.1.0.0/16' },
      { cidrBlockAssociation: { associationId: 'vpc-cidr-assoc-0a1b2c3d', cidrBlock: '10.1.0.0/16' }, vpcId: IDS.vpc },
    ],
    'ec2 disassociate-vpc-cidr-block --association-id vpc-cidr-assoc-0a1b2c3d',
  ],
  [
    [
      'DisassociateVpcCidrBlock',
      { associationId: 'vpc-cidr-assoc-0a1b2c3d' },
      { cidrBlockAssociation: { associationId: 'vpc-cidr-assoc-0a1b2c3d', cidrBlock: '10.1.0.0/16' }, vpcId: IDS.vpc },
    ],
    `ec2 associate-vpc-cidr-block --vpc-id ${IDS.vpc} --cidr-block 10.1.0.0/16`,
  ],
  [
    wrapped(
      'CreateVpcBlockPublicAccessExclusion',
      { SubnetId: IDS.subnet, InternetGatewayExclusionMode: 'allow-egress' },
      { vpcBlockPublicAccessExclusion: { exclusionId: 'vpcbpa-exclude-0a1b2c3d' } },
    ),
    'ec2 delete-vpc-block-public-access-exclusion --exclusion-id vpcbpa-exclude-0a1b2c3d',
  ],
  [
    wrapped(
      'DeleteVpcBlockPublicAccessExclusion',
      { ExclusionId: 'vpcbpa-exclude-0a1b2c3d' },
      {
        vpcBlockPublicAccessExclusion: {
          internetGatewayExclusionMode: 'allow-egress',
          resourceArn: `arn:aws:ec2:eu-central-1:123456789012:subnet/${IDS.subnet}`,
        },
      },
    ),
    `ec2 create-vpc-block-public-access-exclusion --subnet-id ${IDS.subnet} --internet-gateway-exclusion-mode allow-egress`,
  ],
  [
    [
      'CreateListener',
      { loadBalancerArn: BALANCER, port: 443 },
      { listeners: [{ listenerArn: LISTENER, loadBalancerArn: BALANCER }] },
    ],
    `elbv2 delete-listener --listener-arn ${LISTENER}`,
  ],
  ...(['Register', 'Deregister'] as const).map((verb): [NetworkCall, string] => [
    [`${verb}Targets`, { targetGroupArn: TARGET_GROUP, targets: [{ id: IDS.instance, port: 443 }] }],
    `elbv2 ${verb === 'Register' ? 'deregister' : 'register'}-targets --target-group-arn ${TARGET_GROUP} --targets '[{"Id":"${IDS.instance}","Port":443}]'`,
  ]),
];

/**
 * Calls whose record does not show what was there before, each with the resource whose history in AWS
 * Config would show it, if there is one.
 */
export const NOT_UNDOABLE: readonly (readonly [call: NetworkCall, resource?: string])[] = [
  [
    wrapped('ModifySecurityGroupRules', {
      GroupId: GROUP,
      SecurityGroupRule: { SecurityGroupRuleId: RULE, SecurityGroupRule: { IpProtocol: 'tcp' }, tag: 1 },
    }),
    GROUP,
  ],
  [['ReplaceRoute', { routeTableId: IDS.table, destinationCidrBlock: '0.0.0.0/0', gatewayId: IDS.gateway }], IDS.table],
  [['DeleteRoute', { routeTableId: IDS.table, destinationCidrBlock: '0.0.0.0/0' }], IDS.table],
  [['DeleteNetworkAclEntry', { networkAclId: IDS.acl, ruleNumber: 10, egress: false }], IDS.acl],
  [['ReplaceNetworkAclEntry', { networkAclId: IDS.acl, ruleNumber: 10, egress: false, ruleAction: 'deny' }], IDS.acl],
  [
    [
      'ReplaceNetworkAclAssociation',
      { associationId: 'aclassoc-0a1b2c3d', networkAclId: IDS.acl },
      { newAssociationId: 'aclassoc-0b1b2c3d' },
    ],
    IDS.acl,
  ],
  [
    [
      'ReplaceRouteTableAssociation',
      { associationId: 'rtbassoc-0a1b2c3d', routeTableId: IDS.table },
      { newAssociationId: 'rtbassoc-0b1b2c3d' },
    ],
    IDS.table,
  ],
  [['DisassociateRouteTable', { associationId: 'rtbassoc-0a1b2c3d' }]],
  [['DisassociateAddress', { associationId: 'eipassoc-0a1b2c3d' }]],
  [['ReleaseAddress', { allocationId: IDS.allocation }], IDS.allocation],
  [['DetachNetworkInterface', { attachmentId: 'eni-attach-0a1b2c3d', force: false }]],
  [['DeleteNetworkInterface', { networkInterfaceId: IDS.eni }], IDS.eni],
  [
    ['ModifyNetworkInterfaceAttribute', { networkInterfaceId: IDS.eni, groupSet: { items: [{ groupId: GROUP }] } }],
    IDS.eni,
  ],
  [['ModifyInstanceAttribute', { instanceId: IDS.instance, groupSet: { items: [{ groupId: GROUP }] } }], IDS.instance],
  [
    [
      'RunInstances',
      { instancesSet: { items: [{ imageId: 'ami-0a1b2c3d', minCount: 1 }] } },
      { instancesSet: { items: [{ instanceId: IDS.instance }] } },
    ],
    IDS.instance,
  ],
  [['TerminateInstances', { instancesSet: { items: [{ instanceId: IDS.instance }] } }], IDS.instance],
  [wrapped('DeleteNatGateway', { NatGatewayId: IDS.nat }), IDS.nat],
  [wrapped('DeleteVpcEndpoints', { VpcEndpointId: { tag: 1, content: IDS.endpoint } }), IDS.endpoint],
  [wrapped('ModifyVpcEndpoint', { VpcEndpointId: IDS.endpoint, PolicyDocument: '{}' }), IDS.endpoint],
  [['DeleteVpcPeeringConnection', { vpcPeeringConnectionId: IDS.peering }], IDS.peering],
  [
    wrapped('ReplaceTransitGatewayRoute', { ...transitRoute, TransitGatewayAttachmentId: IDS.attachment }),
    IDS.transitTable,
  ],
  [wrapped('DeleteTransitGatewayVpcAttachment', { TransitGatewayAttachmentId: IDS.attachment }), IDS.attachment],
  [wrapped('ModifyVpcBlockPublicAccessOptions', { InternetGatewayBlockMode: 'block-bidirectional' })],
  [
    wrapped('ModifyManagedPrefixList', { PrefixListId: IDS.list, AddEntry: { cidr: '10.0.0.0/8', tag: '1' } }),
    IDS.list,
  ],
  [['ModifySubnetAttribute', { subnetId: IDS.subnet, mapPublicIpOnLaunch: { value: false } }], IDS.subnet],
  [['SetSecurityGroups', { loadBalancerArn: BALANCER, securityGroups: [GROUP] }], GROUP],
  [['DeleteListener', { listenerArn: LISTENER }]],
  [['SomethingThatAwsWillInvent', { vpcId: IDS.vpc }], IDS.vpc],
];

export function eventOf([call, requestParameters, responseElements = { requestId: 'a1', _return: true }]: NetworkCall) {
  return cloudTrailEvent(call, { requestParameters, responseElements });
}

/** An event of every kind, with security group rules in all their shapes. */
export function everyEvent(): readonly ReturnType<typeof cloudTrailEvent>[] {
  const ingress = { ...HTTPS_RULE, isEgress: false, description: 'public web' };
  const rules: NetworkCall[] = [
    ['AuthorizeSecurityGroupIngress', { groupId: GROUP, ipPermissions: { items: [HTTPS] } }],
    [
      'AuthorizeSecurityGroupIngress',
      { groupId: GROUP, ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIp: '0.0.0.0/0', ipPermissions: {} },
    ],
    [
      'AuthorizeSecurityGroupIngress',
      { groupName: 'default', ipPermissions: { items: HTTPS } },
      { securityGroupRuleSet: { items: [ingress] } },
    ],
    [
      'RevokeSecurityGroupIngress',
      { groupId: GROUP, securityGroupRuleIds: { items: [{ securityGroupRuleId: RULE }] } },
      { revokedSecurityGroupRuleSet: { items: [ingress] } },
    ],
    ['UpdateSecurityGroupRuleDescriptionsEgress', { groupId: GROUP, ipPermissions: { items: [HTTPS] } }],
  ];
  const calls = [...rules, ...UNDOABLE.map(([call]) => call), ...NOT_UNDOABLE.map(([call]) => call)];
  return [revokeEgress(), authorizeEgress(), ...calls.map(eventOf)];
}
