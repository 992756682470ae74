import {
  CreateTagsCommand,
  DeleteNetworkInsightsAnalysisCommand,
  DeleteTagsCommand,
  DescribeNetworkInsightsAnalysesCommand,
  DescribeNetworkInsightsPathsCommand,
  type EC2Client,
  StartNetworkInsightsAnalysisCommand,
} from '@aws-sdk/client-ec2';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Ec2, Sns } from '../context';

export function sdkEc2(client: EC2Client): Ec2 {
  return {
    describeNetworkInsightsPaths: (input) => client.send(new DescribeNetworkInsightsPathsCommand(input)),
    describeNetworkInsightsAnalyses: (input) => client.send(new DescribeNetworkInsightsAnalysesCommand(input)),
    startNetworkInsightsAnalysis: (input) => client.send(new StartNetworkInsightsAnalysisCommand(input)),
    deleteNetworkInsightsAnalysis: (input) => client.send(new DeleteNetworkInsightsAnalysisCommand(input)),
    createTags: (input) => client.send(new CreateTagsCommand(input)),
    deleteTags: (input) => client.send(new DeleteTagsCommand(input)),
  };
}

export function sdkSns(client: SNSClient): Sns {
  return { publish: (input) => client.send(new PublishCommand(input)) };
}
