import type * as ec2 from '@aws-sdk/client-ec2';
import { refreshRouteStates } from '../../../../reachability/network/route-states';
import { AwsError, type Operation } from '../../../service';
import { required } from '../../required';
import type { LiveNetwork } from '../live-network';
import { disassociate } from './address-operations';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html */
const STATES = {
  shuttingDown: { Code: 32, Name: 'shutting-down' },
  terminated: { Code: 48, Name: 'terminated' },
} as const;

/** The calls that change interfaces and instances. */
export function interfaceOperations(network: LiveNetwork): Record<string, Operation> {
  return {
    ModifyNetworkInterfaceAttribute: (input: ec2.ModifyNetworkInterfaceAttributeRequest) => {
      const target = network.networkInterfaces.get(
        required(input.NetworkInterfaceId, 'networkInterfaceId', 'MissingParameter'),
      );
      refuseOthers(input, ['NetworkInterfaceId', 'Groups', 'SourceDestCheck', 'Description', 'DryRun']);
      const { Groups: groupIds, SourceDestCheck, Description } = input;
      return update(network, target, {
        groupIds,
        SourceDestCheck: SourceDestCheck?.Value,
        Description: Description?.Value,
      });
    },
    ModifyInstanceAttribute: (input: ec2.ModifyInstanceAttributeRequest) => modifyInstance(network, input),
    TerminateInstances: (input: ec2.TerminateInstancesRequest) => terminate(network, input),
  };
}

function modifyInstance(network: LiveNetwork, input: ec2.ModifyInstanceAttributeRequest) {
  const id = required(input.InstanceId, 'instanceId', 'MissingParameter');
  network.instances.get(id);
  refuseOthers(input, ['InstanceId', 'Groups', 'SourceDestCheck', 'Attribute', 'Value', 'DryRun']);
  if (input.Attribute !== undefined && input.Attribute !== 'sourceDestCheck') {
    throw new AwsError('UnsupportedOperation', `The sandbox does not modify the attribute ${input.Attribute}.`);
  }
  const [only, ...others] = network.interfacesOfInstance(id);
  if (!only || others.length > 0) {
    const message = `There are multiple interfaces attached to instance '${id}'. Please specify an interface ID for the operation instead.`;
    throw new AwsError('InvalidInstanceID', only ? message : `Instance '${id}' has no interface.`);
  }
  const SourceDestCheck = input.SourceDestCheck?.Value ?? (input.Attribute ? input.Value === 'true' : undefined);
  return update(network, only, { groupIds: input.Groups, SourceDestCheck });
}

/** A call that would change more than the sandbox has must not seem to have worked. */
function refuseOthers(input: object, known: readonly string[]): void {
  const others = Object.keys(input).filter((name) => !known.includes(name));
  if (others.length > 0)
    throw new AwsError('UnsupportedOperation', `The sandbox does not modify ${others.join(', ')}.`);
}

interface InterfaceChanges {
  readonly groupIds?: readonly string[];
  readonly SourceDestCheck?: boolean;
  readonly Description?: string;
}

function update(network: LiveNetwork, target: ec2.NetworkInterface, changes: InterfaceChanges) {
  const { groupIds, SourceDestCheck = target.SourceDestCheck, Description = target.Description } = changes;
  const Groups = groupIds?.map((id) => {
    const { GroupId, GroupName, VpcId } = network.securityGroups.get(id);
    if (VpcId === target.VpcId) return { GroupId, GroupName };
    const message = `Security group ${id} and subnet ${target.SubnetId} belong to different networks.`;
    throw new AwsError('InvalidParameter', message);
  });
  if (Groups?.length === 0) {
    throw new AwsError('InvalidParameterValue', 'At least one security group must be specified.');
  }
  network.networkInterfaces.put({ ...target, Groups: Groups ?? target.Groups, SourceDestCheck, Description });
  if (Groups || changes.SourceDestCheck !== undefined) network.changed(target.VpcId);
  return {};
}

/** Terminated instances stay to be seen; interfaces that are to go with them are gone at once. */
function terminate(network: LiveNetwork, input: ec2.TerminateInstancesRequest): ec2.TerminateInstancesResult {
  const ids = required(input.InstanceIds, 'instanceId', 'MissingParameter');
  const instances = ids.map((id) => network.instances.get(id));
  return { TerminatingInstances: instances.map((instance) => terminateOne(network, instance)) };
}

function terminateOne(network: LiveNetwork, instance: ec2.Instance): ec2.InstanceStateChange {
  const interfaces = network.interfacesOfInstance(instance.InstanceId);
  for (const attached of interfaces) {
    const id = attached.NetworkInterfaceId as string;
    for (const address of network.addresses.all) {
      if (address.NetworkInterfaceId === id) disassociate(network, address);
    }
    if (attached.Attachment?.DeleteOnTermination ?? true) network.networkInterfaces.delete(id);
    else network.networkInterfaces.put({ ...attached, Attachment: undefined, Status: 'available' });
  }
  const wasTerminated = instance.State?.Name === 'terminated';
  network.instances.put({ ...instance, State: STATES.terminated });
  refreshRouteStates(network);
  network.changed(...interfaces.map(({ VpcId }) => VpcId));
  return {
    InstanceId: instance.InstanceId,
    PreviousState: instance.State,
    CurrentState: wasTerminated ? STATES.terminated : STATES.shuttingDown,
  };
}
