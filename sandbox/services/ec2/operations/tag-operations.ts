import type * as ec2 from '@aws-sdk/client-ec2';
import type { Collection } from '../../../../reachability/network/collection';
import { type Taggable, tagsOf } from '../../../../reachability/network/tags';
import { AwsError, type Operation } from '../../../service';
import { required } from '../../required';
import { select } from '../describe/select';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions */
const MAX_TAGS = 50;

/** The calls for the tags of any resource in `collections`. */
export function tagOperations(collections: readonly Collection<Taggable>[]): Record<string, Operation> {
  return {
    CreateTags: ({ Resources, Tags }: ec2.CreateTagsRequest) => {
      const added = checkedTags(required(Tags, 'Tags', 'MissingParameter'));
      const resources = required(Resources, 'ResourceIds', 'MissingParameter').map((id) =>
        taggedResource(collections, id),
      );
      const updates = resources.map(({ item, collection }) => ({
        collection,
        item: withTags(item, merge(tagsOf(item), added)),
      }));
      for (const { collection, item } of updates) collection.put(item);
      return {};
    },
    DeleteTags: ({ Resources, Tags }: ec2.DeleteTagsRequest) => {
      const resources = required(Resources, 'ResourceIds', 'MissingParameter').map((id) =>
        taggedResource(collections, id),
      );
      for (const { collection, item } of resources) {
        collection.put(
          withTags(
            item,
            tagsOf(item).filter((tag) => Tags !== undefined && !Tags.some((wanted) => names(wanted, tag))),
          ),
        );
      }
      return {};
    },
    DescribeTags: (input: ec2.DescribeTagsRequest) => describeTags(collections, input),
  };
}

function describeTags(
  collections: readonly Collection<Taggable>[],
  input: ec2.DescribeTagsRequest,
): ec2.DescribeTagsResult {
  const descriptions = collections.flatMap((collection) =>
    collection.all.flatMap((item) =>
      tagsOf(item).map(({ Key, Value }): ec2.TagDescription & Taggable => ({
        Key,
        Value,
        ResourceId: collection.idOf(item),
        ResourceType: collection.kind.type as ec2.ResourceType,
      })),
    ),
  );
  const { items: Tags, ...more } = select(descriptions, input, {
    key: (tag) => tag.Key,
    value: (tag) => tag.Value,
    'resource-id': (tag) => tag.ResourceId,
    'resource-type': (tag) => tag.ResourceType,
  });
  return { Tags, ...more };
}

/** The tags that a call gives to what it creates. */
export function tagsFor(type: string, specifications: ec2.TagSpecification[] | undefined): ec2.Tag[] {
  const forType = (specifications ?? []).filter(({ ResourceType }) => ResourceType === type);
  return checkedTags(forType.flatMap(({ Tags = [] }) => Tags));
}

/** @throws AwsError `InvalidID`, or the error of the kind that the id's prefix names. */
function taggedResource(collections: readonly Collection<Taggable>[], id: string) {
  const collection = collections.find(({ kind }) => id.startsWith(`${kind.prefix}-`));
  if (!collection) throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
  return { collection, item: collection.get(id) };
}

function checkedTags(tags: readonly ec2.Tag[]): ec2.Tag[] {
  for (const { Key, Value = '' } of tags) {
    if (!Key || Key.length > 128) {
      throw new AwsError('InvalidParameterValue', 'Tag keys must be between 1 and 128 characters in length');
    }
    if (Key.startsWith('aws:')) {
      throw new AwsError(
        'InvalidParameterValue',
        "Value ( aws: ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use",
      );
    }
    if (Value.length > 256)
      throw new AwsError('InvalidParameterValue', 'Tag values must not exceed 256 characters in length');
  }
  return merge([], tags);
}

function merge(old: readonly ec2.Tag[], added: readonly ec2.Tag[]): ec2.Tag[] {
  const merged = new Map([...old, ...added].map(({ Key, Value }) => [Key, { Key, Value: Value ?? '' }]));
  if (merged.size > MAX_TAGS) {
    throw new AwsError('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
  }
  return [...merged.values()];
}

function withTags<T extends Taggable>(item: T, tags: ec2.Tag[]): T {
  return 'TagSet' in item ? { ...item, TagSet: tags } : { ...item, Tags: tags };
}

/** Without a value, `wanted` names any tag with its key. */
function names(wanted: ec2.Tag, tag: ec2.Tag): boolean {
  return wanted.Key === tag.Key && (wanted.Value === undefined || wanted.Value === tag.Value);
}
