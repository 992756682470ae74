import { isIPv6 } from 'node:net';
import type { NetworkInsightsPath } from '@aws-sdk/client-ec2';
import { UsageError } from '../../command/exit-codes';
import type { Network } from '../../reachability/network/network';
import { parseAddress } from '../../reachability/packets/ipv4';
import { isProtocol } from '../../reachability/packets/protocols';
import { type Named, nameOf } from './names';
import { suggestion } from './suggestion';

export interface Question {
  readonly from: Named;
  readonly to: Named | { readonly address: string };
  readonly protocol: 'tcp' | 'udp';
  /** Absent: any port. */
  readonly port?: number;
}

const MAX_PORT = 65_535;

/**
 * What Reachability Analyzer takes as an end, by its id:
 * https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html
 */
const END_ID = /^(i|eni|igw|pcx|tgw|tgw-attach|vgw|vpce|vpce-svc)-[0-9a-z][0-9a-z-]*$/;
const ENDS =
  'an instance, a network interface, an internet gateway, a transit gateway or its attachment, a virtual private gateway, a VPC endpoint or its service, or a peering connection';

/** @throws Error for a protocol that the engine does not follow. */
export function readProtocol(text: string): Question['protocol'] {
  const protocol = text.toLowerCase();
  if (protocol === 'tcp' || protocol === 'udp') return protocol;
  const isKnown = isProtocol(protocol) || protocol === 'all';
  const reason = isKnown ? 'the engine follows no other' : 'there is no such protocol';
  throw new Error(`--protocol must be tcp or udp, not ${JSON.stringify(text)}: ${reason}`);
}

/** @throws Error for anything but a whole number from 0 to 65535. */
export function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= MAX_PORT) return Number(text);
  throw new Error(`--port must be a whole number from 0 to ${MAX_PORT}, not ${JSON.stringify(text)}`);
}

/**
 * The question that the options ask of the network.
 * @throws UsageError for an end that is not in the network, with the closest ids, and for one where
 * no path can begin or end.
 */
export function readQuestion(
  network: Network,
  { from, to, protocol, port }: { from: string; to: string } & Pick<Question, 'protocol' | 'port'>,
): Question {
  if (isAddress(from)) {
    throw new UsageError(`--from must be the id of a resource, not the address ${from}: what sends the traffic?`);
  }
  const source = readEnd(network, '--from', from);
  const destination = isAddress(to) ? { address: to } : readEnd(network, '--to', to);
  if ('id' in destination && destination.id === source.id) {
    throw new UsageError(`--from and --to are both ${source.id}: traffic within one resource uses no path.`);
  }
  return { from: source, to: destination, protocol, port };
}

const isAddress = (text: string): boolean => parseAddress(text) !== undefined || isIPv6(text);

/** @param text an id or an ARN. */
function readEnd(network: Network, option: string, text: string): Named {
  if (/^[\d.:a-f]+\/\d+$/i.test(text)) {
    throw new UsageError(
      `${option} must be an id${option === '--to' ? ' or one address' : ''}, not the block ${text}.`,
    );
  }
  const id = text.startsWith('arn:') ? (text.split('/').at(-1) ?? '') : text;
  if (!network.mentions(id)) {
    throw new UsageError(`${option}: ${JSON.stringify(text)} is not in the network. ${suggestion(network, id)}`);
  }
  if (!END_ID.test(id)) throw new UsageError(`${option}: no path begins or ends at ${id}. Give ${ENDS}.`);
  return { id, name: nameOf(network, id) };
}

/** The question as AWS's network insights path, which has an address only in a filter. */
export function pathOf({ from, to, protocol, port }: Question): NetworkInsightsPath {
  const path = { Source: from.id, Protocol: protocol };
  if ('id' in to) return { ...path, Destination: to.id, DestinationPort: port };
  const DestinationPortRange = port === undefined ? undefined : { FromPort: port, ToPort: port };
  return { ...path, FilterAtSource: { DestinationAddress: to.address, DestinationPortRange } };
}

export const isAboutIpv6 = ({ to }: Question): boolean => 'address' in to && isIPv6(to.address);
