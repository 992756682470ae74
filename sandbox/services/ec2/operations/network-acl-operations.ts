import type * as ec2 from '@aws-sdk/client-ec2';
import type { Network } from '../../../../reachability/network/network';
import { aclProtocol } from '../../../../reachability/packets/protocols';
import { AwsError, type Call, type Operation } from '../../../service';
import { required } from '../../required';
import { newId } from '../identifiers';
import type { LiveNetwork } from '../live-network';
import { canonicalCidr, checkedCidrIpv6 } from './new-security-group-rules';
import { tagsFor } from './tag-operations';

type NewEntry = ec2.CreateNetworkAclEntryRequest | ec2.ReplaceNetworkAclEntryRequest;

export function networkAclOperations(network: LiveNetwork): Record<string, Operation> {
  return {
    CreateNetworkAcl: (input: ec2.CreateNetworkAclRequest, call) => createAcl(network, input, call),
    DeleteNetworkAcl: (input: ec2.DeleteNetworkAclRequest) => deleteAcl(network, input),
    CreateNetworkAclEntry: (input: ec2.CreateNetworkAclEntryRequest) => {
      const { acl, entry, existing } = readEntry(network, input);
      if (existing) {
        const message = `The network acl entry identified by ${entry.RuleNumber} already exists.`;
        throw new AwsError('NetworkAclEntryAlreadyExists', message);
      }
      return putEntries(network, acl, [...(acl.Entries ?? []), entry]);
    },
    ReplaceNetworkAclEntry: (input: ec2.ReplaceNetworkAclEntryRequest) => {
      const { acl, entry, existing } = readEntry(network, input);
      if (!existing) throw entryNotFound(entry.RuleNumber);
      return putEntries(
        network,
        acl,
        (acl.Entries ?? []).map((old) => (old === existing ? entry : old)),
      );
    },
    DeleteNetworkAclEntry: (input: ec2.DeleteNetworkAclEntryRequest) => {
      const { acl, existing } = findEntry(network, input);
      if (!existing) throw entryNotFound(input.RuleNumber);
      return putEntries(
        network,
        acl,
        (acl.Entries ?? []).filter((entry) => entry !== existing),
      );
    },
    ReplaceNetworkAclAssociation: (input: ec2.ReplaceNetworkAclAssociationRequest) =>
      replaceAssociation(network, input),
  };
}

/** A new ACL has the two last entries only, which deny everything. */
function createAcl(network: Network, input: ec2.CreateNetworkAclRequest, call: Call): ec2.CreateNetworkAclResult {
  const { VpcId } = network.vpcs.get(required(input.VpcId, 'vpcId', 'MissingParameter'));
  const NetworkAclId = newId('acl');
  const last = { CidrBlock: '0.0.0.0/0', Protocol: '-1', RuleAction: 'deny', RuleNumber: 32767 } as const;
  const NetworkAcl = network.networkAcls.put({
    NetworkAclId,
    VpcId,
    OwnerId: call.account,
    IsDefault: false,
    Associations: [],
    Entries: [
      { ...last, Egress: true },
      { ...last, Egress: false },
    ],
    Tags: tagsFor('network-acl', input.TagSpecifications),
  });
  return { NetworkAcl };
}

function deleteAcl(network: Network, input: ec2.DeleteNetworkAclRequest) {
  const acl = network.networkAcls.get(required(input.NetworkAclId, 'networkAclId', 'MissingParameter'));
  const id = acl.NetworkAclId as string;
  if (acl.IsDefault) throw new AwsError('InvalidParameterValue', `cannot delete default network ACL ${id}`);
  if (acl.Associations?.length)
    throw new AwsError('DependencyViolation', `The networkAcl '${id}' has dependencies and cannot be deleted.`);
  network.networkAcls.delete(id);
  return {};
}

function findEntry(network: Network, input: Pick<NewEntry, 'NetworkAclId' | 'RuleNumber' | 'Egress'>) {
  const acl = network.networkAcls.get(required(input.NetworkAclId, 'networkAclId', 'MissingParameter'));
  const RuleNumber = required(input.RuleNumber, 'ruleNumber', 'MissingParameter');
  const Egress = required(input.Egress, 'egress', 'MissingParameter');
  if (!Number.isInteger(RuleNumber) || RuleNumber < 1 || RuleNumber > 32766) {
    const message = `Invalid value '${RuleNumber}' for ruleNumber. It must be from 1 to 32766.`;
    throw new AwsError('InvalidParameterValue', message);
  }
  return {
    acl,
    RuleNumber,
    Egress,
    existing: acl.Entries?.find((entry) => entry.RuleNumber === RuleNumber && entry.Egress === Egress),
  };
}

