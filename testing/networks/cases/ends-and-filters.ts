import { pair, publicVpc } from './base-networks';
import { ask, askAddress, blocked, type Case, reachable } from './case';
import * as source from './sources';

const PATH = ask('eni-client', 'eni-server');
const range = (FromPort: number, ToPort = FromPort) => ({ FromPort, ToPort });

/** The client and the server belong to instances in these states. */
const instances = (client: string, server = 'running') =>
  pair()
    .instance('i-client', client)
    .instance('i-server', server)
    .change('eni-client', { Attachment: { InstanceId: 'i-client', Status: 'attached' } })
    .change('eni-server', { Attachment: { InstanceId: 'i-server', Status: 'attached' } });

/** What may be an end, and what the filters of a path demand. */
export const END_AND_FILTER_CASES: readonly Case[] = [
  {
    name: 'an instance is an end like its interface',
    network: instances('running'),
    path: ask('i-client', 'i-server'),
    expected: reachable([{ Component: 'i-client' }, { Component: 'eni-client' }, { Component: 'i-server' }]),
    because: 'Instances can be the source and the destination.',
    source: source.HOW_IT_WORKS,
  },
  {
    name: 'an end may be given by its ARN',
    network: pair(),
    path: ask('arn:aws:ec2:eu-central-1:123456789012:network-interface/eni-client', 'eni-server'),
    expected: reachable([{ Component: 'eni-client' }]),
    because: 'The ends of a path are given by an id or an ARN.',
    source: source.HOW_IT_WORKS,
  },
  {
    name: 'the address of an interface leads to it',
    network: pair(),
    path: askAddress('eni-client', '10.0.2.10'),
    expected: reachable([{ Component: 'eni-server' }]),
    because: 'The destination can be an address.',
    source: source.HOW_IT_WORKS,
  },
  {
    name: 'a source that does not exist',
    network: pair(),
    path: ask('eni-gone', 'eni-server'),
    expected: blocked({ code: 'NO_SOURCE_OR_DESTINATION' }),
    because: 'The source or the destination does not exist.',
    source: source.CODES,
  },
  {
    name: 'a destination that does not exist',
    network: pair(),
    path: ask('eni-client', 'i-gone'),
    expected: blocked({ code: 'NO_SOURCE_OR_DESTINATION' }),
    because: 'The source or the destination does not exist.',
    source: source.CODES,
  },
  {
    name: 'a terminated instance',
    network: pair().instance('i-client', 'terminated'),
    path: ask('i-client', 'eni-server'),
    expected: blocked({ code: 'UNASSOCIATED_COMPONENT', Component: 'i-client' }),
    because: 'The component is in no VPC, for example because the instance was terminated.',
    source: source.CODES,
  },
  {
    name: 'a stopped instance',
    network: instances('stopped'),
    path: ask('i-client', 'eni-server'),
    expected: blocked({ code: 'BAD_STATE', Component: 'i-client', State: 'stopped' }),
    because: 'The component is not in a functional state.',
    source: source.CODES,
  },
  {
    name: 'a stopped instance as the destination',
    network: instances('running', 'stopped'),
    path: ask('i-client', 'i-server'),
    expected: blocked({ code: 'BAD_STATE', Component: 'i-server', State: 'stopped' }),
    because: 'The component is not in a functional state.',
    source: source.CODES,
  },
  {
    name: 'interfaces that are not attached',
    network: pair()
      .change('eni-client', { Attachment: undefined, Status: 'available' })
      .change('eni-server', { Attachment: undefined, Status: 'available' }),
    path: PATH,
    expected: reachable(),
    because: 'An analysis between two interfaces without instances found a path.',
    source: source.TERRAFORM_ANALYSIS,
  },
  {
    name: 'an address of the VPC that no interface has',
    network: pair(),
    path: askAddress('eni-client', '10.0.2.99'),
    expected: blocked({ code: 'NO_POSSIBLE_DESTINATION', Address: '10.0.2.99', Vpc: 'vpc-1' }),
    because: 'The packet cannot be delivered to any possible destination.',
    source: source.CODES,
  },
  {
    name: 'an address outside a VPC that has no way out',
    network: pair(),
    path: askAddress('eni-client', '198.51.100.7'),
    expected: blocked({ code: 'NO_POSSIBLE_DESTINATION', Address: '198.51.100.7', Vpc: 'vpc-1' }),
    because: 'The packet cannot be delivered to any possible destination.',
    source: source.CODES,
  },
  {
    name: 'an interface sends from its own addresses only',
    network: pair(),
    path: ask('eni-client', 'eni-server', { SourceIp: '10.0.1.99' }),
    expected: blocked({
      code: 'ENI_SOURCE_DEST_CHECK_RESTRICTION',
      NetworkInterface: 'eni-client',
      Subnet: 'subnet-1',
    }),
    because: 'With the source/destination check, it rejects outbound traffic from other addresses.',
    source: source.CODES,
  },
  {
    name: 'an interface accepts its own addresses only',
    network: pair(),
    path: ask('eni-client', 'eni-server', { DestinationIp: '10.0.2.99' }),
    expected: blocked({
      code: 'ENI_SOURCE_DEST_CHECK_RESTRICTION',
      NetworkInterface: 'eni-server',
      Subnet: 'subnet-2',
    }),
    because: 'With the source/destination check, it rejects inbound traffic for other addresses.',
    source: source.CODES,
  },
  {
    name: 'without the check, an interface still only gets what is for it',
    network: pair().change('eni-server', { SourceDestCheck: false }),
    path: ask('eni-client', 'eni-server', { DestinationIp: '10.0.2.99' }),
    expected: blocked({ code: 'ENI_ADDRESS_RESTRICTION', NetworkInterface: 'eni-server' }),
    because: 'Inbound traffic must have the private address of the interface as its destination.',
    source: source.CODES,
  },
  {
    name: 'the filter at the source restricts the port',
    network: pair(),
    path: ask('eni-client', 'eni-server', {
      DestinationPort: undefined,
      FilterAtSource: { DestinationPortRange: range(80) },
    }),
    expected: blocked({ code: 'ENI_SG_RULES_MISMATCH', Direction: 'ingress', NetworkInterface: 'eni-server' }),
    because: 'The path has only that port, and the group has no rule for it.',
    source: source.GETTING_STARTED_CLI,
  },
  {
    name: 'the filter at the source may have a range that is partly open',
    network: pair(),
    path: ask('eni-client', 'eni-server', {
      DestinationPort: undefined,
      FilterAtSource: { DestinationPortRange: range(400, 500) },
    }),
    expected: reachable(),
    because: 'The analysis considers all combinations of ports that the filter leaves.',
    source: source.GETTING_STARTED,
  },
  {
    name: 'the filter at the destination is met',
    network: pair(),
    path: ask('eni-client', 'eni-server', {
      FilterAtDestination: {
        SourceAddress: '10.0.1.10',
        DestinationAddress: '10.0.2.10',
        SourcePortRange: range(1024, 65535),
        DestinationPortRange: range(443),
      },
    }),
    expected: reachable(),
    because: 'A path has the addresses and ports that the filter demands.',
    source: source.CODES,
  },
  {
    name: 'the filter at the destination demands another source',
    network: pair(),
    path: ask('eni-client', 'eni-server', { FilterAtDestination: { SourceAddress: '10.0.1.99' } }),
    expected: blocked({ code: 'FILTER_AT_DESTINATION_SOURCE_ADDRESS' }),
    because: 'No path has that source address at the destination.',
    source: source.CODES,
  },
  {
    name: 'the filter at the destination demands another destination',
    network: pair(),
    path: ask('eni-client', 'eni-server', { FilterAtDestination: { DestinationAddress: '10.0.2.99' } }),
    expected: blocked({ code: 'FILTER_AT_DESTINATION_DESTINATION_ADDRESS' }),
    because: 'No path has that destination address at the destination.',
    source: source.CODES,
  },
  {
    name: 'the filter at the destination demands another port',
    network: pair(),
    path: ask('eni-client', 'eni-server', { FilterAtDestination: { DestinationPortRange: range(80) } }),
    expected: blocked({ code: 'FILTER_AT_DESTINATION_DESTINATION_PORT_RANGE' }),
    because: 'No path has that destination port at the destination.',
    source: source.CODES,
  },
  {
    name: 'the filter at the destination demands another source port',
    network: pair(),
    path: ask('eni-client', 'eni-server', {
      FilterAtSource: { SourcePortRange: range(1024, 2000) },
      FilterAtDestination: { SourcePortRange: range(3000, 4000) },
    }),
    expected: blocked({ code: 'FILTER_AT_DESTINATION_SOURCE_PORT_RANGE' }),
    because: 'No path has those source ports at the destination.',
    source: source.CODES,
  },
  {
    name: 'at the internet, the filter sees the public address',
    network: publicVpc(),
    path: ask('eni-web', 'igw-1', { FilterAtDestination: { SourceAddress: '203.0.113.10' } }),
    expected: reachable(),
    because: 'Behind the gateway, the source is the public address.',
    source: source.INTERNET_GATEWAY,
  },
  {
    name: 'at the internet, the filter does not see the private address',
    network: publicVpc(),
    path: ask('eni-web', 'igw-1', { FilterAtDestination: { SourceAddress: '10.0.1.10' } }),
    expected: blocked({ code: 'FILTER_AT_DESTINATION_SOURCE_ADDRESS' }),
    because: 'Behind the gateway, the source is the public address.',
    source: source.INTERNET_GATEWAY,
  },
];
