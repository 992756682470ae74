import type { EC2PaginationConfiguration } from '@aws-sdk/client-ec2';
import { asking, inVpc, itemsOf, type Kind } from './kind';

/** A paginator of the SDK. */
export type Paginate<Page> = (config: EC2PaginationConfiguration, input: object) => AsyncIterable<Page>;

/** AWS's upper bound of `MaxResults` for most calls of EC2. */
export const MOST = 1000;

/**
 * A kind that one call of EC2 lists.
 * @param key the member of the response with the items.
 * @param most AWS's upper bound of `MaxResults`.
 */
export function listed<Key extends string, Page extends { readonly [K in Key]?: readonly object[] }>(
  key: Key,
  id: string,
  call: string,
  paginate: Paginate<Page>,
  belongs: Kind['belongs'] = inVpc,
  most = MOST,
): Kind {
  const action = `ec2:${call}`;
  return {
    key,
    ids: [id],
    actions: [action],
    belongs,
    pages: async function* ({ ec2, pageSize }) {
      const config = { client: ec2, pageSize: Math.min(pageSize, most) };
      for await (const page of asking(action, paginate(config, {}))) yield itemsOf(page[key]);
    },
  };
}
