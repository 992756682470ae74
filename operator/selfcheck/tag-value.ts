import type { Tag } from '@aws-sdk/client-ec2';

export const tagValue = (tags: readonly Tag[] | undefined, key: string): string | undefined =>
  tags?.find((tag) => tag.Key === key)?.Value;
