import { readChange } from '../../../lambda-src/events/change';
import { cloudTrailEvent, GROUP, HTTPS, HTTPS_RULE, RULE } from '../../../testing/simulation/events';

const IN_HTTPS = { protocol: 'tcp', fromPort: 443, toPort: 443 };
const ANYWHERE = { cidrIpv4: '0.0.0.0/0' };

function read(eventName: string, detail: Readonly<Record<string, unknown>>) {
  return readChange(cloudTrailEvent(eventName, detail), 'fallback');
}

describe('rules', () => {
  const ingress = { ...HTTPS_RULE, isEgress: false };

  it.each([
    ['in a request with permissions', { groupId: GROUP, ipPermissions: { items: [HTTPS] } }],
    ['in a request with one permission that is no list', { groupId: GROUP, ipPermissions: { items: HTTPS } }],
    ['in a request with a bare array', { groupId: GROUP, ipPermissions: [HTTPS] }],
    [
      "in the CLI's flat request",
      { groupId: GROUP, ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIp: '0.0.0.0/0', ipPermissions: {} },
    ],
    [
      'with numbers written as text',
      { groupId: GROUP, ipPermissions: { items: [{ ...HTTPS, fromPort: '443', toPort: '443' }] } },
    ],
  ])('%s', (_, requestParameters) => {
    const { rules } = read('AuthorizeSecurityGroupIngress', { requestParameters });
    expect(rules).toEqual([
      { action: 'added', rule: { groupId: GROUP, direction: 'ingress', ...IN_HTTPS, peer: ANYWHERE } },
    ]);
  });

  it('of a group that the request names by its name come from the response', () => {
    const { rules, resources } = read('AuthorizeSecurityGroupIngress', {
      requestParameters: { groupName: 'default', ipPermissions: { items: [HTTPS] } },
      responseElements: { requestId: 'a1', _return: true, securityGroupRuleSet: { items: [ingress] } },
    });
    expect(rules).toEqual([
      { action: 'added', rule: { groupId: GROUP, ruleId: RULE, direction: 'ingress', ...IN_HTTPS, peer: ANYWHERE } },
    ]);
    expect(resources).toContain(GROUP);
  });

  it('that are revoked by their ids come from the response', () => {
    const { rules } = read('RevokeSecurityGroupIngress', {
      requestParameters: { groupId: GROUP, securityGroupRuleIds: { items: [{ securityGroupRuleId: RULE }] } },
      responseElements: { revokedSecurityGroupRuleSet: { items: [{ ...ingress, description: 'public web' }] } },
    });
    expect(rules).toEqual([
      {
        action: 'removed',
        rule: {
          groupId: GROUP,
          ruleId: RULE,
          direction: 'ingress',
          ...IN_HTTPS,
          peer: ANYWHERE,
          description: 'public web',
        },
      },
    ]);
  });

  it('that are revoked by their ids, without a response, are known by id and group only', () => {
    const change = read('RevokeSecurityGroupIngress', {
      requestParameters: { groupId: GROUP, securityGroupRuleIds: { items: [{ securityGroupRuleId: RULE }] } },
      responseElements: { requestId: 'a1', _return: true },
    });
    expect(change.rules).toEqual([{ action: 'removed', rule: { groupId: GROUP, ruleId: RULE, direction: 'ingress' } }]);
    expect(change.resources).toEqual([GROUP, RULE]);
  });

  it('that AWS did not find do not count as removed', () => {
    const { rules } = read('RevokeSecurityGroupIngress', {
      requestParameters: { groupId: GROUP, ipPermissions: { items: [HTTPS] } },
      responseElements: { _return: true, unknownIpPermissionSet: { items: [HTTPS] } },
    });
    expect(rules).toEqual([{ action: 'removed', rule: { groupId: GROUP, direction: 'ingress' } }]);
  });

  it('with peers that cannot be read still count', () => {
    const permission = { ...HTTPS, ipRanges: { items: ['10.0.0.0/8', { cidrIp: '10.1.0.0/16' }] } };
    const { rules } = read('RevokeSecurityGroupIngress', {
      requestParameters: { groupId: GROUP, ipPermissions: { items: [permission] } },
    });
    expect(rules.map(({ rule }) => rule.peer)).toEqual([undefined, { cidrIpv4: '10.1.0.0/16' }]);
  });

  it('with each kind of peer', () => {
    const permission = {
      ipProtocol: '-1',
      groups: { items: [{ groupId: 'sg-0aaaaaaaa', userId: '210987654321' }] },
      ipRanges: { items: [{ cidrIp: '10.0.0.0/8', description: 'office' }, { cidrIp: '10.1.0.0/16' }] },
      ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] },
      prefixListIds: { items: [{ prefixListId: 'pl-0bbbbbbbb' }] },
    };
    const { rules } = read('RevokeSecurityGroupIngress', {
      requestParameters: { groupId: GROUP, ipPermissions: { items: [permission] } },
    });
    expect(rules.map(({ rule }) => [rule.peer, rule.description])).toEqual([
      [{ cidrIpv4: '10.0.0.0/8' }, 'office'],
      [{ cidrIpv4: '10.1.0.0/16' }, undefined],
      [{ cidrIpv6: '::/0' }, undefined],
      [{ prefixListId: 'pl-0bbbbbbbb' }, undefined],
      [{ groupId: 'sg-0aaaaaaaa', userId: '210987654321' }, undefined],
    ]);
  });

  it.each([
    ['one', (update: object) => update],
    ['several', (update: object) => [update]],
  ])('that are modified, %s', (_, form) => {
    const update = {
      SecurityGroupRuleId: RULE,
      tag: 1,
      SecurityGroupRule: { CidrIpv4: '0.0.0.0/0', FromPort: 443, ToPort: 443, IpProtocol: 'tcp' },
    };
    const { rules, resources } = read('ModifySecurityGroupRules', {
      requestParameters: { ModifySecurityGroupRulesRequest: { GroupId: GROUP, SecurityGroupRule: form(update) } },
      responseElements: { ModifySecurityGroupRulesResponse: { requestId: 'a1', return: true } },
    });
    expect(rules).toEqual([
      { action: 'modified', rule: { groupId: GROUP, ruleId: RULE, ...IN_HTTPS, peer: ANYWHERE } },
    ]);
    expect(resources).toEqual([GROUP, RULE]);
  });
});
