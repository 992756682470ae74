import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2';

/** The resources of the example network that the demo uses. */
export interface Landmarks {
  readonly instanceId: string;
  readonly internetGatewayId: string;
  readonly webGroupId: string;
  readonly batchGroupId: string;
}

/** The rule that the watched path needs. */
const HTTPS_OUT: IpPermission = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };

/** A rule for a group that the watched path does not pass through. */
const UNRELATED: IpPermission = {
  IpProtocol: 'tcp',
  FromPort: 8443,
  ToPort: 8443,
  IpRanges: [{ CidrIp: '10.0.0.0/16' }],
};

/** An engineer who edits security groups with the AWS SDK. */
export class Operator {
  private readonly ec2: EC2Client;

  constructor(endpoint: string, region: string) {
    this.ec2 = new EC2Client({ endpoint, region, credentials: { accessKeyId: 'demo', secretAccessKey: 'demo' } });
  }

  async lookAround(): Promise<Landmarks> {
    const groups = await this.ec2.send(new DescribeSecurityGroupsCommand({}));
    const group = (name: string) =>
      found(groups.SecurityGroups?.find(({ GroupName }) => GroupName === name)?.GroupId, `group ${name}`);
    const webGroupId = group('web');
    const gateways = await this.ec2.send(new DescribeInternetGatewaysCommand({}));
    const instances = await this.ec2.send(
      new DescribeInstancesCommand({ Filters: [{ Name: 'instance.group-id', Values: [webGroupId] }] }),
    );
    return {
      webGroupId,
      batchGroupId: group('batch'),
      internetGatewayId: found(gateways.InternetGateways?.[0]?.InternetGatewayId, 'internet gateway'),
      instanceId: found(instances.Reservations?.[0]?.Instances?.[0]?.InstanceId, 'web instance'),
    };
  }

  async editUnrelatedGroup(groupId: string): Promise<void> {
    await this.ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: groupId, IpPermissions: [UNRELATED] }));
  }

  async revokeHttpsOut(groupId: string): Promise<void> {
    await this.ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId: groupId, IpPermissions: [HTTPS_OUT] }));
  }

  async restoreHttpsOut(groupId: string): Promise<void> {
    await this.ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId: groupId, IpPermissions: [HTTPS_OUT] }));
  }

  close(): void {
    this.ec2.destroy();
  }
}

function found(id: string | undefined, what: string): string {
  if (!id) throw new Error(`the demo network has no ${what}`);
  return id;
}
