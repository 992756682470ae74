import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as ec2 from '@aws-sdk/client-ec2';
import * as lambda from '@aws-sdk/client-lambda';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import { AwsEndpoint } from '../../../sandbox/http/aws';
import { Faults } from '../../../sandbox/http/faults';
import { type HttpServer, listen } from '../../../sandbox/http/server';
import { AwsError, type Call, type Operation, type Principal, type Service } from '../../../sandbox/service';
import { Activity } from '../../../sandbox/world/activity';
import { Timeline } from '../../../sandbox/world/timeline';

const ACCOUNT = '123456789012';
const USER: Principal = {
  kind: 'user',
  arn: `arn:aws:iam::${ACCOUNT}:user/operator`,
  principalId: 'AIDA',
  accessKeyId: 'test',
};

/** What the operation under test was given, as the real SDK client sent it over HTTP. */
let received: { input: unknown; call: Call } | undefined;
let answer: () => unknown;
let server: HttpServer;
let endpoint: AwsEndpoint;

const operation: Operation = (input, call) => {
  received = { input, call };
  return answer();
};

const service = (name: string, sdk: Record<string, unknown>, ...actions: string[]): Service => ({
  name,
  sdk,
  operations: Object.fromEntries(actions.map((action) => [action, operation])),
});

const services = [
  service(
    'ec2',
    ec2,
    'AuthorizeSecurityGroupEgress',
    'DescribeNetworkInsightsAnalyses',
    'StartNetworkInsightsAnalysis',
    'DeleteTags',
  ),
  service('sns', sns, 'Publish', 'GetTopicAttributes', 'CreateTopic'),
  service('sqs', sqs, 'SendMessage'),
  service('cloudwatch', cloudwatch, 'DescribeAlarms'),
  service('lambda', lambda, 'Invoke', 'AddPermission', 'ListTags', 'GetFunction', 'DeleteFunction'),
];

beforeAll(async () => {
  const world = {
    account: ACCOUNT,
    region: 'eu-west-3',
    timeline: new Timeline(),
    activity: new Activity(),
    analysisSeconds: 0,
    eventDelaySeconds: 0,
  };
  endpoint = new AwsEndpoint(world, services, { principalOf: () => USER, authorize: () => {} }, new Faults());
  server = await listen(0);
  server.handle((request, address) => endpoint.handle(request, address));
});

afterAll(() => server.close());

beforeEach(() => {
  received = undefined;
  answer = () => ({});
  endpoint.calls.length = 0;
});

const settings = () => ({
  endpoint: server.endpoint,
  region: 'eu-west-3',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
});

describe('EC2 over ec2-query', () => {
  it('reads nested lists, numbers and tags', async () => {
    const input = {
      GroupId: 'sg-0123456789abcdef0',
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          IpRanges: [{ CidrIp: '10.0.0.0/8' }, { CidrIp: '0.0.0.0/0', Description: 'a & b' }],
        },
        { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-2' }], PrefixListIds: [{ PrefixListId: 'pl-1' }] },
      ],
      TagSpecifications: [{ ResourceType: 'security-group-rule' as const, Tags: [{ Key: 'Team', Value: 'web' }] }],
      DryRun: false,
    };
    await new ec2.EC2Client(settings()).send(new ec2.AuthorizeSecurityGroupEgressCommand(input));
    expect(received?.input).toEqual(input);
    expect(received?.call).toMatchObject({ service: 'ec2', region: 'eu-west-3', account: ACCOUNT, principal: USER });
  });

  it('keeps the order of more than nine items', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `nia-${index}`);
    await new ec2.EC2Client(settings()).send(
      new ec2.DescribeNetworkInsightsAnalysesCommand({ NetworkInsightsAnalysisIds: ids }),
    );
    expect(received?.input).toEqual({ NetworkInsightsAnalysisIds: ids });
  });

  it('answers with booleans, dates, nested components and text that XML must escape', async () => {
    const analysis = {
      NetworkInsightsAnalysisId: 'nia-1',
      Status: 'succeeded' as const,
      NetworkPathFound: false,
      StartDate: new Date('2026-01-02T03:04:05Z'),
      Explanations: [
        { ExplanationCode: 'ENI_SG_RULES_MISMATCH', SecurityGroups: [{ Id: 'sg-1', Name: '<web> & "co"' }] },
      ],
      ForwardPathComponents: [{ SequenceNumber: 1, SecurityGroupRule: { PortRange: { From: 443, To: 443 } } }],
      Tags: [{ Key: 'ReachabilityMonitor', Value: '' }],
    };
    answer = () => ({ NetworkInsightsAnalyses: [analysis], NextToken: 'more' });
    const found = await new ec2.EC2Client(settings()).send(new ec2.DescribeNetworkInsightsAnalysesCommand({}));
    expect(found).toMatchObject({ NetworkInsightsAnalyses: [analysis], NextToken: 'more' });
  });

  it('answers an operation without output', async () => {
    answer = () => undefined;
    await new ec2.EC2Client(settings()).send(new ec2.DeleteTagsCommand({ Resources: ['nip-1'], Tags: [{ Key: 'a' }] }));
    expect(received?.input).toEqual({ Resources: ['nip-1'], Tags: [{ Key: 'a' }] });
  });

  it('tells errors by AWS code, status and message', async () => {
    answer = () => {
      throw new AwsError('InvalidGroup.NotFound', "The security group 'sg-<9>' does not exist", 400);
    };
    const send = new ec2.EC2Client(settings()).send(new ec2.AuthorizeSecurityGroupEgressCommand({ GroupId: 'sg-<9>' }));
    await expect(send).rejects.toMatchObject({
      name: 'InvalidGroup.NotFound',
      message: "The security group 'sg-<9>' does not exist",
      $metadata: { httpStatusCode: 400 },
    });
    expect(endpoint.calls).toMatchObject([
      {
        service: 'ec2',
        action: 'AuthorizeSecurityGroupEgress',
        principal: 'user',
        status: 400,
        errorCode: 'InvalidGroup.NotFound',
      },
    ]);
  });

  it('refuses an operation that the sandbox does not have with the error that AWS has for it', async () => {
    const send = new ec2.EC2Client(settings()).send(new ec2.DescribeVolumesCommand({}));
    await expect(send).rejects.toMatchObject({
      name: 'InvalidAction',
      message: expect.stringContaining('The sandbox does not have ec2:DescribeVolumes'),
    });
    expect(endpoint.calls).toMatchObject([{ service: 'ec2', action: 'DescribeVolumes', status: 400 }]);
  });
});

