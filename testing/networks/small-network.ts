import type { File } from './open-network';

/** What a test sets apart from the defaults, in the shape of the Describe response. */
type Fields = Readonly<Record<string, unknown>>;

/** The rules of a group, such as `tcp 443 10.0.0.0/16`, `udp 53 pl-dns` or `all sg-web`. */
interface GroupRules {
  readonly in?: readonly string[];
  readonly out?: readonly string[];
}

/** The entries of a network ACL, such as `100 allow tcp 443 0.0.0.0/0` or `110 deny all ::/0`. */
interface AclRules extends GroupRules {
  /** The subnets that it is associated with. None: it is the default one of the VPC. */
  readonly subnets?: readonly string[];
}

interface Table {
  /** The subnets or gateways that it is associated with. None: it is the main one of the VPC. */
  readonly of?: readonly string[];
  /**
   * Such as `0.0.0.0/0 igw-1` or `pl-s3 vpce-s3`, with `blackhole` or `propagated` after it where
   * that is so.
   */
  readonly routes?: readonly string[];
}

const ROUTE_TARGETS: Readonly<Record<string, string>> = {
  nat: 'NatGatewayId',
  tgw: 'TransitGatewayId',
  pcx: 'VpcPeeringConnectionId',
  eni: 'NetworkInterfaceId',
  i: 'InstanceId',
  lgw: 'LocalGatewayId',
  cagw: 'CarrierGatewayId',
  eigw: 'EgressOnlyInternetGatewayId',
  'arn:aws:networkmanager:': 'CoreNetworkArn',
};

const ACL_PROTOCOLS: Readonly<Record<string, string>> = { tcp: '6', udp: '17', icmp: '1', all: '-1' };

/**
 * Writes the network file of a small network, a line a resource. Resources belong to the VPC or the
 * subnet that was added last, and whatever is added again replaces what has its id.
 */
export class SmallNetwork {
  private readonly file: File = {};
  private vpcId = '';
  private subnetId = '';

  toFile(): File {
    return structuredClone(this.file);
  }

  vpc(VpcId: string, CidrBlock: string, fields: Fields = {}): this {
    this.vpcId = VpcId;
    return this.put('Vpcs', 'VpcId', { VpcId, CidrBlock, ...fields });
  }

  subnet(SubnetId: string, CidrBlock: string, fields: Fields = {}): this {
    this.subnetId = SubnetId;
    return this.put('Subnets', 'SubnetId', { SubnetId, VpcId: this.vpcId, CidrBlock, ...fields });
  }

  group(GroupId: string, { in: into = [], out = [] }: GroupRules): this {
    return this.put('SecurityGroups', 'GroupId', {
      GroupId,
      GroupName: GroupId,
      VpcId: this.vpcId,
      IpPermissions: into.map(toPermission),
      IpPermissionsEgress: out.map(toPermission),
    });
  }

  acl(NetworkAclId: string, { in: into = [], out = [], subnets = [] }: AclRules): this {
    return this.put('NetworkAcls', 'NetworkAclId', {
      NetworkAclId,
      VpcId: this.vpcId,
      IsDefault: subnets.length === 0,
      Associations: subnets.map((SubnetId) => ({ SubnetId })),
      Entries: [...into.map((text) => toEntry(text, false)), ...out.map((text) => toEntry(text, true))],
    });
  }

  table(RouteTableId: string, { of = [], routes = [] }: Table): this {
    const association = (id: string) => (id.startsWith('subnet-') ? { SubnetId: id } : { GatewayId: id });
    return this.put('RouteTables', 'RouteTableId', {
      RouteTableId,
      VpcId: this.vpcId,
      Associations: of.length > 0 ? of.map(association) : [{ Main: true }],
      Routes: routes.map(toRoute),
    });
  }

  /** A network interface that is attached, or as `fields` say. */
  interface(
    NetworkInterfaceId: string,
    PrivateIpAddress: string,
    groups: readonly string[],
    fields: Fields = {},
  ): this {
    return this.put('NetworkInterfaces', 'NetworkInterfaceId', {
      NetworkInterfaceId,
      SubnetId: this.subnetId,
      PrivateIpAddress,
      Groups: groups.map((GroupId) => ({ GroupId })),
      Attachment: { Status: 'attached' },
      ...fields,
    });
  }

