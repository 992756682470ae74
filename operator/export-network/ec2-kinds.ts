import * as sdk from '@aws-sdk/client-ec2';
import { asking, type Item, inVpc, itemsOf, type Kind, only, type Selection } from './kind';
import { listed, MOST } from './listed';

/** AWS's upper bounds of `MaxResults` for the calls about prefix lists, and for one more. */
const MOST_LISTS = 100;
const MOST_EGRESS_ONLY = 255;

/** Some item of the list `field` has a `VpcId` that is kept. */
const attached = (field: string) => (item: Item, selection: Selection) =>
  itemsOf(item[field]).some((attachment) => inVpc(attachment, selection));

const PREFIX_LISTS: Kind = {
  key: 'PrefixLists',
  ids: ['PrefixListId'],
  actions: ['ec2:DescribeManagedPrefixLists', 'ec2:GetManagedPrefixListEntries'],
  belongs: ({ PrefixListId }, { names }) => names(PrefixListId),
  pages: async function* ({ ec2, pageSize }) {
    const config = { client: ec2, pageSize: Math.min(pageSize, MOST_LISTS) };
    const lists = sdk.paginateDescribeManagedPrefixLists(config, {});
    for await (const { PrefixLists = [] } of asking('ec2:DescribeManagedPrefixLists', lists)) {
      const complete: Item[] = [];
      for (const list of PrefixLists) {
        const { PrefixListId } = list;
        const pages = asking(
          'ec2:GetManagedPrefixListEntries',
          sdk.paginateGetManagedPrefixListEntries(config, { PrefixListId }),
        );
        const Entries: sdk.PrefixListEntry[] = [];
        for await (const page of pages) Entries.push(...(page.Entries ?? []));
        complete.push({ ...list, Entries });
      }
      yield complete;
    }
  },
};

const ADDRESSES: Kind = {
  key: 'Addresses',
  ids: ['AllocationId'],
  actions: ['ec2:DescribeAddresses'],
  belongs: ({ NetworkInterfaceId }, { has }) => has(NetworkInterfaceId),
  pages: async function* ({ ec2 }) {
    const pages = only('ec2:DescribeAddresses', () => ec2.send(new sdk.DescribeAddressesCommand({})));
    for await (const page of pages) yield itemsOf(page.Addresses);
  },
};

const BLOCK_PUBLIC_ACCESS: Kind = {
  key: 'VpcBlockPublicAccessOptions',
  ids: [],
  actions: ['ec2:DescribeVpcBlockPublicAccessOptions'],
  belongs: () => true,
  isSingle: true,
  pages: async function* ({ ec2 }) {
    const call = () => ec2.send(new sdk.DescribeVpcBlockPublicAccessOptionsCommand({}));
    for await (const { VpcBlockPublicAccessOptions } of only('ec2:DescribeVpcBlockPublicAccessOptions', call)) {
      yield VpcBlockPublicAccessOptions ? [VpcBlockPublicAccessOptions as Item] : [];
    }
  },
};

const EXCLUSIONS: Kind = {
  key: 'VpcBlockPublicAccessExclusions',
  ids: ['ExclusionId'],
  actions: ['ec2:DescribeVpcBlockPublicAccessExclusions'],
  belongs: ({ ResourceArn }, { has }) => has(String(ResourceArn).split('/').at(-1)),
  pages: async function* ({ ec2, pageSize }) {
    let NextToken: string | undefined;
    do {
      const input = { MaxResults: Math.min(pageSize, MOST), NextToken };
      const call = () => ec2.send(new sdk.DescribeVpcBlockPublicAccessExclusionsCommand(input));
      for await (const page of only('ec2:DescribeVpcBlockPublicAccessExclusions', call)) {
        yield itemsOf(page.VpcBlockPublicAccessExclusions);
        NextToken = page.NextToken;
      }
    } while (NextToken);
  },
};

/** An instance that was terminated is in no VPC. */
const inReservation = ({ Instances }: Item, selection: Selection): boolean =>
  itemsOf(Instances).some((instance) => inVpc(instance, selection));

const isPeer = ({ RequesterVpcInfo, AccepterVpcInfo }: Item, selection: Selection): boolean =>
  [RequesterVpcInfo, AccepterVpcInfo].some((end) => inVpc((end ?? {}) as Item, selection));

/**
 * In an order in which each kind comes after those that decide whether it is kept.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html
 */
export const EC2_KINDS: readonly Kind[] = [
  listed('Vpcs', 'VpcId', 'DescribeVpcs', sdk.paginateDescribeVpcs),
  listed('Subnets', 'SubnetId', 'DescribeSubnets', sdk.paginateDescribeSubnets),
  listed('RouteTables', 'RouteTableId', 'DescribeRouteTables', sdk.paginateDescribeRouteTables),
  listed('NetworkAcls', 'NetworkAclId', 'DescribeNetworkAcls', sdk.paginateDescribeNetworkAcls),
  listed('SecurityGroups', 'GroupId', 'DescribeSecurityGroups', sdk.paginateDescribeSecurityGroups),
  listed(
    'SecurityGroupRules',
    'SecurityGroupRuleId',
    'DescribeSecurityGroupRules',
    sdk.paginateDescribeSecurityGroupRules,
    ({ GroupId }, { has }) => has(GroupId),
  ),
  listed('NetworkInterfaces', 'NetworkInterfaceId', 'DescribeNetworkInterfaces', sdk.paginateDescribeNetworkInterfaces),
  listed('Reservations', 'ReservationId', 'DescribeInstances', sdk.paginateDescribeInstances, inReservation),
  listed(
    'InternetGateways',
    'InternetGatewayId',
    'DescribeInternetGateways',
    sdk.paginateDescribeInternetGateways,
    attached('Attachments'),
  ),
  listed(
    'EgressOnlyInternetGateways',
    'EgressOnlyInternetGatewayId',
    'DescribeEgressOnlyInternetGateways',
    sdk.paginateDescribeEgressOnlyInternetGateways,
    attached('Attachments'),
    MOST_EGRESS_ONLY,
  ),
  ADDRESSES,
  listed('NatGateways', 'NatGatewayId', 'DescribeNatGateways', sdk.paginateDescribeNatGateways),
  listed(
    'VpcPeeringConnections',
    'VpcPeeringConnectionId',
    'DescribeVpcPeeringConnections',
    sdk.paginateDescribeVpcPeeringConnections,
    isPeer,
  ),
  PREFIX_LISTS,
  listed('VpcEndpoints', 'VpcEndpointId', 'DescribeVpcEndpoints', sdk.paginateDescribeVpcEndpoints),
  listed('CarrierGateways', 'CarrierGatewayId', 'DescribeCarrierGateways', sdk.paginateDescribeCarrierGateways),
  BLOCK_PUBLIC_ACCESS,
  EXCLUSIONS,
];
