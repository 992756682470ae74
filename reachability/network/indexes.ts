/** The resources of a network by what the analysis asks for, kept until they change. */

import type {
  NetworkAcl,
  NetworkInterface,
  Route,
  RouteTable,
  SecurityGroupRule,
  VpcPeeringConnection,
} from '@aws-sdk/client-ec2';
import type { Collection } from './collection';
import { derived, groupedBy } from './derived';

/** What is read here of a network. */
interface Resources {
  readonly securityGroupRules: Collection<SecurityGroupRule>;
  readonly networkInterfaces: Collection<NetworkInterface>;
  readonly peeringConnections: Collection<VpcPeeringConnection>;
  readonly routeTables: Collection<RouteTable>;
  readonly networkAcls: Collection<NetworkAcl>;
}

export const rulesByGroup = derived(
  ({ securityGroupRules }: Resources) => [securityGroupRules],
  ({ securityGroupRules }) => groupedBy(securityGroupRules.all, ({ GroupId }) => [GroupId]),
);

export const interfacesByGroup = derived(
  ({ networkInterfaces }: Resources) => [networkInterfaces],
  ({ networkInterfaces }) =>
    groupedBy(networkInterfaces.all, ({ Groups = [] }) => Groups.map((group) => group.GroupId)),
);

/** Of an instance, in the order of their device indexes. */
export const interfacesByInstance = derived(
  ({ networkInterfaces }: Resources) => [networkInterfaces],
  ({ networkInterfaces }) =>
    groupedBy(
      networkInterfaces.all.sort((a, b) => (a.Attachment?.DeviceIndex ?? 0) - (b.Attachment?.DeviceIndex ?? 0)),
      ({ Attachment }) => [Attachment?.InstanceId],
    ),
);

export const peeringsByVpc = derived(
  ({ peeringConnections }: Resources) => [peeringConnections],
  ({ peeringConnections }) =>
    groupedBy(peeringConnections.all, ({ RequesterVpcInfo, AccepterVpcInfo }) => [
      RequesterVpcInfo?.VpcId,
      AccepterVpcInfo?.VpcId,
    ]),
);

/** By the subnets that name them. */
export const routeTablesBySubnet = derived(
  ({ routeTables }: Resources) => [routeTables],
  ({ routeTables }) =>
    groupedBy(routeTables.all, ({ Associations = [] }) => Associations.map(({ SubnetId }) => SubnetId)),
);

export const mainRouteTablesByVpc = derived(
  ({ routeTables }: Resources) => [routeTables],
  ({ routeTables }) =>
    groupedBy(routeTables.all, ({ VpcId, Associations }) => (Associations?.some(({ Main }) => Main) ? [VpcId] : [])),
);

/** By the subnets that name them. */
export const networkAclsBySubnet = derived(
  ({ networkAcls }: Resources) => [networkAcls],
  ({ networkAcls }) =>
    groupedBy(networkAcls.all, ({ Associations = [] }) => Associations.map(({ SubnetId }) => SubnetId)),
);

export const defaultNetworkAclsByVpc = derived(
  ({ networkAcls }: Resources) => [networkAcls],
  ({ networkAcls }) => groupedBy(networkAcls.all, ({ VpcId, IsDefault }) => (IsDefault ? [VpcId] : [])),
);

/** The interfaces and instances that routes lead to. */
export const routedHosts = derived(
  ({ routeTables }: Resources) => [routeTables],
  ({ routeTables }) => {
    const routes = routeTables.all.flatMap((table): Route[] => table.Routes ?? []);
    return new Set(routes.flatMap(({ NetworkInterfaceId, InstanceId }) => [NetworkInterfaceId, InstanceId]));
  },
);
