/** CloudTrail's records of EC2 calls as EventBridge delivers them. */

export const ALICE = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLE:alice',
  arn: 'arn:aws:sts::123456789012:assumed-role/NetAdmin/alice',
  accountId: '123456789012',
  accessKeyId: 'ASIAEXAMPLE',
  sessionContext: {
    sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::123456789012:role/NetAdmin', userName: 'NetAdmin' },
  },
};

export const GROUP = 'sg-0123456789abcdef0';
export const RULE = 'sgr-0123456789abcdef0';

/** One permission of a request: tcp 443 with the internet. */
export const HTTPS = {
  ipProtocol: 'tcp',
  fromPort: 443,
  toPort: 443,
  groups: {},
  ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
  ipv6Ranges: {},
  prefixListIds: {},
};

/** One rule of a response's rule set. */
export const HTTPS_RULE = {
  groupOwnerId: '123456789012',
  groupId: GROUP,
  securityGroupRuleId: RULE,
  isEgress: true,
  ipProtocol: 'tcp',
  fromPort: 443,
  toPort: 443,
  cidrIpv4: '0.0.0.0/0',
};

let events = 0;

export function cloudTrailEvent(
  eventName: string,
  detail: Readonly<Record<string, unknown>> = {},
  time = '2026-11-23T10:00:00Z',
) {
  const id = `6f2b7c1e-0000-4000-8000-${String(++events).padStart(12, '0')}`;
  return {
    version: '0',
    id,
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.ec2',
    account: '123456789012',
    time,
    region: 'eu-central-1',
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: ALICE,
      eventTime: time,
      eventSource: 'ec2.amazonaws.com',
      eventName,
      awsRegion: 'eu-central-1',
      sourceIPAddress: '203.0.113.7',
      userAgent: 'console.ec2.amazonaws.com',
      requestParameters: {},
      responseElements: { requestId: 'a1', _return: true },
      eventID: id,
      ...detail,
    },
  };
}

export function revokeEgress(time?: string) {
  return cloudTrailEvent(
    'RevokeSecurityGroupEgress',
    {
      requestParameters: { groupId: GROUP, ipPermissions: { items: [HTTPS] } },
      responseElements: { requestId: 'a1', _return: true, revokedSecurityGroupRuleSet: { items: [HTTPS_RULE] } },
    },
    time,
  );
}

export function authorizeEgress(time?: string) {
  return cloudTrailEvent(
    'AuthorizeSecurityGroupEgress',
    {
      requestParameters: { groupId: GROUP, ipPermissions: { items: [HTTPS] } },
      responseElements: { requestId: 'a1', _return: true, securityGroupRuleSet: { items: [HTTPS_RULE] } },
    },
    time,
  );
}

export function scheduledEvent() {
  return {
    version: '0',
    id: `b0b0b0b0-0000-4000-8000-${String(++events).padStart(12, '0')}`,
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '123456789012',
    time: '2026-11-23T10:00:00Z',
    region: 'eu-central-1',
    resources: ['arn:aws:events:eu-central-1:123456789012:rule/sweep'],
    detail: {},
  };
}
