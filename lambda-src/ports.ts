/** Everything with an effect, in AWS's terms; the rest of the function is plain data. */

import type {
  CreateTagsRequest,
  DeleteNetworkInsightsAnalysisRequest,
  DeleteTagsRequest,
  DescribeNetworkInsightsAnalysesRequest,
  DescribeNetworkInsightsAnalysesResult,
  DescribeNetworkInsightsPathsRequest,
  DescribeNetworkInsightsPathsResult,
  StartNetworkInsightsAnalysisRequest,
  StartNetworkInsightsAnalysisResult,
} from '@aws-sdk/client-ec2';
import type { PublishInput } from '@aws-sdk/client-sns';

/** The calls that the monitor makes to Amazon EC2, one request each. Failures are errors whose `name` is AWS's error code. */
export interface Ec2 {
  describeNetworkInsightsPaths(input: DescribeNetworkInsightsPathsRequest): Promise<DescribeNetworkInsightsPathsResult>;
  describeNetworkInsightsAnalyses(
    input: DescribeNetworkInsightsAnalysesRequest,
  ): Promise<DescribeNetworkInsightsAnalysesResult>;
  startNetworkInsightsAnalysis(input: StartNetworkInsightsAnalysisRequest): Promise<StartNetworkInsightsAnalysisResult>;
  deleteNetworkInsightsAnalysis(input: DeleteNetworkInsightsAnalysisRequest): Promise<unknown>;
  createTags(input: CreateTagsRequest): Promise<unknown>;
  deleteTags(input: DeleteTagsRequest): Promise<unknown>;
}

export interface Sns {
  publish(input: PublishInput): Promise<unknown>;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export type LogLevel = 'INFO' | 'WARN' | 'ERROR';

/** Writes one record; `details` must be JSON. */
export type Log = (level: LogLevel, message: string, details?: Readonly<Record<string, unknown>>) => void;

export interface Ports {
  readonly ec2: Ec2;
  readonly sns: Sns;
  readonly clock: Clock;
  /** At least 0 and less than 1. */
  readonly random: () => number;
  /** Milliseconds until AWS ends the invocation. */
  readonly remaining: () => number;
  readonly log: Log;
}
