/** Everything that an invocation works with; only what stands in `Ports` has effects. */

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
import type { Outcome } from '../contract/result';
import type { Environment } from './environment';

/**
 * The function's calls to Amazon EC2, one request each. A failure is an error whose `name` is AWS's
 * error code.
 */
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

/** Writes one log entry; `details` must be JSON. */
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

/** One invocation of the function: the operator's settings, and the world outside. */
export interface Invocation extends Ports {
  readonly environment: Environment;
  /** AWS's id of the request; the retries of an asynchronous invocation have the same. */
  readonly requestId: string;
}

/** An invocation at work. */
export interface Context extends Invocation {
  readonly tally: Tally;
  /** Distinguishes this invocation from others with the same request id. */
  readonly attempt: string;
  /** The same calls as `ec2`, without retries. */
  readonly ec2Once: Ec2;
}

/**
 * What one invocation has done so far, counted as it goes along: a failure in the middle hides
 * nothing.
 */
export interface Tally {
  analysesStarted: number;
  /** The verdicts that were recorded. */
  readonly judged: { readonly pathName: string; readonly outcome: Outcome }[];
  messagesSent: number;
  /** Messages that the chat topic refused. */
  chatMessagesFailed: number;
  /** For each message about a change: seconds since the change, by CloudTrail's time. */
  readonly secondsToMessage: number[];
}

export function newTally(): Tally {
  return { analysesStarted: 0, judged: [], messagesSent: 0, chatMessagesFailed: 0, secondsToMessage: [] };
}