function readEntry(network: Network, input: NewEntry) {
  const { acl, RuleNumber, Egress, existing } = findEntry(network, input);
  const Protocol = aclProtocol(required(input.Protocol, 'protocol', 'MissingParameter'));
  if (!/^-1$|^\d{1,3}$/.test(Protocol)) {
    throw new AwsError('InvalidParameterValue', `Invalid value '${input.Protocol}' for IP protocol. Unknown protocol.`);
  }
  const RuleAction = required(input.RuleAction, 'ruleAction', 'MissingParameter');
  if (RuleAction !== 'allow' && RuleAction !== 'deny') {
    throw new AwsError(
      'InvalidParameterValue',
      `Invalid value '${RuleAction}' for ruleAction. It must be allow or deny.`,
    );
  }
  if (input.CidrBlock === undefined && input.Ipv6CidrBlock === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter cidrBlock or ipv6CidrBlock');
  }
  const entry: ec2.NetworkAclEntry = {
    RuleNumber,
    Egress,
    Protocol,
    RuleAction,
    CidrBlock: input.CidrBlock === undefined ? undefined : canonicalCidr(input.CidrBlock),
    Ipv6CidrBlock: input.Ipv6CidrBlock === undefined ? undefined : checkedCidrIpv6(input.Ipv6CidrBlock),
    PortRange: ['6', '17'].includes(Protocol) ? checkedPorts(input.PortRange) : undefined,
    IcmpTypeCode: input.IcmpTypeCode,
  };
  return { acl, entry, existing };
}

function checkedPorts(range: ec2.PortRange | undefined): ec2.PortRange {
  const From = required(range?.From, 'portRange.from', 'MissingParameter');
  const To = required(range?.To, 'portRange.to', 'MissingParameter');
  if (From >= 0 && From <= To && To <= 65535) return { From, To };
  throw new AwsError('InvalidParameterValue', `Invalid TCP/UDP port range (${From}:${To})`);
}

function putEntries(network: LiveNetwork, acl: ec2.NetworkAcl, Entries: ec2.NetworkAclEntry[]) {
  network.networkAcls.put({ ...acl, Entries });
  network.changed(acl.VpcId);
  return {};
}

function entryNotFound(ruleNumber: number | undefined): AwsError {
  const message = `The network acl entry identified by ${ruleNumber} does not exist.`;
  return new AwsError('InvalidNetworkAclEntry.NotFound', message);
}

function replaceAssociation(
  network: LiveNetwork,
  input: ec2.ReplaceNetworkAclAssociationRequest,
): ec2.ReplaceNetworkAclAssociationResult {
  const id = required(input.AssociationId, 'associationId', 'MissingParameter');
  const next = network.networkAcls.get(required(input.NetworkAclId, 'networkAclId', 'MissingParameter'));
  const previous = network.networkAcls.all.find((acl) =>
    acl.Associations?.some(({ NetworkAclAssociationId }) => NetworkAclAssociationId === id),
  );
  const association = previous?.Associations?.find(({ NetworkAclAssociationId }) => NetworkAclAssociationId === id);
  if (!previous || !association) {
    throw new AwsError('InvalidAssociationID.NotFound', `The association ID '${id}' does not exist`);
  }
  if (previous.VpcId !== next.VpcId) {
    const message = `network ACL ${next.NetworkAclId} and subnet ${association.SubnetId} belong to different networks`;
    throw new AwsError('InvalidParameterValue', message);
  }
  const NewAssociationId = newId('aclassoc');
  network.networkAcls.put({ ...previous, Associations: previous.Associations?.filter((old) => old !== association) });
  const target = network.networkAcls.get(next.NetworkAclId as string);
  const added = {
    NetworkAclAssociationId: NewAssociationId,
    NetworkAclId: next.NetworkAclId,
    SubnetId: association.SubnetId,
  };
  network.networkAcls.put({ ...target, Associations: [...(target.Associations ?? []), added] });
  network.changed(next.VpcId);
  return { NewAssociationId };
}
