import { natVpc, pair, publicVpc } from './base-networks';
import { ask, blocked, type Case, reachable } from './case';
import * as source from './sources';

const OUT = ask('eni-web', 'igw-1');
const IN = ask('igw-1', 'eni-web');
const THROUGH_NAT = ask('eni-app', 'igw-1');
const SHUT = blocked({ code: 'VPC_BLOCK_PUBLIC_ACCESS_ENABLED', InternetGateway: 'igw-1', Vpc: 'vpc-1' });

const options = (InternetGatewayBlockMode: string) => ({ InternetGatewayBlockMode, State: 'update-complete' });
const inMode = (mode: string) => natVpc().part('VpcBlockPublicAccessOptions', options(mode));
const BIDIRECTIONAL = 'block-bidirectional';
const INGRESS = 'block-ingress';

const excluding = (mode: string, resource: string, InternetGatewayExclusionMode: string, State = 'create-complete') =>
  inMode(mode).part('VpcBlockPublicAccessExclusions', [
    {
      ExclusionId: 'vpcbpa-exclude-1',
      ResourceArn: `arn:aws:ec2:eu-central-1:123456789012:${resource}`,
      InternetGatewayExclusionMode,
      State,
    },
  ]);

/** VPC Block Public Access. */
export const PUBLIC_ACCESS_CASES: readonly Case[] = [
  {
    name: 'bidirectional mode blocks what enters',
    network: inMode(BIDIRECTIONAL),
    path: IN,
    expected: SHUT,
    because: 'As in the analysis of the example: all traffic from internet gateways is blocked.',
    source: source.PUBLIC_ACCESS_ANALYSIS,
  },
  {
    name: 'bidirectional mode blocks what leaves',
    network: inMode(BIDIRECTIONAL),
    path: OUT,
    expected: SHUT,
    because: 'All traffic to and from internet gateways is blocked.',
    source: source.PUBLIC_ACCESS,
  },
  {
    name: 'bidirectional mode blocks NAT gateways',
    network: inMode(BIDIRECTIONAL),
    path: THROUGH_NAT,
    expected: SHUT,
    because: 'NAT gateways need an internet gateway to reach the internet.',
    source: source.PUBLIC_ACCESS,
  },
  {
    name: 'ingress mode blocks what enters',
    network: inMode(INGRESS),
    path: IN,
    expected: SHUT,
    because: 'All internet traffic to the VPCs is blocked.',
    source: source.PUBLIC_ACCESS,
  },
  {
    name: 'ingress mode lets only NAT gateways and egress-only gateways send',
    network: inMode(INGRESS),
    path: OUT,
    expected: SHUT,
    because: 'Only traffic to and from NAT gateways and egress-only internet gateways is allowed.',
    source: source.PUBLIC_ACCESS,
  },
  {
    name: 'ingress mode lets NAT gateways send',
    network: inMode(INGRESS),
    path: THROUGH_NAT,
    expected: reachable([{ Component: 'nat-1' }, { Component: 'igw-1' }]),
    because: 'NAT gateways only allow outbound connections to be established.',
    source: source.PUBLIC_ACCESS,
  },
  {
    name: 'the mode off blocks nothing',
    network: inMode('off'),
    path: IN,
    expected: reachable(),
    because: 'With the mode off, traffic is allowed to and from internet gateways.',
    source: source.PUBLIC_ACCESS,
  },
  {
    name: 'the state of the VPC counts as well',
    network: publicVpc().change('vpc-1', { BlockPublicAccessStates: { InternetGatewayBlockMode: BIDIRECTIONAL } }),
    path: IN,
    expected: SHUT,
    because: 'The VPC shows the mode that is in force for it.',
    source: source.PUBLIC_ACCESS,
  },
  {
    name: 'the state of the subnet counts as well',
    network: publicVpc().change('subnet-1', { BlockPublicAccessStates: { InternetGatewayBlockMode: INGRESS } }),
    path: IN,
    expected: SHUT,
    because: 'The subnet shows the mode that is in force for it.',
    source: source.PUBLIC_ACCESS,
  },
  {
    name: 'an exclusion of the VPC lets traffic in',
    network: excluding(BIDIRECTIONAL, 'vpc/vpc-1', 'allow-bidirectional'),
    path: IN,
    expected: reachable(),
    because: 'All internet traffic to and from excluded VPCs is allowed.',
    source: source.PUBLIC_ACCESS,
  },
  {
    name: 'an exclusion of the subnet lets traffic out',
    network: excluding(BIDIRECTIONAL, 'subnet/subnet-1', 'allow-bidirectional'),
    path: OUT,
    expected: reachable(),
    because: 'All internet traffic to and from excluded subnets is allowed.',
    source: source.PUBLIC_ACCESS,
  },
  {
    name: 'an exclusion of another subnet changes nothing',
    network: excluding(BIDIRECTIONAL, 'subnet/subnet-2', 'allow-bidirectional'),
    path: IN,
    expected: SHUT,
    because: 'An exclusion is for one VPC or subnet.',
    source: source.PUBLIC_ACCESS,
  },
  {
    name: 'an exclusion for egress lets nothing in',
    network: excluding(BIDIRECTIONAL, 'vpc/vpc-1', 'allow-egress'),
    path: IN,
    expected: SHUT,
    because: 'Inbound internet traffic to VPCs that are excluded for egress is blocked.',
    source: source.PUBLIC_ACCESS,
  },
  {
    name: 'an exclusion for egress lets a NAT gateway send',
    network: excluding(BIDIRECTIONAL, 'vpc/vpc-1', 'allow-egress'),
    path: THROUGH_NAT,
    expected: reachable(),
    because: 'Outbound internet traffic from VPCs that are excluded for egress is allowed.',
    source: source.PUBLIC_ACCESS,
  },
  {
    name: 'a deleted exclusion eases nothing',
    network: excluding(BIDIRECTIONAL, 'vpc/vpc-1', 'allow-bidirectional', 'delete-complete'),
    path: IN,
    expected: SHUT,
    because: 'An exclusion holds only while it exists.',
    source: source.PUBLIC_ACCESS,
  },
  {
    name: 'traffic within the VPC is not concerned',
    network: pair().part('VpcBlockPublicAccessOptions', options(BIDIRECTIONAL)),
    path: ask('eni-client', 'eni-server'),
    expected: reachable(),
    because: 'It blocks traffic through internet gateways and egress-only internet gateways.',
    source: source.PUBLIC_ACCESS,
  },
];
