import type * as ec2 from '@aws-sdk/client-ec2';
import { arnOf } from '../../../reachability/network/arn';
import type { Collection } from '../../../reachability/network/collection';
import { type Taggable, tagsOf } from '../../../reachability/network/tags';
import type { Call, Permission, Service } from '../../service';
import type { Insights } from './insights/insights';

type Context = Record<string, string | string[]>;

/**
 * The permissions that the calls with resource-level permissions need:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 * @param collections all that can have tags.
 */
export function ec2Permissions(
  insights: Insights,
  collections: readonly Collection<Taggable>[],
): NonNullable<Service['permissions']> {
  const existing = (collection: Collection<Taggable>, id: string | undefined, call: Call): Permission => ({
    resource: arnOf(call, collection.kind.type, id ?? '*'),
    context: resourceTags(collection.find(id)),
  });
  const anyTagged = (ids: readonly string[] | undefined, call: Call, context: Context): Permission[] =>
    (ids ?? []).map((id) => {
      const collection = collections.find(({ kind }) => id.startsWith(`${kind.prefix}-`));
      if (!collection) return { resource: '*', context };
      const { resource, context: tags } = existing(collection, id, call);
      return { resource, context: { ...tags, ...context } };
    });
  return {
    CreateNetworkInsightsPath: (input: ec2.CreateNetworkInsightsPathRequest, call) =>
      created('network-insights-path', input.TagSpecifications, call),
    DeleteNetworkInsightsPath: (input: ec2.DeleteNetworkInsightsPathRequest, call) => [
      existing(insights.paths, input.NetworkInsightsPathId, call),
    ],
    StartNetworkInsightsAnalysis: (input: ec2.StartNetworkInsightsAnalysisRequest, call) => [
      existing(insights.paths, input.NetworkInsightsPathId, call),
      ...created('network-insights-analysis', input.TagSpecifications, call),
    ],
    DeleteNetworkInsightsAnalysis: (input: ec2.DeleteNetworkInsightsAnalysisRequest, call) => [
      existing(insights.analyses, input.NetworkInsightsAnalysisId, call),
    ],
    CreateTags: (input: ec2.CreateTagsRequest, call) => anyTagged(input.Resources, call, requestTags(input.Tags)),
    DeleteTags: (input: ec2.DeleteTagsRequest, call) => anyTagged(input.Resources, call, requestTags(input.Tags)),
  };
}

/** To create a resource and, if it gets tags, to tag it at creation. */
function created(type: string, specifications: ec2.TagSpecification[] | undefined, call: Call): Permission[] {
  const tags = (specifications ?? [])
    .filter(({ ResourceType }) => ResourceType === type)
    .flatMap(({ Tags = [] }) => Tags);
  const resource = arnOf(call, type, '*');
  const context = requestTags(tags);
  if (tags.length === 0) return [{ resource, context }];
  return [
    { resource, context },
    { action: 'ec2:CreateTags', resource, context: { ...context, 'ec2:CreateAction': call.action } },
  ];
}

function resourceTags(item: Taggable | undefined): Context {
  return Object.fromEntries((item ? tagsOf(item) : []).map((tag) => [`aws:ResourceTag/${tag.Key}`, tag.Value ?? '']));
}

function requestTags(tags: readonly ec2.Tag[] | undefined): Context {
  if (!tags || tags.length === 0) return {};
  const each = tags.map((tag) => [`aws:RequestTag/${tag.Key}`, tag.Value ?? '']);
  return { ...Object.fromEntries(each), 'aws:TagKeys': tags.map((tag) => tag.Key ?? '') };
}
