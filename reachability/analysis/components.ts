import type { AnalysisComponent } from '@aws-sdk/client-ec2';
import { arnOf, type Scope } from '../network/arn';
import type { Collection } from '../network/collection';
import type { Network } from '../network/network';
import { type Taggable, tagsOf } from '../network/tags';

/** All that the engine reads: a network, and the account and Region that it is in. */
export interface NetworkView extends Scope {
  readonly network: Network;
}

/** The resource `id` as analyses name it: with its ARN, and with its Name tag if it has one. */
export function component(
  view: NetworkView,
  collection: Collection<Taggable>,
  id: string | undefined,
): AnalysisComponent {
  const Name = tagsOf(collection.find(id) ?? {}).find((tag) => tag.Key === 'Name')?.Value;
  return { Id: id, Arn: arnOf(view, collection.kind.type, id ?? ''), Name };
}
