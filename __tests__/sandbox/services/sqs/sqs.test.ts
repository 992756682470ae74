import type { AwsError } from '../../../../sandbox/service';
import { callTo, policyOf, services, session } from '../../../../testing/emulator/connected-services';

const URL = 'http://127.0.0.1:4566/123456789012/alerts';
const ARN = 'arn:aws:sqs:eu-central-1:123456789012:alerts';
const RULE = 'arn:aws:events:eu-central-1:123456789012:rule/change';
const START = new Date('2026-11-23T10:00:00Z');

/** A call that comes `seconds` after the start of the test's clock. */
const at = (seconds: number, action = 'ReceiveMessage') =>
  callTo('sqs', action, { at: new Date(START.getTime() + seconds * 1000) });

function withQueue(Attributes: Record<string, string> = {}) {
  const all = services();
  const { operations } = all.sqs;
  operations.CreateQueue({ QueueName: 'alerts', Attributes }, at(0));
  const send = (MessageBody: string, seconds = 0) =>
    operations.SendMessage({ QueueUrl: URL, MessageBody }, at(seconds));
  const receive = async (seconds: number, input = {}) =>
    (await operations.ReceiveMessage({ QueueUrl: URL, MaxNumberOfMessages: 10, ...input }, at(seconds))).Messages ?? [];
  const attributes = (seconds = 0) =>
    operations.GetQueueAttributes({ QueueUrl: URL, AttributeNames: ['All'] }, at(seconds)).Attributes ?? {};
  return { ...all, operations, send, receive, attributes };
}

const refusal = (code: string) => expect.objectContaining({ code }) as AwsError;

describe('queues', () => {
  it('have AWS’s defaults and the attributes of their creation', () => {
    const { attributes } = withQueue({ MessageRetentionPeriod: '1209600' });
    expect(attributes()).toEqual({
      QueueArn: ARN,
      CreatedTimestamp: '1795428000',
      LastModifiedTimestamp: '1795428000',
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
      ApproximateNumberOfMessagesDelayed: '0',
      DelaySeconds: '0',
      MaximumMessageSize: '262144',
      MessageRetentionPeriod: '1209600',
      ReceiveMessageWaitTimeSeconds: '0',
      SqsManagedSseEnabled: 'true',
      VisibilityTimeout: '30',
    });
  });

  it('are found by name and prefix, in their Region only', () => {
    const { operations } = withQueue();
    expect(operations.GetQueueUrl({ QueueName: 'alerts' }, at(0)).QueueUrl).toBe(URL);
    expect(operations.ListQueues({ QueueNamePrefix: 'al' }, at(0)).QueueUrls).toEqual([URL]);
    expect(operations.ListQueues({ QueueNamePrefix: 'x' }, at(0)).QueueUrls).toEqual([]);
    const elsewhere = callTo('sqs', 'GetQueueUrl', { region: 'us-east-1' });
    expect(() => operations.GetQueueUrl({ QueueName: 'alerts' }, elsewhere)).toThrow(refusal('QueueDoesNotExist'));
  });

  it('name a missing queue for older clients in a header', () => {
    const { operations } = withQueue();
    operations.DeleteQueue({ QueueUrl: URL }, at(0));
    expect(() => operations.GetQueueAttributes({ QueueUrl: URL, AttributeNames: ['All'] }, at(0))).toThrow(
      expect.objectContaining({
        code: 'QueueDoesNotExist',
        status: 400,
        headers: { 'x-amzn-query-error': 'AWS.SimpleQueueService.NonExistentQueue;Sender' },
      }),
    );
  });

  it('can be created again with the same attributes only', () => {
    const { operations } = withQueue({ VisibilityTimeout: '60' });
    expect(
      operations.CreateQueue({ QueueName: 'alerts', Attributes: { VisibilityTimeout: '60' } }, at(0)).QueueUrl,
    ).toBe(URL);
    expect(() =>
      operations.CreateQueue({ QueueName: 'alerts', Attributes: { VisibilityTimeout: '61' } }, at(0)),
    ).toThrow('a different value for attribute VisibilityTimeout');
  });

  it('lose an attribute that is set to the empty text', () => {
    const policy = policyOf({ Action: 'sqs:SendMessage', Principal: '*', Resource: ARN });
    const { operations, attributes } = withQueue({ Policy: policy });
    expect(attributes().Policy).toBe(policy);
    operations.SetQueueAttributes({ QueueUrl: URL, Attributes: { Policy: '' } }, at(5));
    expect(attributes().Policy).toBeUndefined();
    expect(attributes().LastModifiedTimestamp).toBe('1795428005');
  });

  it('are encrypted by a key or by SQS, not by both', () => {
    const { operations, attributes } = withQueue({ KmsMasterKeyId: 'alias/monitor' });
    expect(attributes()).toMatchObject({ SqsManagedSseEnabled: 'false', KmsDataKeyReusePeriodSeconds: '300' });
    operations.SetQueueAttributes({ QueueUrl: URL, Attributes: { SqsManagedSseEnabled: 'true' } }, at(0));
    expect(attributes()).not.toHaveProperty('KmsMasterKeyId');
    const both = { SqsManagedSseEnabled: 'true', KmsMasterKeyId: 'alias/monitor' };
    expect(() => operations.SetQueueAttributes({ QueueUrl: URL, Attributes: both }, at(0))).toThrow(
      'one type of server-side encryption',
    );
  });

  it.each([
    ['FifoQueue', 'true', 'InvalidAttributeName'],
    ['VisibilityTimeout', '43201', 'InvalidAttributeValue'],
    ['VisibilityTimeout', 'long', 'InvalidAttributeValue'],
    ['MessageRetentionPeriod', '59', 'InvalidAttributeValue'],
    ['Policy', '{', 'InvalidAttributeValue'],
    ['RedrivePolicy', '{}', 'InvalidAttributeValue'],
    ['RedriveAllowPolicy', '{', 'InvalidAttributeValue'],
    ['SqsManagedSseEnabled', 'yes', 'InvalidAttributeValue'],
  ])('refuse %s=%s', (name, value, code) => {
    expect(() => withQueue({ [name]: value })).toThrow(refusal(code));
  });

  it('have tags', () => {
    const { operations } = withQueue();
    operations.TagQueue({ QueueUrl: URL, Tags: { Team: 'net', Stage: 'prod' } }, at(0));
    operations.UntagQueue({ QueueUrl: URL, TagKeys: ['Stage'] }, at(0));
    expect(operations.ListQueueTags({ QueueUrl: URL }, at(0)).Tags).toEqual({ Team: 'net' });
  });
});

