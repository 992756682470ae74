import type {
  AssociateKmsKeyRequest,
  CreateLogGroupRequest,
  DeleteLogGroupRequest,
  DeleteRetentionPolicyRequest,
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
  DisassociateKmsKeyRequest,
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  ListTagsLogGroupRequest,
  ListTagsLogGroupResponse,
  PutRetentionPolicyRequest,
  TagLogGroupRequest,
  TagResourceRequest,
  UntagLogGroupRequest,
  UntagResourceRequest,
  LogGroup as WireLogGroup,
} from '@aws-sdk/client-cloudwatch-logs';
import { AwsError, type Call } from '../../service';
import { page } from '../paging';
import { required } from '../required';
import { addTags, removeTags } from '../tags';
import { type LogGroup, type LogGroups, storedBytes } from './log-groups';

/**
 * @see
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const PAGE_SIZE = 50;

export const groupOperations = (groups: LogGroups) => ({
  CreateLogGroup: (input: CreateLogGroupRequest, call: Call): void => {
    const name = groupName(input.logGroupName);
    groups.add(newGroup(name, call.region, call.account, call.at, input));
  },

  DeleteLogGroup: (input: DeleteLogGroupRequest, call: Call): void =>
    groups.delete(groups.get(required(input.logGroupName, 'logGroupName', 'InvalidParameterException'), call)),

  DescribeLogGroups: (input: DescribeLogGroupsRequest, { region }: Call): DescribeLogGroupsResponse => {
    const found = groups
      .inRegion(region)
      .filter(({ name }) => name.startsWith(input.logGroupNamePrefix ?? ''))
      .filter(({ name }) => name.toLowerCase().includes((input.logGroupNamePattern ?? '').toLowerCase()))
      .filter(({ logGroupClass }) => logGroupClass === (input.logGroupClass ?? logGroupClass))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, next } = page(found, input.limit ?? PAGE_SIZE, input.nextToken);
    return { logGroups: items.map(describe), nextToken: next };
  },

  PutRetentionPolicy: (input: PutRetentionPolicyRequest, call: Call): void => {
    const days = required(input.retentionInDays, 'retentionInDays', 'InvalidParameterException');
    if (!RETENTION_DAYS.includes(days))
      throw new AwsError(
        'InvalidParameterException',
        `retentionInDays ${days} must be one of ${RETENTION_DAYS.join(', ')}.`,
      );
    groups.get(input.logGroupName, call).retentionInDays = days;
  },

  DeleteRetentionPolicy: (input: DeleteRetentionPolicyRequest, call: Call): void => {
    groups.get(input.logGroupName, call).retentionInDays = undefined;
  },

  AssociateKmsKey: (input: AssociateKmsKeyRequest, call: Call): void => {
    const group = groups.get(input.logGroupName ?? input.resourceIdentifier, call);
    group.kmsKeyId = required(input.kmsKeyId, 'kmsKeyId', 'InvalidParameterException');
  },

  DisassociateKmsKey: (input: DisassociateKmsKeyRequest, call: Call): void => {
    groups.get(input.logGroupName ?? input.resourceIdentifier, call).kmsKeyId = undefined;
  },

  ListTagsForResource: (input: ListTagsForResourceRequest, call: Call): ListTagsForResourceResponse => ({
    tags: Object.fromEntries(groups.get(input.resourceArn, call).tags),
  }),

  TagResource: (input: TagResourceRequest, call: Call): void =>
    addTags(groups.get(input.resourceArn, call).tags, new Map(Object.entries(input.tags ?? {}))),

  UntagResource: (input: UntagResourceRequest, call: Call): void =>
    removeTags(groups.get(input.resourceArn, call).tags, input.tagKeys),

  ListTagsLogGroup: (input: ListTagsLogGroupRequest, call: Call): ListTagsLogGroupResponse => ({
    tags: Object.fromEntries(groups.get(input.logGroupName, call).tags),
  }),

  TagLogGroup: (input: TagLogGroupRequest, call: Call): void =>
    addTags(groups.get(input.logGroupName, call).tags, new Map(Object.entries(input.tags ?? {}))),

  UntagLogGroup: (input: UntagLogGroupRequest, call: Call): void =>
    removeTags(groups.get(input.logGroupName, call).tags, input.tags),
});

export function newGroup(
  name: string,
  region: string,
  account: string,
  at: Date,
  { kmsKeyId, tags, logGroupClass }: Pick<CreateLogGroupRequest, 'kmsKeyId' | 'tags' | 'logGroupClass'> = {},
): LogGroup {
  return {
    name,
    arn: `arn:aws:logs:${region}:${account}:log-group:${name}`,
    creationTime: at.getTime(),
    logGroupClass: logGroupClass ?? 'STANDARD',
    kmsKeyId,
    tags: new Map(Object.entries(tags ?? {})),
    streams: new Map(),
  };
}

const describe = (group: LogGroup): WireLogGroup => ({
  logGroupName: group.name,
  arn: `${group.arn}:*`,
  logGroupArn: group.arn,
  creationTime: group.creationTime,
  retentionInDays: group.retentionInDays,
  kmsKeyId: group.kmsKeyId,
  logGroupClass: group.logGroupClass as WireLogGroup['logGroupClass'],
  metricFilterCount: 0,
  storedBytes: [...group.streams.values()].reduce((sum, stream) => sum + storedBytes(stream), 0),
});

function groupName(name: string | undefined): string {
  if (!name || !/^[\w./#-]{1,512}$/.test(name))
    throw new AwsError(
      'InvalidParameterException',
      `logGroupName ${name} must be 1 to 512 letters, digits, or any of _-/.#.`,
    );
  return name;
}