describe('SNS over aws-query', () => {
  it('reads maps of structures and of text', async () => {
    const input = {
      TopicArn: 'arn:aws:sns:eu-west-3:123456789012:alerts',
      Subject: '[ALERT] é',
      Message: 'line 1\nline 2 & more',
      MessageAttributes: {
        severity: { DataType: 'String', StringValue: 'critical' },
        bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 255]) },
      },
    };
    answer = () => ({ MessageId: 'm-1' });
    const { MessageId } = await new sns.SNSClient(settings()).send(new sns.PublishCommand(input));
    expect(received?.input).toEqual(input);
    expect(MessageId).toBe('m-1');
    const attributes = {
      Name: 'alerts',
      Attributes: { DisplayName: 'Alerts', Policy: '{}' },
      Tags: [{ Key: 'a', Value: 'b' }],
    };
    await new sns.SNSClient(settings()).send(new sns.CreateTopicCommand(attributes));
    expect(received?.input).toEqual(attributes);
  });

  it('answers with maps', async () => {
    answer = () => ({ Attributes: { Policy: '{"a":"<b>"}', Owner: ACCOUNT } });
    const found = await new sns.SNSClient(settings()).send(new sns.GetTopicAttributesCommand({ TopicArn: 't' }));
    expect(found.Attributes).toEqual({ Policy: '{"a":"<b>"}', Owner: ACCOUNT });
  });
});

describe('SQS and CloudWatch over JSON', () => {
  it('reads and writes the modelled shapes', async () => {
    const input = {
      QueueUrl: 'http://q',
      MessageBody: 'hi',
      MessageAttributes: { a: { DataType: 'Binary', BinaryValue: new Uint8Array([7]) } },
    };
    answer = () => ({ MessageId: 'm', MD5OfMessageBody: '49f68a5c8493ec2c0bf489821c21fc3b' });
    const sent = await new sqs.SQSClient({ ...settings(), md5: false }).send(new sqs.SendMessageCommand(input));
    expect(received?.input).toEqual(input);
    expect(sent.MessageId).toBe('m');
    const at = new Date('2026-01-02T03:04:05Z');
    answer = () => ({ MetricAlarms: [{ AlarmName: 'a', StateUpdatedTimestamp: at, Threshold: 0.5 }] });
    const alarms = await new cloudwatch.CloudWatchClient(settings()).send(
      new cloudwatch.DescribeAlarmsCommand({ MaxRecords: 5 }),
    );
    expect(received?.input).toEqual({ MaxRecords: 5 });
    expect(alarms.MetricAlarms).toEqual([{ AlarmName: 'a', StateUpdatedTimestamp: at, Threshold: 0.5 }]);
  });

  it('tells errors by AWS code', async () => {
    answer = () => {
      throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    };
    const send = new sqs.SQSClient(settings()).send(
      new sqs.SendMessageCommand({ QueueUrl: 'http://q', MessageBody: 'x' }),
    );
    await expect(send).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      message: 'The specified queue does not exist.',
    });
  });
});

describe('Lambda over REST', () => {
  it('reads path, query, header and payload, and answers with headers and payload', async () => {
    answer = () => ({ StatusCode: 200, FunctionError: 'Unhandled', Payload: Buffer.from('{"ok":1}') });
    const input = {
      FunctionName: 'arn:aws:lambda:eu-west-3:123456789012:function:f',
      InvocationType: 'RequestResponse' as const,
      Payload: Buffer.from('{"a":1}'),
    };
    const result = await new lambda.LambdaClient(settings()).send(new lambda.InvokeCommand(input));
    expect(received?.input).toEqual({ ...input, Payload: new Uint8Array(Buffer.from('{"a":1}')) });
    expect(result).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(result.Payload?.transformToString()).toBe('{"ok":1}');
  });

  it('reads a JSON body beside the path', async () => {
    const input = {
      FunctionName: 'f',
      StatementId: 's',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
    };
    await new lambda.LambdaClient(settings()).send(new lambda.AddPermissionCommand(input));
    expect(received?.input).toEqual(input);
  });

  it('tells errors by AWS code', async () => {
    answer = () => {
      throw new AwsError('ResourceNotFoundException', 'Function not found: f', 404);
    };
    const send = new lambda.LambdaClient(settings()).send(new lambda.GetFunctionCommand({ FunctionName: 'f' }));
    await expect(send).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Function not found: f',
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe('a service that the sandbox does not have', () => {
  it('is refused and recorded under its own name', async () => {
    const response = await fetch(server.endpoint, {
      method: 'POST',
      headers: {
        authorization:
          'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-3/dynamodb/aws4_request, SignedHeaders=host, Signature=x',
        'x-amz-target': 'DynamoDB_20120810.ListTables',
        'content-type': 'application/x-amz-json-1.0',
      },
      body: '{}',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: 'UnknownOperationException' });
    expect(endpoint.calls).toMatchObject([{ service: 'dynamodb', action: 'ListTables', status: 400 }]);
  });
});
