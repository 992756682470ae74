import type { Tag } from '@aws-sdk/client-ec2';

/** Anything that may have tags. */
export interface Taggable {
  Tags?: Tag[];
  /** The tags of a network interface. */
  TagSet?: Tag[];
}

export function tagsOf(item: Taggable): Tag[] {
  return item.Tags ?? item.TagSet ?? [];
}
