import type * as ec2 from '@aws-sdk/client-ec2';
import type { Network } from '../../../../reachability/network/network';
import { refreshRouteStates } from '../../../../reachability/network/route-states';
import { AwsError, type Call, type Operation } from '../../../service';
import { required } from '../../required';
import { newId } from '../identifiers';
import type { LiveNetwork } from '../live-network';
import { tagsFor } from './tag-operations';

export function internetGatewayOperations(network: LiveNetwork): Record<string, Operation> {
  return {
    CreateInternetGateway: (input: ec2.CreateInternetGatewayRequest, call: Call): ec2.CreateInternetGatewayResult => ({
      InternetGateway: network.internetGateways.put({
        InternetGatewayId: newId('igw'),
        OwnerId: call.account,
        Attachments: [],
        Tags: tagsFor('internet-gateway', input.TagSpecifications),
      }),
    }),
    DeleteInternetGateway: (input: ec2.DeleteInternetGatewayRequest) => {
      const gateway = gatewayOf(network, input.InternetGatewayId);
      const id = gateway.InternetGatewayId as string;
      if (gateway.Attachments?.length) {
        throw new AwsError(
          'DependencyViolation',
          `The internetGateway '${id}' has dependencies and cannot be deleted.`,
        );
      }
      network.internetGateways.delete(id);
      return {};
    },
    AttachInternetGateway: (input: ec2.AttachInternetGatewayRequest) => attach(network, input),
    DetachInternetGateway: (input: ec2.DetachInternetGatewayRequest) => detach(network, input),
  };
}

function gatewayOf(network: Network, id: string | undefined): ec2.InternetGateway {
  return network.internetGateways.get(required(id, 'internetGatewayId', 'MissingParameter'));
}

function attach(network: LiveNetwork, input: ec2.AttachInternetGatewayRequest) {
  const gateway = gatewayOf(network, input.InternetGatewayId);
  const { VpcId } = network.vpcs.get(required(input.VpcId, 'vpcId', 'MissingParameter'));
  const attached = gateway.Attachments?.[0]?.VpcId;
  if (attached) {
    const message = `resource ${gateway.InternetGatewayId} is already attached to network ${attached}`;
    throw new AwsError('Resource.AlreadyAssociated', message);
  }
  if (network.internetGateways.all.some((other) => other.Attachments?.some((set) => set.VpcId === VpcId))) {
    throw new AwsError('InvalidParameterValue', `Network ${VpcId} already has an internet gateway attached`);
  }
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InternetGatewayAttachment.html: `available`, which the SDK's type lacks.
  const attachment = { VpcId, State: 'available' as ec2.AttachmentStatus };
  return putAttachments(network, gateway, VpcId, [attachment]);
}

function detach(network: LiveNetwork, input: ec2.DetachInternetGatewayRequest) {
  const gateway = gatewayOf(network, input.InternetGatewayId);
  const { VpcId } = network.vpcs.get(required(input.VpcId, 'vpcId', 'MissingParameter'));
  if (!gateway.Attachments?.some((attachment) => attachment.VpcId === VpcId)) {
    throw new AwsError(
      'Gateway.NotAttached',
      `resource ${gateway.InternetGatewayId} is not attached to network ${VpcId}`,
    );
  }
  if (network.networkInterfaces.all.some((other) => other.VpcId === VpcId && other.Association?.PublicIp)) {
    const message = `Network ${VpcId} has some mapped public address(es). Please unmap those before detaching the gateway.`;
    throw new AwsError('DependencyViolation', message);
  }
  return putAttachments(network, gateway, VpcId, []);
}

function putAttachments(
  network: LiveNetwork,
  gateway: ec2.InternetGateway,
  vpcId: string | undefined,
  Attachments: ec2.InternetGatewayAttachment[],
) {
  network.internetGateways.put({ ...gateway, Attachments });
  refreshRouteStates(network);
  network.changed(vpcId);
  return {};
}
