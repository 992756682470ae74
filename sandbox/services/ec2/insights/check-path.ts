import type { CreateNetworkInsightsPathRequest, FilterPortRange, PathRequestFilter } from '@aws-sdk/client-ec2';
import type { Network } from '../../../../reachability/network/network';
import { parseAddress } from '../../../../reachability/packets/ipv4';
import { AwsError } from '../../../service';
import { required } from '../../required';

/** @throws AwsError for what AWS refuses: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInsightsPath.html */
export function checkPath(network: Network, input: CreateNetworkInsightsPathRequest): void {
  const source = required(input.Source, 'Source', 'MissingParameter');
  const protocol = required(input.Protocol, 'Protocol', 'MissingParameter');
  if (!['tcp', 'udp'].includes(protocol)) throw invalid('protocol', protocol, 'one of tcp, udp');
  checkPort('destinationPort', input.DestinationPort);
  checkAddress('sourceIp', input.SourceIp);
  checkAddress('destinationIp', input.DestinationIp);
  checkFilter('filterAtSource', input.FilterAtSource);
  checkFilter('filterAtDestination', input.FilterAtDestination);
  checkCombinations(input);
  checkEndpoint(network, source, 'NetworkInsightsSource');
  if (input.Destination !== undefined) checkEndpoint(network, input.Destination, 'NetworkInsightsDestination');
}

function checkCombinations(input: CreateNetworkInsightsPathRequest): void {
  const { FilterAtSource, FilterAtDestination, SourceIp, DestinationIp, DestinationPort } = input;
  const refuse = (one: string, other: string) => {
    throw new AwsError(
      'InvalidParameterCombination',
      `The parameter ${one} cannot be used with the parameter ${other}`,
    );
  };
  if (FilterAtSource && SourceIp !== undefined) refuse('FilterAtSource', 'SourceIp');
  if (FilterAtSource && DestinationPort !== undefined) refuse('FilterAtSource', 'DestinationPort');
  if (FilterAtDestination && DestinationIp !== undefined) refuse('FilterAtDestination', 'DestinationIp');
  if (input.Destination === undefined && FilterAtSource?.DestinationAddress === undefined) {
    throw new AwsError(
      'MissingParameter',
      'The request must contain the parameter Destination, or FilterAtSource with a DestinationAddress.',
    );
  }
}

function checkEndpoint(network: Network, idOrArn: string, code: string): void {
  const id = idOrArn.split('/').at(-1) as string;
  const { instances, networkInterfaces, internetGateways } = network;
  if ([instances, networkInterfaces, internetGateways].some((collection) => collection.find(id))) return;
  if (network.mentions(id)) {
    throw new AwsError('UnsupportedOperation', `The sandbox analyzes no path that begins or ends at ${id}.`);
  }
  throw new AwsError(`${code}.NotFound`, `The resource '${idOrArn}' does not exist`);
}

function checkFilter(name: string, filter: PathRequestFilter | undefined): void {
  checkAddress(`${name}.sourceAddress`, filter?.SourceAddress);
  checkAddress(`${name}.destinationAddress`, filter?.DestinationAddress);
  checkPortRange(`${name}.sourcePortRange`, filter?.SourcePortRange);
  checkPortRange(`${name}.destinationPortRange`, filter?.DestinationPortRange);
}

function checkPortRange(name: string, range: FilterPortRange | undefined): void {
  checkPort(`${name}.fromPort`, range?.FromPort);
  checkPort(`${name}.toPort`, range?.ToPort);
  const { FromPort = 0, ToPort = 65535 } = range ?? {};
  if (FromPort > ToPort) throw invalid(name, `${FromPort}-${ToPort}`, 'a range from a lower to a higher port');
}

function checkPort(name: string, port: number | undefined): void {
  if (port === undefined || (Number.isInteger(port) && port >= 0 && port <= 65535)) return;
  throw invalid(name, port, 'a port from 0 to 65535');
}

function checkAddress(name: string, address: string | undefined): void {
  if (address !== undefined && parseAddress(address) === undefined) throw invalid(name, address, 'an IPv4 address');
}

function invalid(parameter: string, value: unknown, right: string): AwsError {
  return new AwsError(
    'InvalidParameterValue',
    `Value (${value}) for parameter ${parameter} is invalid. It must be ${right}.`,
  );
}
