import * as sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import { asking, type Item, inVpc, itemsOf, type Kind, only } from './kind';

/** AWS's upper bound of `PageSize`. */
const MOST = 400;

const LOAD_BALANCERS: Kind = {
  key: 'LoadBalancers',
  ids: ['LoadBalancerArn'],
  actions: ['elasticloadbalancing:DescribeLoadBalancers'],
  belongs: inVpc,
  pages: async function* ({ balancing: client, pageSize }) {
    const pages = sdk.paginateDescribeLoadBalancers({ client, pageSize: Math.min(pageSize, MOST) }, {});
    for await (const page of asking('elasticloadbalancing:DescribeLoadBalancers', pages)) {
      yield itemsOf(page.LoadBalancers);
    }
  },
};

const TARGET_GROUPS: Kind = {
  key: 'TargetGroups',
  ids: ['TargetGroupArn'],
  actions: ['elasticloadbalancing:DescribeTargetGroups'],
  belongs: inVpc,
  pages: async function* ({ balancing: client, pageSize }) {
    const pages = sdk.paginateDescribeTargetGroups({ client, pageSize: Math.min(pageSize, MOST) }, {});
    for await (const page of asking('elasticloadbalancing:DescribeTargetGroups', pages))
      yield itemsOf(page.TargetGroups);
  },
};

/**
 * A call for each load balancer or target group, whose response may not name it: its ARN is put
 * beside the list.
 */
function ofEach<Page>(
  key: string,
  call: string,
  [owners, arn]: readonly [key: string, arn: string],
  list: keyof Page & string,
  pagesOf: (client: sdk.ElasticLoadBalancingV2Client, arn: string) => AsyncIterable<Page> | Promise<Page>,
): Kind {
  const action = `elasticloadbalancing:${call}`;
  return {
    key,
    ids: [],
    of: owners,
    actions: [action],
    belongs: (item, { has }) => has(item[arn]),
    pages: async function* ({ balancing, read }) {
      for (const owner of read(owners)) {
        const asked = pagesOf(balancing, String(owner[arn]));
        const pages = asked instanceof Promise ? only(action, () => asked) : asking(action, asked);
        const found: Item[] = [];
        for await (const page of pages) found.push(...itemsOf(page[list]));
        yield [{ [arn]: owner[arn], [list]: found }];
      }
    },
  };
}

const BALANCERS = ['LoadBalancers', 'LoadBalancerArn'] as const;
const GROUPS = ['TargetGroups', 'TargetGroupArn'] as const;

/**
 * In an order in which each kind comes after those that decide whether it is kept.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Operations.html
 */
export const BALANCING_KINDS: readonly Kind[] = [
  LOAD_BALANCERS,
  TARGET_GROUPS,
  ofEach('LoadBalancerListeners', 'DescribeListeners', BALANCERS, 'Listeners', (client, LoadBalancerArn) =>
    sdk.paginateDescribeListeners({ client }, { LoadBalancerArn }),
  ),
  ofEach(
    'LoadBalancerAttributes',
    'DescribeLoadBalancerAttributes',
    BALANCERS,
    'Attributes',
    (client, LoadBalancerArn) => client.send(new sdk.DescribeLoadBalancerAttributesCommand({ LoadBalancerArn })),
  ),
  ofEach(
    'LoadBalancerTargetHealth',
    'DescribeTargetHealth',
    GROUPS,
    'TargetHealthDescriptions',
    (client, TargetGroupArn) => client.send(new sdk.DescribeTargetHealthCommand({ TargetGroupArn })),
  ),
  ofEach('TargetGroupAttributes', 'DescribeTargetGroupAttributes', GROUPS, 'Attributes', (client, TargetGroupArn) =>
    client.send(new sdk.DescribeTargetGroupAttributesCommand({ TargetGroupArn })),
  ),
];