  instance(InstanceId: string, Name: string): this {
    return this.put('Instances', 'InstanceId', { InstanceId, State: { Name } });
  }

  /** @param VpcId the VPC that it is attached to; none: it is detached. */
  internetGateway(InternetGatewayId: string, VpcId?: string): this {
    const Attachments = VpcId === undefined ? [] : [{ VpcId, State: 'available' }];
    return this.put('InternetGateways', 'InternetGatewayId', { InternetGatewayId, Attachments });
  }

  natGateway(NatGatewayId: string, PrivateIp: string, PublicIp: string | undefined, State = 'available'): this {
    return this.put('NatGateways', 'NatGatewayId', {
      NatGatewayId,
      VpcId: this.vpcId,
      SubnetId: this.subnetId,
      State,
      NatGatewayAddresses: [{ PrivateIp, PublicIp }],
    });
  }

  peering(VpcPeeringConnectionId: string, requester: string, accepter: string, Code = 'active'): this {
    return this.put('VpcPeeringConnections', 'VpcPeeringConnectionId', {
      VpcPeeringConnectionId,
      RequesterVpcInfo: { VpcId: requester },
      AccepterVpcInfo: { VpcId: accepter },
      Status: { Code },
    });
  }

  prefixList(PrefixListId: string, cidrs: readonly string[], PrefixListName = PrefixListId): this {
    const Entries = cidrs.map((Cidr) => ({ Cidr }));
    return this.put('ManagedPrefixLists', 'PrefixListId', { PrefixListId, PrefixListName, Entries });
  }

  /** Changes fields of a resource that is there. */
  change(id: string, fields: Fields): this {
    const item = Object.values(this.file)
      .flat()
      .find((it) => Object.values(it).includes(id));
    if (item === undefined) throw new Error(`The network has no ${id}.`);
    Object.assign(item, fields);
    return this;
  }

  /** Anything else that a network file may hold. */
  part(key: string, value: unknown): this {
    Object.assign(this.file, { [key]: value });
    return this;
  }

  private put(key: string, idField: string, item: Fields): this {
    const others = (this.file[key] ?? []).filter((it) => it[idField] !== item[idField]);
    this.file[key] = [...others, item];
    return this;
  }
}

function toPermission(text: string) {
  const words = text.split(' ');
  const peer = words.pop() as string;
  const [protocol = '', ports = ''] = words;
  const [FromPort, ToPort = FromPort] = ports.split('-').map(Number);
  return {
    IpProtocol: protocol === 'all' ? '-1' : protocol,
    ...(protocol === 'all' && ports === '' ? {} : { FromPort, ToPort }),
    IpRanges: peer.includes('.') ? [{ CidrIp: peer }] : [],
    Ipv6Ranges: peer.includes(':') ? [{ CidrIpv6: peer }] : [],
    PrefixListIds: peer.startsWith('pl-') ? [{ PrefixListId: peer }] : [],
    UserIdGroupPairs: peer.startsWith('sg-') ? [{ GroupId: peer }] : [],
  };
}

function toEntry(text: string, Egress: boolean) {
  const words = text.split(' ');
  const block = words.pop() as string;
  const [number, RuleAction, protocol = '', ports] = words;
  const [From, To = From] = (ports ?? '0-65535').split('-').map(Number);
  return {
    RuleNumber: Number(number),
    RuleAction,
    Protocol: ACL_PROTOCOLS[protocol] ?? protocol,
    ...(ports !== undefined || protocol === 'tcp' || protocol === 'udp' ? { PortRange: { From, To } } : {}),
    ...(block.includes(':') ? { Ipv6CidrBlock: block } : { CidrBlock: block }),
    Egress,
  };
}

function toRoute(text: string) {
  const [destination = '', target = '', mark] = text.split(' ');
  const prefix = target.startsWith('arn:') ? 'arn:aws:networkmanager:' : target.split('-')[0];
  const destinationKey = destination.startsWith('pl-') ? 'DestinationPrefixListId' : 'DestinationCidrBlock';
  return {
    [destination.includes(':') ? 'DestinationIpv6CidrBlock' : destinationKey]: destination,
    [ROUTE_TARGETS[prefix ?? ''] ?? 'GatewayId']: target,
    State: mark === 'blackhole' ? 'blackhole' : 'active',
    Origin: mark === 'propagated' ? 'EnableVgwRoutePropagation' : 'CreateRoute',
  };
}
