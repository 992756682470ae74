import type { AnalysisComponent, Tag } from '@aws-sdk/client-ec2';
import type { Collection } from '../network/collection';
import type { Network } from '../network/network';

/** Where the network is; ARNs bear it. */
export interface Scope {
  readonly region: string;
  readonly account: string;
}

/** A network with where it is: all that the engine reads. */
export interface NetworkView extends Scope {
  readonly network: Network;
}

export function arnOf(scope: Scope, type: string, id: string): string {
  return `arn:aws:ec2:${scope.region}:${scope.account}:${type}/${id}`;
}

/** How analyses name the resource `id`: with its ARN, and with its Name tag where it has one. */
export function component(view: NetworkView, collection: Collection<never>, id: string | undefined): AnalysisComponent {
  const name = (collection.find(id) as { Tags?: Tag[] } | undefined)?.Tags?.find((tag) => tag.Key === 'Name')?.Value;
  const named = name === undefined ? {} : { Name: name };
  return { Id: id, Arn: arnOf(view, collection.kind.type, id ?? ''), ...named };
}
