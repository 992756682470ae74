import type * as ec2 from '@aws-sdk/client-ec2';
import { arnOf } from '../../../../reachability/network/arn';
import { AwsError, type Call, type Operation } from '../../../service';
import { required } from '../../required';
import { type FilterTable, select } from '../describe/select';
import { newId } from '../identifiers';
import { tagsFor } from '../operations/tag-operations';
import type { Insights } from './insights';
import { runAnalysis } from './run-analysis';

/** https://docs.aws.amazon.com/vpc/latest/reachability/reachability-analyzer-limits.html */
const MAX_ANALYSES = 10_000;
const MAX_CONCURRENT = 100;

export function analysisOperations(insights: Insights): Record<string, Operation> {
  return {
    StartNetworkInsightsAnalysis: (
      input: ec2.StartNetworkInsightsAnalysisRequest,
      call,
    ): ec2.StartNetworkInsightsAnalysisResult => {
      const started = insights.analysisTokens.once(input, () => startAnalysis(insights, input, call));
      return { NetworkInsightsAnalysis: insights.analyses.find(started.NetworkInsightsAnalysisId) ?? started };
    },
    DescribeNetworkInsightsAnalyses: (
      input: ec2.DescribeNetworkInsightsAnalysesRequest,
    ): ec2.DescribeNetworkInsightsAnalysesResult => {
      const { items, ...more } = select(wanted(insights, input), input, FILTERS, {
        min: 1,
        max: 100,
        tagFilters: false,
      });
      return { NetworkInsightsAnalyses: items, ...more };
    },
    DeleteNetworkInsightsAnalysis: (
      input: ec2.DeleteNetworkInsightsAnalysisRequest,
    ): ec2.DeleteNetworkInsightsAnalysisResult => {
      const id = required(input.NetworkInsightsAnalysisId, 'NetworkInsightsAnalysisId', 'MissingParameter');
      insights.analyses.get(id);
      insights.analyses.delete(id);
      return { NetworkInsightsAnalysisId: id };
    },
  };
}

function startAnalysis(
  insights: Insights,
  input: ec2.StartNetworkInsightsAnalysisRequest,
  call: Call,
): ec2.NetworkInsightsAnalysis {
  const pathId = required(input.NetworkInsightsPathId, 'NetworkInsightsPathId', 'MissingParameter');
  const path = insights.paths.get(pathId);
  if (input.FilterOutArns?.length || input.FilterInArns?.length) {
    throw new AwsError('UnsupportedOperation', 'The sandbox analyzes without FilterInArns and FilterOutArns only.');
  }
  const running = insights.analyses.all.filter((analysis) => analysis.Status === 'running').length;
  if (running >= MAX_CONCURRENT) throw limit(`${MAX_CONCURRENT} concurrent network insights analyses`);
  if (insights.analyses.size >= MAX_ANALYSES) throw limit(`${MAX_ANALYSES} network insights analyses`);
  const id = newId('nia');
  const analysis = insights.analyses.put({
    NetworkInsightsAnalysisId: id,
    NetworkInsightsAnalysisArn: arnOf(call, 'network-insights-analysis', id),
    NetworkInsightsPathId: pathId,
    AdditionalAccounts: input.AdditionalAccounts,
    StartDate: new Date(),
    Status: 'running',
    Tags: tagsFor('network-insights-analysis', input.TagSpecifications),
  });
  runAnalysis(insights, path, analysis, call);
  return analysis;
}

function limit(what: string): AwsError {
  return new AwsError('NetworkInsightsAnalysis.LimitExceeded', `You have reached the limit of ${what}.`);
}

function wanted(insights: Insights, input: ec2.DescribeNetworkInsightsAnalysesRequest): ec2.NetworkInsightsAnalysis[] {
  const ids = input.NetworkInsightsAnalysisIds ?? [];
  const { NetworkInsightsPathId: pathId, AnalysisStartTime: from, AnalysisEndTime: to } = input;
  if (pathId !== undefined) insights.paths.get(pathId);
  const named = ids.length > 0 ? ids.map((id) => insights.analyses.get(id)) : insights.analyses.all;
  return named.filter(({ NetworkInsightsPathId, StartDate }) => {
    const begun = (StartDate as Date).getTime();
    const inTime =
      begun >= (from?.getTime() ?? Number.NEGATIVE_INFINITY) && begun <= (to?.getTime() ?? Number.POSITIVE_INFINITY);
    return inTime && (pathId === undefined || NetworkInsightsPathId === pathId);
  });
}

/** The only ones that AWS documents. */
const FILTERS: FilterTable<ec2.NetworkInsightsAnalysis> = {
  'path-found': (analysis) => analysis.NetworkPathFound,
  status: (analysis) => analysis.Status,
};
