import type { Tag } from '@aws-sdk/client-ec2';
import type { Taggable } from './network';

/** Network interfaces call their tags `TagSet`, everything else calls them `Tags`. */
export function tagsOf(item: Taggable): Tag[] {
  return item.Tags ?? item.TagSet ?? [];
}
