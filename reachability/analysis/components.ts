import type { AnalysisComponent } from '@aws-sdk/client-ec2';
import { arnOf, type Scope } from '../network/arn';
import type { Collection } from '../network/collection';
import type { Network, Taggable } from '../network/network';

/** A network with where it is: all that the engine reads. */
export interface NetworkView extends Scope {
  readonly network: Network;
}

/** How analyses name the resource `id`: with its ARN, and with its Name tag where it has one. */
export function component(
  view: NetworkView,
  collection: Pick<Collection<Taggable>, 'kind' | 'find'>,
  id: string | undefined,
): AnalysisComponent {
  const name = collection.find(id)?.Tags?.find((tag) => tag.Key === 'Name')?.Value;
  const named = name === undefined ? {} : { Name: name };
  return { Id: id, Arn: arnOf(view, collection.kind.type, id ?? ''), ...named };
}
