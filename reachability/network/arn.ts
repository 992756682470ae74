/** The account and Region of a network, which are part of its ARNs. */
export interface Scope {
  readonly region: string;
  readonly account: string;
}

export function arnOf(scope: Scope, type: string, id: string): string {
  return `arn:aws:ec2:${scope.region}:${scope.account}:${type}/${id}`;
}
