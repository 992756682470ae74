import type * as ec2 from '@aws-sdk/client-ec2';
import type { Network } from '../../../../reachability/network/network';
import type { Operation } from '../../../service';

/** The calls about Regions and Availability Zones; clients ask them to check that they are somewhere. */
export function placeOperations(network: Network): Record<string, Operation> {
  return {
    DescribeRegions: (input: ec2.DescribeRegionsRequest, call): ec2.DescribeRegionsResult => {
      const names = input.RegionNames?.length ? input.RegionNames : [call.region];
      return {
        Regions: names.map((RegionName) => ({
          RegionName,
          Endpoint: `ec2.${RegionName}.amazonaws.com`,
          OptInStatus: 'opt-in-not-required',
        })),
      };
    },
    DescribeAvailabilityZones: (_: ec2.DescribeAvailabilityZonesRequest, call): ec2.DescribeAvailabilityZonesResult => {
      const zones = new Map(network.subnets.all.map((subnet) => [subnet.AvailabilityZone, subnet.AvailabilityZoneId]));
      return {
        AvailabilityZones: [...zones].map(([ZoneName, ZoneId]) => ({
          ZoneName,
          ZoneId,
          RegionName: call.region,
          State: 'available',
          ZoneType: 'availability-zone',
          GroupName: call.region,
          OptInStatus: 'opt-in-not-required',
        })),
      };
    },
    DescribeAccountAttributes: (input: ec2.DescribeAccountAttributesRequest) => accountAttributes(network, input),
  };
}

function accountAttributes(
  network: Network,
  input: ec2.DescribeAccountAttributesRequest,
): ec2.DescribeAccountAttributesResult {
  const vpc = network.vpcs.all.find(({ IsDefault }) => IsDefault)?.VpcId ?? 'none';
  const values: Partial<Record<string, string>> = { 'supported-platforms': 'VPC', 'default-vpc': vpc };
  const names = input.AttributeNames?.length ? input.AttributeNames : Object.keys(values);
  return {
    AccountAttributes: names.flatMap((AttributeName) => {
      const AttributeValue = values[AttributeName];
      return AttributeValue === undefined ? [] : [{ AttributeName, AttributeValues: [{ AttributeValue }] }];
    }),
  };
}
