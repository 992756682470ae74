import { readChange } from '../../../lambda-src/events/change';
import { isNoted, notedChange, noteTag, readNotes, startingNotes } from '../../../lambda-src/history/note';
import { cloudTrailEvent, GROUP, HTTPS_RULE, revokeEgress } from '../../../testing/simulation/events';

function changeOf(event: Parameters<typeof readChange>[0]) {
  return readChange(event, 'e1');
}

function revocation(...items: object[]) {
  return changeOf(
    cloudTrailEvent('RevokeSecurityGroupEgress', {
      requestParameters: { groupId: GROUP },
      responseElements: { revokedSecurityGroupRuleSet: { items } },
    }),
  );
}

function changeIn(tag: ReturnType<typeof noteTag>) {
  const [note] = readNotes([tag]);
  return note && notedChange(note);
}

const { cidrIpv4: _, ...WITHOUT_PEER } = HTTPS_RULE;

describe('a note', () => {
  it('holds the call, its time, caller, source address and user agent, and the rule', () => {
    expect(noteTag('e1', changeOf(revokeEgress()))).toEqual({
      Key: 'chg-e1',
      Value:
        'RevokeSecurityGroupEgress 2026-11-23T10:00:00Z by assumed-role/NetAdmin/alice from 203.0.113.7 with console.ec2.amazonaws.com : sgr-0123456789abcdef0 sg-0123456789abcdef0 tcp 443 443 0.0.0.0/0',
    });
  });

  it.each([
    ['an IPv4 range', { cidrIpv4: '10.0.0.0/8' }],
    ['an IPv6 range', { cidrIpv6: '2001:db8::/32' }],
    ['a prefix list', { prefixListId: 'pl-0123456789abcdef0' }],
    ['another group', { referencedGroupInfo: { groupId: 'sg-0bbbbbbbbbbbbbbbb', userId: '123456789012' } }],
    ['all traffic', { ipProtocol: '-1', fromPort: -1, toPort: -1, cidrIpv4: '0.0.0.0/0' }],
  ])('gives back all that is needed to undo the rules: %s', (__, peer) => {
    const change = revocation({ ...WITHOUT_PEER, ...peer });
    const noted = changeIn(noteTag('e1', change));
    expect(noted?.rules).toEqual(change.rules);
    expect(noted).toMatchObject({ call: change.call, time: change.time, sourceAddress: change.sourceAddress });
  });

  it('of a change by Terraform names Terraform', () => {
    const userAgent = 'APN/1.0 HashiCorp/1.0 Terraform/1.11.4 (+https://www.terraform.io) aws-sdk-go-v2/1.36';
    expect(changeIn(noteTag('e1', { ...changeOf(revokeEgress()), userAgent }))?.userAgent).toBe('Terraform/1.11.4');
  });

  it('without room for all rules says so, and cannot be read as a change', () => {
    const tag = noteTag('e1', revocation(...Array.from({ length: 9 }, () => HTTPS_RULE)));
    expect(tag.Value).toMatch(/ : and more$/);
    expect(changeIn(tag)).toBeUndefined();
  });

  it('of another call is an outline', () => {
    const event = cloudTrailEvent('DeleteRoute', { requestParameters: { routeTableId: 'rtb-0a1b2c3d' } });
    const [note] = readNotes([noteTag('e1', changeOf(event))]);
    expect(note).toEqual({ eventId: 'e1', text: expect.stringMatching(/^DeleteRoute 2026.* by assumed-role/) });
    expect(note && notedChange(note)).toBeUndefined();
  });

  it('holds only what AWS accepts in a tag, whatever the event holds', () => {
    const hostile = 'arn:aws:iam::1:user/\n"$(rm)"\u202eé'.repeat(50);
    const tag = noteTag('e1', {
      ...changeOf(revokeEgress()),
      actor: hostile,
      sourceAddress: hostile,
      userAgent: hostile,
    });
    expect(tag.Value).toMatch(/^[A-Za-z0-9 +\-=._:/@]{1,256}$/);
  });
});

describe('room for notes', () => {
  const many = readNotes(Array.from({ length: 40 }, (__, n) => ({ Key: `chg-${n}`, Value: 'a' })));

  it('ends after forty: the next one only says that there are more', () => {
    const tag = noteTag('e1', changeOf(revokeEgress()), many);
    expect(tag).toEqual({ Key: 'chg-and-more', Value: 'and more' });
    expect(isNoted([...many, ...readNotes([tag])], 'e1')).toBe(true);
  });

  it('is kept in an analysis that takes over the notes of others', () => {
    const own = noteTag('e1', changeOf(revokeEgress()));
    expect(startingNotes(own, [...many, ...many])).toHaveLength(40);
    expect(startingNotes(own, many)[0]).toBe(own);
  });
});
