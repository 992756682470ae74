import type {
  ListResourceTagsRequest,
  ListResourceTagsResponse,
  Tag,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-kms';
import type { Call } from '../../service';
import { page } from '../paging';
import { addTags, removeTags, type Tags, tagsFromList } from '../tags';
import type { Keys } from './keys';

export const keyTagOperations = (keys: Keys) => ({
  TagResource: (input: TagResourceRequest, { region }: Call): void =>
    addTags(keys.usable(input.KeyId, region).tags, keyTags(input.Tags)),

  UntagResource: (input: UntagResourceRequest, { region }: Call): void =>
    removeTags(keys.usable(input.KeyId, region).tags, input.TagKeys),

  ListResourceTags: (input: ListResourceTagsRequest, { region }: Call): ListResourceTagsResponse => {
    const { items, next } = page([...keys.get(input.KeyId, region).tags], input.Limit ?? 50, input.Marker);
    const tags = items.map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    return { Tags: tags, NextMarker: next, Truncated: next !== undefined };
  },
});

/** KMS spells a tag `{TagKey, TagValue}`. */
export const keyTags = (tags: readonly Tag[] | undefined): Tags =>
  tagsFromList(
    tags?.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue })),
    'TagException',
  );
