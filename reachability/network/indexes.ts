/** The resources of a network by what the analysis asks for, kept until they change. */

import type { Route } from '@aws-sdk/client-ec2';
import { derived, groupedBy } from './derived';
import type { Network } from './network';

export const rulesByGroup = derived(
  ({ securityGroupRules }: Network) => [securityGroupRules],
  ({ securityGroupRules }) => groupedBy(securityGroupRules.all, ({ GroupId }) => [GroupId]),
);

export const interfacesByGroup = derived(
  ({ networkInterfaces }: Network) => [networkInterfaces],
  ({ networkInterfaces }) =>
    groupedBy(networkInterfaces.all, ({ Groups = [] }) => Groups.map((group) => group.GroupId)),
);

/** Of an instance, in the order of their device indexes. */
export const interfacesByInstance = derived(
  ({ networkInterfaces }: Network) => [networkInterfaces],
  ({ networkInterfaces }) =>
    groupedBy(
      networkInterfaces.all.sort((a, b) => (a.Attachment?.DeviceIndex ?? 0) - (b.Attachment?.DeviceIndex ?? 0)),
      ({ Attachment }) => [Attachment?.InstanceId],
    ),
);

export const peeringsByVpc = derived(
  ({ peeringConnections }: Network) => [peeringConnections],
  ({ peeringConnections }) =>
    groupedBy(peeringConnections.all, ({ RequesterVpcInfo, AccepterVpcInfo }) => [
      RequesterVpcInfo?.VpcId,
      AccepterVpcInfo?.VpcId,
    ]),
);

/** By the subnets that name them. */
export const routeTablesBySubnet = derived(
  ({ routeTables }: Network) => [routeTables],
  ({ routeTables }) =>
    groupedBy(routeTables.all, ({ Associations = [] }) => Associations.map(({ SubnetId }) => SubnetId)),
);

export const mainRouteTablesByVpc = derived(
  ({ routeTables }: Network) => [routeTables],
  ({ routeTables }) =>
    groupedBy(routeTables.all, ({ VpcId, Associations }) => (Associations?.some(({ Main }) => Main) ? [VpcId] : [])),
);

/** By the subnets that name them. */
export const networkAclsBySubnet = derived(
  ({ networkAcls }: Network) => [networkAcls],
  ({ networkAcls }) =>
    groupedBy(networkAcls.all, ({ Associations = [] }) => Associations.map(({ SubnetId }) => SubnetId)),
);

export const defaultNetworkAclsByVpc = derived(
  ({ networkAcls }: Network) => [networkAcls],
  ({ networkAcls }) => groupedBy(networkAcls.all, ({ VpcId, IsDefault }) => (IsDefault ? [VpcId] : [])),
);

/** The interfaces and instances that routes lead to. */
export const routedHosts = derived(
  ({ routeTables }: Network) => [routeTables],
  ({ routeTables }) => {
    const routes = routeTables.all.flatMap((table): Route[] => table.Routes ?? []);
    return new Set(routes.flatMap(({ NetworkInterfaceId, InstanceId }) => [NetworkInterfaceId, InstanceId]));
  },
);
