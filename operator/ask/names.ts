import type { Network } from '../../reachability/network/network';
import { tagsOf } from '../../reachability/network/tags';

/** A resource with its Name tag, verbatim. */
export interface Named {
  readonly id: string;
  readonly name?: string;
}

/** What the engine takes as an end of a path. */
export function endsOf(network: Network): Named[] {
  const { instances, internetGateways, networkInterfaces } = network;
  const ids = [instances, internetGateways, networkInterfaces].flatMap((collection) =>
    // biome-ignore lint/suspicious/noExplicitAny: each collection gives its own kind of items
    collection.all.map((item) => collection.idOf(item as any) as string),
  );
  return ids.map((id) => ({ id, name: nameOf(network, id) }));
}

export function nameOf(network: Network, id: string): string | undefined {
  const item = network.collections.map((collection) => collection.find(id)).find((found) => found !== undefined);
  return tagsOf(item ?? {}).find(({ Key }) => Key === 'Name')?.Value;
}

/** Such as `i-069d0aef3b4c38bc7 ("web")`. */
export const nameWords = ({ id, name }: Named): string => (name ? `${id} ("${name}")` : id);