describe('messages', () => {
  it('have the MD5 sums that SDKs check', async () => {
    const { operations, receive } = withQueue();
    const MessageAttributes = {
      b: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 1) },
      a: { DataType: 'Number', StringValue: '1' },
    };
    const sent = operations.SendMessage({ QueueUrl: URL, MessageBody: 'héllo', MessageAttributes }, at(0));
    expect(sent).toMatchObject({
      MD5OfMessageBody: 'be50e8478cf24ff3595bc7307fb91b50',
      MD5OfMessageAttributes: 'd75339639111193cd0b8f07b47e24347',
    });
    const [message] = await receive(1, { MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] });
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'héllo',
      MD5OfBody: sent.MD5OfMessageBody,
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      MessageAttributes,
      Attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '1795428000000',
        ApproximateFirstReceiveTimestamp: '1795428001000',
      },
    });
  });

  it('have only the requested attributes', async () => {
    const { operations, receive } = withQueue();
    const MessageAttributes = {
      'a.x': { DataType: 'String', StringValue: '1' },
      b: { DataType: 'String', StringValue: '2' },
    };
    operations.SendMessage({ QueueUrl: URL, MessageBody: 'm', MessageAttributes }, at(0));
    const [bare] = await receive(0, { VisibilityTimeout: 0 });
    const [some] = await receive(0, { MessageAttributeNames: ['a.*'] });
    expect(bare).not.toHaveProperty('MessageAttributes.b');
    expect(Object.keys(some?.MessageAttributes ?? {})).toEqual(['a.x']);
  });

  it('are hidden after a receipt, and visible again after the visibility timeout', async () => {
    const { send, receive, attributes } = withQueue();
    send('m');
    expect(await receive(0)).toHaveLength(1);
    expect(await receive(29)).toHaveLength(0);
    expect(attributes(29)).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '1',
    });
    const [again] = await receive(30, { MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    expect(again?.Attributes).toEqual({ ApproximateReceiveCount: '2' });
  });

  it('do not exist after their deletion', async () => {
    const { operations, send, receive, attributes } = withQueue();
    send('m');
    const [message] = await receive(0);
    const input = { QueueUrl: URL, ReceiptHandle: message?.ReceiptHandle };
    operations.DeleteMessage(input, at(1));
    operations.DeleteMessage(input, at(1));
    expect(attributes(60)).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
    });
    expect(() => operations.DeleteMessage({ ...input, ReceiptHandle: 'x' }, at(1))).toThrow(
      refusal('ReceiptHandleIsInvalid'),
    );
  });

  it('have a visibility timeout that can be changed only while they are in flight', async () => {
    const { operations, send, receive } = withQueue();
    send('m');
    const [message] = await receive(0);
    const input = { QueueUrl: URL, ReceiptHandle: message?.ReceiptHandle };
    operations.ChangeMessageVisibility({ ...input, VisibilityTimeout: 100 }, at(10));
    expect(await receive(60)).toHaveLength(0);
    operations.ChangeMessageVisibility({ ...input, VisibilityTimeout: 0 }, at(61));
    expect(() => operations.ChangeMessageVisibility({ ...input, VisibilityTimeout: 5 }, at(62))).toThrow(
      refusal('MessageNotInflight'),
    );
    expect(await receive(62)).toHaveLength(1);
  });

  it('are visible after their delay, until the retention period ends', async () => {
    const { send, receive, attributes } = withQueue({ DelaySeconds: '10', MessageRetentionPeriod: '60' });
    send('m');
    expect(attributes(1).ApproximateNumberOfMessagesDelayed).toBe('1');
    expect(await receive(9)).toHaveLength(0);
    expect(await receive(10, { VisibilityTimeout: 0 })).toHaveLength(1);
    expect(await receive(60)).toHaveLength(0);
  });

  it('move to the dead-letter queue after too many receipts', async () => {
    const { operations, send, receive } = withQueue({
      VisibilityTimeout: '0',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: `${ARN}-dead`, maxReceiveCount: 2 }),
    });
    operations.CreateQueue({ QueueName: 'alerts-dead' }, at(0));
    send('m');
    expect([await receive(0), await receive(1), await receive(2)].map(({ length }) => length)).toEqual([1, 1, 0]);
    expect((await receive(3, { QueueUrl: `${URL}-dead` })).map(({ Body }) => Body)).toEqual(['m']);
  });

  it('can be sent in batches, in which an invalid entry does not affect the others', async () => {
    const { operations, receive } = withQueue();
    const Entries = [
      { Id: 'a', MessageBody: 'one' },
      { Id: 'b', MessageBody: '' },
      { Id: 'c', MessageBody: 'three' },
    ];
    const { Successful, Failed } = operations.SendMessageBatch({ QueueUrl: URL, Entries }, at(0));
    expect(Successful?.map(({ Id }) => Id)).toEqual(['a', 'c']);
    expect(Failed).toEqual([{ Id: 'b', SenderFault: true, Code: 'MissingParameter', Message: expect.any(String) }]);
    const received = await receive(0);
    const handles = received.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    expect(operations.DeleteMessageBatch({ QueueUrl: URL, Entries: handles }, at(0)).Successful).toHaveLength(2);
    expect(await receive(60)).toEqual([]);
  });

  it.each([
    ['EmptyBatchRequest', []],
    [
      'BatchEntryIdsNotDistinct',
      [
        { Id: 'a', MessageBody: '1' },
        { Id: 'a', MessageBody: '2' },
      ],
    ],
    ['TooManyEntriesInBatchRequest', Array.from({ length: 11 }, (_, id) => ({ Id: String(id), MessageBody: 'm' }))],
  ])('are refused in an invalid batch with %s', (code, Entries) => {
    expect(() => withQueue().operations.SendMessageBatch({ QueueUrl: URL, Entries }, at(0))).toThrow(refusal(code));
  });

  it.each([
    ['no body', { MessageBody: '' }, 'MissingParameter'],
    ['a control character', { MessageBody: 'a\u0001' }, 'InvalidMessageContents'],
    ['too long a body', { MessageBody: 'x'.repeat(262_145) }, 'InvalidParameterValue'],
    [
      'an unknown attribute type',
      { MessageBody: 'm', MessageAttributes: { a: { DataType: 'Text', StringValue: 'x' } } },
      'InvalidParameterValue',
    ],
    [
      'an empty attribute',
      { MessageBody: 'm', MessageAttributes: { a: { DataType: 'String', StringValue: '' } } },
      'InvalidParameterValue',
    ],
    ['too long a delay', { MessageBody: 'm', DelaySeconds: 901 }, 'InvalidParameterValue'],
  ])('are refused with %s', (_, input, code) => {
    expect(() => withQueue().operations.SendMessage({ QueueUrl: URL, ...input }, at(0))).toThrow(refusal(code));
  });

  it('reach a receiver that waits for them', async () => {
    const { send, receive } = withQueue();
    const waiting = receive(0, { WaitTimeSeconds: 20 });
    send('late');
    expect((await waiting).map(({ Body }) => Body)).toEqual(['late']);
  });

  it('end the wait of a receiver when their queue is deleted', async () => {
    const { operations, receive } = withQueue();
    const waiting = receive(0, { WaitTimeSeconds: 20 });
    operations.DeleteQueue({ QueueUrl: URL }, at(1));
    expect(await waiting).toEqual([]);
  });

  it('do not exist after a purge', async () => {
    const { operations, send, receive } = withQueue();
    send('m');
    operations.PurgeQueue({ QueueUrl: URL }, at(0));
    expect(await receive(1)).toEqual([]);
  });

  it('are counted in metrics, for alarms', async () => {
    const { cloudwatch, send } = withQueue();
    send('m');
    const { Datapoints } = cloudwatch.operations.GetMetricStatistics(
      {
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: 'alerts' }],
        StartTime: new Date(Date.now() - 60_000),
        EndTime: new Date(Date.now() + 60_000),
        Period: 120,
        Statistics: ['Maximum'],
      },
      callTo('cloudwatch', 'GetMetricStatistics'),
    );
    expect(Datapoints?.map(({ Maximum }) => Maximum)).toEqual([1]);
  });
});

