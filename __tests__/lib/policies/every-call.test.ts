import * as ec2 from '@aws-sdk/client-ec2';
import * as classicLoadBalancing from '@aws-sdk/client-elastic-load-balancing';
import * as loadBalancing from '@aws-sdk/client-elastic-load-balancing-v2';
import * as networkFirewall from '@aws-sdk/client-network-firewall';
import { HARMLESS_CALLS, isHarmless } from '../../../lambda-src/events/harmless-calls';
import { APPLIANCE_PATTERN, type ApiCallPattern, EVENT_PATTERNS } from '../../../lib/policies/event-patterns';
import { leastPrivilege } from '../../../lib/policies/least-privilege';
import { matches, parsePattern } from '../../../sandbox/services/events/pattern';
import {
  type CallsWithoutEffect,
  EC2_CALLS_WITHOUT_EFFECT,
  FIREWALL_CALLS_WITHOUT_EFFECT,
  LOAD_BALANCER_CALLS_WITHOUT_EFFECT,
} from '../../../testing/aws/calls-without-effect';

/** Every operation that AWS's models of the services have: the SDK makes a command of each. */
const operationsOf = (...clients: object[]): string[] =>
  [...new Set(clients.flatMap((client) => Object.keys(client)))]
    .filter((name) => /^[A-Z]\w*Command$/.test(name))
    .map((name) => name.slice(0, -'Command'.length))
    .sort();

const SERVICES: [string, string[], ApiCallPattern, readonly CallsWithoutEffect[]][] = [
  ['ec2', operationsOf(ec2), EVENT_PATTERNS.network, EC2_CALLS_WITHOUT_EFFECT],
  [
    'elasticloadbalancing',
    operationsOf(loadBalancing, classicLoadBalancing),
    APPLIANCE_PATTERN,
    LOAD_BALANCER_CALLS_WITHOUT_EFFECT,
  ],
  ['network-firewall', operationsOf(networkFirewall), APPLIANCE_PATTERN, FIREWALL_CALLS_WITHOUT_EFFECT],
];

// EventBridge delivers none of these to a rule that is merely enabled:
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
const READS = /^(Describe|Get|List|Search|Export)/;

const caughtBy = (service: string, operations: string[], pattern: ApiCallPattern): string[] => {
  const parsed = parsePattern(JSON.stringify(pattern));
  return operations.filter((eventName) =>
    matches(parsed, {
      'detail-type': 'AWS API Call via CloudTrail',
      source: `aws.${service}`,
      detail: { eventSource: `${service}.amazonaws.com`, eventName },
    }),
  );
};

const namesIn = (lists: readonly CallsWithoutEffect[]): string[] =>
  lists.flatMap(({ calls }) => calls.trim().split(/\s+/));

const allCaught = SERVICES.flatMap(([service, operations, pattern]) => caughtBy(service, operations, pattern));

it('takes the operations from the SDK: as many as AWS had in 2026, or more', () => {
  expect(SERVICES.map(([, operations]) => operations.length > 50)).toEqual([true, true, true]);
  expect(operationsOf(ec2).length).toBeGreaterThanOrEqual(823);
});

describe.each(SERVICES)('every operation of %s that changes something', (service, operations, pattern, lists) => {
  const caught = caughtBy(service, operations, pattern);

  it('starts a check, or is known to be without effect on what an analysis finds', () => {
    const missing = operations.filter((name) => !READS.test(name) && !caught.includes(name));
    // A name that is too many on the left is a new operation: let a pattern catch it, or say why it
    // cannot matter.
    expect(missing.sort()).toEqual(namesIn(lists).sort());
  });

  it('is without effect for a reason that stands on a page of AWS', () => {
    for (const { reason, page } of lists) {
      expect(reason.length).toBeGreaterThan(10);
      expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    }
  });
});

it('starts no analysis where it only reads', () => {
  const reads = allCaught.filter((name) => READS.test(name));
  expect(reads.length).toBeGreaterThan(0);
  expect(reads.filter((name) => !isHarmless(name, {}, undefined))).toEqual([]);
});

it('starts no analysis for a call that a family holds and that cannot matter: each such call is one that a rule lets through', () => {
  // The one pair that no rule lets through reaches the function where somebody replays an event of
  // an older pattern.
  const descriptions = /^UpdateSecurityGroupRuleDescriptions/;
  const harmless = [...HARMLESS_CALLS].filter((name) => !descriptions.test(name));
  expect(harmless.length).toBeGreaterThan(20);
  expect(harmless.filter((name) => !allCaught.includes(name))).toEqual([]);
});

it('is unread by Reachability Analyzer where that is the reason: the permissions that it needs name none of them', () => {
  const unread =
    /ClientVpn|LocalGateway|CarrierGateway|Coip|TrafficMirror|VerifiedAccess|Ipam|Byoip|Ipv4Pool|FlowLogs|InstanceConnect|DhcpOptions|Multicast|EncryptionControl|Secondary|EgressOnly|Proxy|TLSInspection/;
  const reads = leastPrivilege({
    monitorName: 'm',
    ec2Arn: (resource) => resource,
    topicArn: '',
    onFailureQueueArn: '',
    logGroupArn: '',
  }).find(({ Sid }) => Sid === 'ReadResultsAndNetworkConfiguration')?.Action as string[];
  expect(reads.filter((action) => unread.test(action))).toEqual([]);
  const claimed = SERVICES.flatMap(([, , , lists]) =>
    lists.filter(({ reason }) => reason.startsWith('Reachability Analyzer reads nothing')),
  );
  expect(namesIn(claimed).filter((name) => !unread.test(name))).toEqual([]);
});
