import type * as ec2 from '@aws-sdk/client-ec2';
import { arnOf } from '../../../../reachability/network/arn';
import { AwsError, type Call, type Operation } from '../../../service';
import { required } from '../../required';
import { type FilterTable, select } from '../describe/select';
import { newId } from '../identifiers';
import { tagsFor } from '../operations/tag-operations';
import { checkPath } from './check-path';
import type { Insights } from './insights';

/** https://docs.aws.amazon.com/vpc/latest/reachability/reachability-analyzer-limits.html */
const MAX_PATHS = 1000;

export function pathOperations(insights: Insights): Record<string, Operation> {
  return {
    CreateNetworkInsightsPath: (
      input: ec2.CreateNetworkInsightsPathRequest,
      call,
    ): ec2.CreateNetworkInsightsPathResult => {
      const created = insights.pathTokens.once(input, () => createPath(insights, input, call));
      return { NetworkInsightsPath: insights.paths.find(created.NetworkInsightsPathId) ?? created };
    },
    DescribeNetworkInsightsPaths: (
      input: ec2.DescribeNetworkInsightsPathsRequest,
    ): ec2.DescribeNetworkInsightsPathsResult => {
      const ids = input.NetworkInsightsPathIds ?? [];
      const paths = ids.length > 0 ? ids.map((id) => insights.paths.get(id)) : insights.paths.all;
      const { items, ...more } = select(paths, input, FILTERS, { min: 1, max: 100, tagFilters: false });
      return { NetworkInsightsPaths: items, ...more };
    },
    DeleteNetworkInsightsPath: (input: ec2.DeleteNetworkInsightsPathRequest): ec2.DeleteNetworkInsightsPathResult => {
      const id = required(input.NetworkInsightsPathId, 'NetworkInsightsPathId', 'MissingParameter');
      insights.paths.get(id);
      if (insights.analyses.all.some((analysis) => analysis.NetworkInsightsPathId === id)) {
        const message = `Network insights path ${id} has one or more analyses. Delete them before the path.`;
        throw new AwsError('AnalysisExistsForNetworkInsightsPath', message);
      }
      insights.paths.delete(id);
      return { NetworkInsightsPathId: id };
    },
  };
}

function createPath(
  insights: Insights,
  input: ec2.CreateNetworkInsightsPathRequest,
  call: Call,
): ec2.NetworkInsightsPath {
  checkPath(insights.network, input);
  if (insights.paths.size >= MAX_PATHS) {
    throw new AwsError(
      'NetworkInsightsPath.LimitExceeded',
      `You have reached the limit of ${MAX_PATHS} network insights paths.`,
    );
  }
  const id = newId('nip');
  const source = resource(insights, call, input.Source);
  const destination = resource(insights, call, input.Destination);
  return insights.paths.put({
    NetworkInsightsPathId: id,
    NetworkInsightsPathArn: arnOf(call, 'network-insights-path', id),
    CreatedDate: new Date(),
    Source: source?.id,
    SourceArn: source?.arn,
    Destination: destination?.id,
    DestinationArn: destination?.arn,
    SourceIp: input.SourceIp,
    DestinationIp: input.DestinationIp,
    Protocol: input.Protocol,
    DestinationPort: input.DestinationPort,
    Tags: tagsFor('network-insights-path', input.TagSpecifications),
    FilterAtSource: input.FilterAtSource,
    FilterAtDestination: input.FilterAtDestination,
  });
}

/** Both forms of a source or destination that is given as id or ARN. */
function resource({ network }: Insights, call: Call, idOrArn: string | undefined) {
  if (idOrArn === undefined) return undefined;
  const id = idOrArn.split('/').at(-1) as string;
  const { instances, networkInterfaces, internetGateways } = network;
  const kind = [instances, networkInterfaces, internetGateways].find((collection) => collection.find(id))?.kind;
  return { id, arn: arnOf(call, kind?.type ?? '', id) };
}

const FILTERS: FilterTable<ec2.NetworkInsightsPath> = {
  source: (path) => [path.Source, path.SourceArn],
  destination: (path) => [path.Destination, path.DestinationArn],
  protocol: (path) => path.Protocol,
  ...pathFilterFilters('filter-at-source', (path) => path.FilterAtSource),
  ...pathFilterFilters('filter-at-destination', (path) => path.FilterAtDestination),
};

function pathFilterFilters(
  prefix: string,
  of: (path: ec2.NetworkInsightsPath) => ec2.PathFilter | undefined,
): FilterTable<ec2.NetworkInsightsPath> {
  const range = (ports: ec2.FilterPortRange | undefined) => ports && `${ports.FromPort}-${ports.ToPort}`;
  return {
    [`${prefix}.source-address`]: (path) => of(path)?.SourceAddress,
    [`${prefix}.source-port-range`]: (path) => range(of(path)?.SourcePortRange),
    [`${prefix}.destination-address`]: (path) => of(path)?.DestinationAddress,
    [`${prefix}.destination-port-range`]: (path) => range(of(path)?.DestinationPortRange),
  };
}