describe('senders', () => {
  const policy = (statement: object) =>
    policyOf({
      Action: 'sqs:SendMessage',
      Principal: { Service: 'events.amazonaws.com' },
      Resource: ARN,
      ...statement,
    });

  it('are services that the queue’s policy names, for the resource that it names', async () => {
    const { sqs, receive } = withQueue({ Policy: policy({ Condition: { ArnEquals: { 'aws:SourceArn': RULE } } }) });
    const attributes = { RULE_ARN: { DataType: 'String', StringValue: RULE } };
    sqs.sendAsService('events.amazonaws.com', RULE, ARN, '{"id":"1"}', attributes);
    expect(() => sqs.sendAsService('events.amazonaws.com', `${RULE}-2`, ARN, '{}')).toThrow(refusal('AccessDenied'));
    expect(() => sqs.sendAsService('sns.amazonaws.com', RULE, ARN, '{}')).toThrow(refusal('AccessDenied'));
    const received = await receive((Date.now() - START.getTime()) / 1000, { MessageAttributeNames: ['All'] });
    expect(received).toEqual([expect.objectContaining({ Body: '{"id":"1"}', MessageAttributes: attributes })]);
  });

  it('need a policy, and a queue', () => {
    const { sqs } = withQueue();
    expect(() => sqs.sendAsService('events.amazonaws.com', RULE, ARN, '{}')).toThrow(refusal('AccessDenied'));
    expect(() => sqs.sendAsService('events.amazonaws.com', RULE, `${ARN}-2`, '{}')).toThrow(
      refusal('QueueDoesNotExist'),
    );
  });

  it('are roles whose own policies allow it', () => {
    const { sqs, iam, attributes } = withQueue();
    const may = session(iam, 'may', { Action: 'sqs:SendMessage', Resource: ARN });
    sqs.sendAs(may, ARN, '{}');
    expect(() => sqs.sendAs(session(iam, 'may-not'), ARN, '{}')).toThrow(refusal('AccessDenied'));
    expect(attributes((Date.now() - START.getTime()) / 1000).ApproximateNumberOfMessages).toBe('1');
  });

  it('need the key of an encrypted queue as well', () => {
    const { sqs, kms, iam, operations } = withQueue({ Policy: policy({}) });
    const { KeyMetadata } = kms.operations.CreateKey({}, callTo('kms', 'CreateKey'));
    operations.SetQueueAttributes({ QueueUrl: URL, Attributes: { KmsMasterKeyId: KeyMetadata?.Arn ?? '' } }, at(0));
    expect(() => sqs.sendAsService('events.amazonaws.com', RULE, ARN, '{}')).toThrow(refusal('KmsAccessDenied'));
    const withoutKey = session(iam, 'one', { Action: 'sqs:SendMessage', Resource: ARN });
    expect(() => sqs.sendAs(withoutKey, ARN, '{}')).toThrow(refusal('KmsAccessDenied'));
    const withKey = session(iam, 'two', {
      Action: ['sqs:SendMessage', 'kms:GenerateDataKey*', 'kms:Decrypt'],
      Resource: '*',
    });
    expect(sqs.sendAs(withKey, ARN, '{}')).toMatch(/^[0-9a-f-]{36}$/);
  });
});
