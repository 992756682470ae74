/** Kinds of components by the beginning of their ids. */
const KINDS: Readonly<Record<string, string>> = {
  acl: 'network ACL',
  eni: 'network interface',
  i: 'instance',
  igw: 'internet gateway',
  nat: 'NAT gateway',
  pcx: 'peering connection',
  rtb: 'route table',
  sg: 'security group',
  subnet: 'subnet',
  tgw: 'transit gateway',
  'tgw-attach': 'transit gateway attachment',
  'tgw-rtb': 'transit gateway route table',
  vgw: 'virtual private gateway',
  vpc: 'VPC',
  vpce: 'VPC endpoint',
  'vpce-svc': 'VPC endpoint service',
  vpn: 'VPN connection',
};

/** Such as `security group ` for `sg-0259c6abfd0ef4783`; empty for an id of another kind. */
export function kindWords(id: string): string {
  const [prefix] = Object.keys(KINDS)
    .filter((known) => id.startsWith(`${known}-`))
    .sort((a, b) => b.length - a.length);
  return prefix === undefined ? '' : `${KINDS[prefix]} `;
}
