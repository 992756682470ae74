import type { PublishInput, SubscribeInput } from '@aws-sdk/client-sns';
import type { AwsError } from '../../../../sandbox/service';
import { callTo, OPERATOR, policyOf, services, session } from '../../../../testing/emulator/connected-services';

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:alerts';
const QUEUE = 'arn:aws:sqs:eu-central-1:123456789012:alerts';
const QUEUE_URL = 'http://127.0.0.1:4566/123456789012/alerts';
const ALARM = 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:dead-letters';
const CALL = callTo('sns', 'Publish');

function withTopic(Attributes: Record<string, string> = {}) {
  const all = services();
  const { operations } = all.sns;
  operations.CreateTopic({ Name: 'alerts', Attributes, Tags: [{ Key: 'Team', Value: 'net' }] }, CALL);
  const subscribe = (Protocol: string, Endpoint: string, input: Partial<SubscribeInput> = {}) =>
    operations.Subscribe({ TopicArn: TOPIC, Protocol, Endpoint, ReturnSubscriptionArn: true, ...input }, CALL)
      .SubscriptionArn;
  const publish = (input: Partial<PublishInput> = {}) =>
    operations.Publish({ TopicArn: TOPIC, Message: 'm', ...input }, CALL);
  const attributes = () => operations.GetTopicAttributes({ TopicArn: TOPIC }).Attributes ?? {};
  return { ...all, operations, subscribe, publish, attributes };
}

function withQueue() {
  const all = withTopic();
  const Policy = policyOf({ Action: 'sqs:SendMessage', Principal: { Service: 'sns.amazonaws.com' }, Resource: QUEUE });
  all.sqs.operations.CreateQueue({ QueueName: 'alerts', Attributes: { Policy } }, callTo('sqs', 'CreateQueue'));
  const received = async () => {
    const input = { QueueUrl: QUEUE_URL, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] };
    return (await all.sqs.operations.ReceiveMessage(input, callTo('sqs', 'ReceiveMessage'))).Messages ?? [];
  };
  return { ...all, received };
}

const refusal = (code: string) => expect.objectContaining({ code }) as AwsError;

describe('topics', () => {
  it('have AWS’s defaults', () => {
    const { attributes } = withTopic();
    expect(attributes()).toEqual({
      TopicArn: TOPIC,
      Owner: '123456789012',
      DisplayName: '',
      SubscriptionsConfirmed: '0',
      SubscriptionsPending: '0',
      SubscriptionsDeleted: '0',
      Policy: expect.stringContaining('__default_policy_ID'),
      EffectiveDeliveryPolicy: expect.stringContaining('defaultHealthyRetryPolicy'),
    });
  });

  it('change one attribute at a time, and lose one that is set to the empty text', () => {
    const { operations, attributes } = withTopic({ KmsMasterKeyId: 'alias/monitor' });
    expect(attributes().KmsMasterKeyId).toBe('alias/monitor');
    operations.SetTopicAttributes({ TopicArn: TOPIC, AttributeName: 'KmsMasterKeyId', AttributeValue: '' });
    operations.SetTopicAttributes({ TopicArn: TOPIC, AttributeName: 'DisplayName', AttributeValue: 'Alerts' });
    expect(attributes()).toMatchObject({ DisplayName: 'Alerts' });
    expect(attributes()).not.toHaveProperty('KmsMasterKeyId');
  });

  it.each([
    ['FifoTopic', 'true'],
    ['Policy', '{'],
    ['DeliveryPolicy', '{'],
    ['TracingConfig', 'Sometimes'],
    ['SignatureVersion', '3'],
    ['Colour', 'red'],
  ])('refuse %s=%s', (name, value) => {
    expect(() => withTopic({ [name]: value })).toThrow(refusal('InvalidParameter'));
  });

  it('can be created again with the same attributes only', () => {
    const { operations } = withTopic({ DisplayName: 'Alerts' });
    expect(operations.CreateTopic({ Name: 'alerts', Attributes: { DisplayName: 'Alerts' } }, CALL).TopicArn).toBe(
      TOPIC,
    );
    expect(() => operations.CreateTopic({ Name: 'alerts', Attributes: { DisplayName: 'Other' } }, CALL)).toThrow(
      'different attributes',
    );
    expect(() => operations.CreateTopic({ Name: 'alerts', Tags: [{ Key: 'Team', Value: 'x' }] }, CALL)).toThrow(
      'different tags',
    );
  });

  it('have tags', () => {
    const { operations } = withTopic();
    operations.TagResource({ ResourceArn: TOPIC, Tags: [{ Key: 'Stage', Value: 'prod' }] });
    operations.UntagResource({ ResourceArn: TOPIC, TagKeys: ['Team'] });
    expect(operations.ListTagsForResource({ ResourceArn: TOPIC }).Tags).toEqual([{ Key: 'Stage', Value: 'prod' }]);
  });

  it('are deleted with their subscriptions, also twice', () => {
    const { operations, subscribe } = withTopic();
    subscribe('email', 'anna@example.com');
    operations.DeleteTopic({ TopicArn: TOPIC });
    operations.DeleteTopic({ TopicArn: TOPIC });
    expect(operations.ListTopics({}, CALL).Topics).toEqual([]);
    expect(operations.ListSubscriptions({}, CALL).Subscriptions).toEqual([]);
    expect(() => operations.GetTopicAttributes({ TopicArn: TOPIC })).toThrow(refusal('NotFound'));
  });
});

describe('subscriptions', () => {
  it('by e-mail wait for a confirmation', () => {
    const { operations, subscribe, attributes } = withTopic();
    const arn = subscribe('email', 'anna@example.com');
    expect(operations.GetSubscriptionAttributes({ SubscriptionArn: arn }).Attributes).toMatchObject({
      PendingConfirmation: 'true',
      Protocol: 'email',
      Endpoint: 'anna@example.com',
      RawMessageDelivery: 'false',
    });
    expect(attributes()).toMatchObject({ SubscriptionsPending: '1', SubscriptionsConfirmed: '0' });
    expect(operations.ListSubscriptionsByTopic({ TopicArn: TOPIC }).Subscriptions?.[0]?.SubscriptionArn).toBe(
      'PendingConfirmation',
    );
    expect(() => operations.Unsubscribe({ SubscriptionArn: arn })).toThrow(
      'Cannot unsubscribe a subscription that is pending confirmation',
    );
    operations.ConfirmSubscription({ TopicArn: TOPIC, Token: arn?.split(':').pop() });
    expect(attributes()).toMatchObject({ SubscriptionsPending: '0', SubscriptionsConfirmed: '1' });
  });

  it('return no ARN before they are confirmed, unless requested', () => {
    const { operations } = withTopic();
    const input = { TopicArn: TOPIC, Protocol: 'email', Endpoint: 'anna@example.com' };
    expect(operations.Subscribe(input, CALL).SubscriptionArn).toBe('pending confirmation');
  });

  it('of queues, functions and web pages are confirmed at once', () => {
    const { subscribe, attributes } = withTopic();
    subscribe('sqs', QUEUE);
    subscribe('lambda', 'arn:aws:lambda:eu-central-1:123456789012:function:f');
    subscribe('https', 'https://example.com/hook');
    expect(attributes()).toMatchObject({ SubscriptionsConfirmed: '3' });
  });

  it('exist once for an endpoint, and are counted when they are deleted', () => {
    const { operations, subscribe, attributes } = withTopic();
    const arn = subscribe('sqs', QUEUE);
    expect(subscribe('sqs', QUEUE)).toBe(arn);
    expect(() => subscribe('sqs', QUEUE, { Attributes: { RawMessageDelivery: 'true' } })).toThrow(
      'different attributes',
    );
    operations.Unsubscribe({ SubscriptionArn: arn });
    expect(attributes()).toMatchObject({ SubscriptionsConfirmed: '0', SubscriptionsDeleted: '1' });
    expect(() => operations.GetSubscriptionAttributes({ SubscriptionArn: arn })).toThrow(refusal('NotFound'));
  });

  it.each([
    ['sms', '+491234567', {}],
    ['email', 'nobody', {}],
    ['sqs', QUEUE_URL, {}],
    ['https', 'http://example.com', {}],
    ['sqs', QUEUE, { Colour: 'red' }],
    ['sqs', QUEUE, { RawMessageDelivery: 'yes' }],
    ['sqs', QUEUE, { FilterPolicyScope: 'MessageBody' }],
    ['sqs', QUEUE, { FilterPolicy: '{"severity":"critical"}' }],
    ['sqs', QUEUE, { FilterPolicy: '{"severity":[{"suffix":"x"}]}' }],
  ])('refuse %s %s %j', (protocol, endpoint, Attributes) => {
    expect(() => withTopic().subscribe(protocol, endpoint, { Attributes })).toThrow(refusal('InvalidParameter'));
  });
});

describe('publishing', () => {
  it('keeps every message in the inbox, with its deliveries', () => {
    const { sns, world, subscribe, publish } = withTopic();
    subscribe('email', 'anna@example.com');
    subscribe('https', 'https://example.com/hook');
    const MessageAttributes = { severity: { DataType: 'String', StringValue: 'critical' } };
    const { MessageId } = publish({ Subject: '[ALERT] broken', Message: 'body', MessageAttributes });
    expect(sns.inbox).toEqual([
      {
        messageId: MessageId,
        topicArn: TOPIC,
        subject: '[ALERT] broken',
        message: 'body',
        messageAttributes: MessageAttributes,
        publishedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        deliveries: [
          { protocol: 'email', endpoint: 'anna@example.com', status: 'pending confirmation' },
          { protocol: 'https', endpoint: 'https://example.com/hook', status: 'delivered' },
        ],
      },
    ]);
    expect(world.timeline.entries).toEqual([expect.objectContaining({ type: 'message', summary: '[ALERT] broken' })]);
  });

  it.each([
    ['no message', { Message: '' }, 'InvalidParameter'],
    ['a subject of 100 characters', { Subject: 'x'.repeat(100) }, 'InvalidParameter'],
    ['a line break in the subject', { Subject: 'a\nb' }, 'InvalidParameter'],
    ['an empty subject', { Subject: '' }, 'InvalidParameter'],
    ['too long a message', { Message: 'x'.repeat(262_145) }, 'InvalidParameter'],
    ['an unknown topic', { TopicArn: `${TOPIC}-2` }, 'NotFound'],
    ['no topic', { TopicArn: undefined }, 'InvalidParameter'],
    ['an ARN that is not a topic’s', { TopicArn: QUEUE_URL }, 'InvalidParameter'],
    ['a telephone number', { PhoneNumber: '+491234567' }, 'InvalidParameter'],
    ['JSON without a default', { MessageStructure: 'json', Message: '{"sqs":"m"}' }, 'InvalidParameter'],
    [
      'an empty attribute',
      { MessageAttributes: { a: { DataType: 'String', StringValue: '' } } },
      'ParameterValueInvalid',
    ],
    ['an unknown type', { MessageAttributes: { a: { DataType: 'Text', StringValue: 'x' } } }, 'ParameterValueInvalid'],
    [
      'a number that is none',
      { MessageAttributes: { a: { DataType: 'Number', StringValue: 'x' } } },
      'ParameterValueInvalid',
    ],
  ])('refuses %s', (_, input, code) => {
    const { sns, publish } = withTopic();
    expect(() => publish(input)).toThrow(refusal(code));
    expect(sns.inbox).toEqual([]);
  });

  it('accepts a subject of 99 characters and a message of 256 KiB', () => {
    const { sns, publish } = withTopic();
    publish({ Subject: 'x'.repeat(99), Message: 'x'.repeat(262_144) });
    expect(sns.inbox).toHaveLength(1);
  });

  it('delivers to a queue in an envelope', async () => {
    const { subscribe, publish, received } = withQueue();
    subscribe('sqs', QUEUE);
    const { MessageId } = publish({ Subject: 's', MessageAttributes: { a: { DataType: 'Number', StringValue: '1' } } });
    const [message] = await received();
    expect(JSON.parse(message?.Body ?? '')).toEqual({
      Type: 'Notification',
      MessageId,
      TopicArn: TOPIC,
      Subject: 's',
      Message: 'm',
      Timestamp: expect.any(String),
      MessageAttributes: { a: { Type: 'Number', Value: '1' } },
    });
  });

  it('delivers to a queue without an envelope if raw', async () => {
    const { subscribe, publish, received } = withQueue();
    subscribe('sqs', QUEUE, { Attributes: { RawMessageDelivery: 'true' } });
    const MessageAttributes = { a: { DataType: 'Number', StringValue: '1' } };
    publish({ MessageStructure: 'json', Message: '{"default":"d","sqs":"for queues"}', MessageAttributes });
    expect(await received()).toEqual([expect.objectContaining({ Body: 'for queues', MessageAttributes })]);
  });

  it('delivers only to subscriptions whose filter accepts the message', async () => {
    const { sns, operations, subscribe, publish, received } = withQueue();
    const arn = subscribe('sqs', QUEUE, {
      Attributes: { FilterPolicy: '{"severity":["critical"],"outcome":[{"anything-but":"kept"}]}' },
    });
    const severity = (StringValue: string) => ({ DataType: 'String', StringValue });
    publish({ Message: '1', MessageAttributes: { severity: severity('info'), outcome: severity('broken') } });
    publish({ Message: '2', MessageAttributes: { severity: severity('critical'), outcome: severity('kept') } });
    publish({ Message: '3', MessageAttributes: { severity: severity('critical'), outcome: severity('broken') } });
    publish({ Message: '4' });
    expect(sns.inbox.map(({ deliveries }) => deliveries[0]?.status)).toEqual([
      'filtered out',
      'filtered out',
      'delivered',
      'filtered out',
    ]);
    operations.SetSubscriptionAttributes({ SubscriptionArn: arn, AttributeName: 'FilterPolicy', AttributeValue: '{}' });
    publish({ Message: '5' });
    expect((await received()).map(({ Body }) => JSON.parse(Body ?? '').Message)).toEqual(['3', '5']);
  });

  it.each([
    ['{"a":[{"prefix":"x-"}]}', { DataType: 'String', StringValue: 'x-1' }, 'delivered'],
    ['{"a":[{"prefix":"x-"}]}', { DataType: 'String', StringValue: 'y-1' }, 'filtered out'],
    ['{"a":[{"exists":false}]}', { DataType: 'String', StringValue: 'y' }, 'filtered out'],
    ['{"b":[{"exists":false}]}', { DataType: 'String', StringValue: 'y' }, 'delivered'],
    ['{"a":[5]}', { DataType: 'Number', StringValue: '5.0' }, 'delivered'],
    ['{"a":["x"]}', { DataType: 'String.Array', StringValue: '["w","x"]' }, 'delivered'],
  ])('filters with %s', (FilterPolicy, a, status) => {
    const { sns, subscribe, publish } = withTopic();
    subscribe('https', 'https://example.com', { Attributes: { FilterPolicy } });
    publish({ MessageAttributes: { a } });
    expect(sns.inbox[0]?.deliveries[0]?.status).toBe(status);
  });

  it('records why a delivery to a queue failed', () => {
    const { sns, subscribe, publish } = withTopic();
    subscribe('sqs', QUEUE);
    publish();
    expect(sns.inbox[0]?.deliveries).toEqual([
      { protocol: 'sqs', endpoint: QUEUE, status: 'failed', reason: 'The specified queue does not exist.' },
    ]);
  });

  it('invokes a function with an SNS event', () => {
    const { invocations, subscribe, publish } = withTopic();
    const functionArn = 'arn:aws:lambda:eu-central-1:123456789012:function:f';
    subscribe('lambda', functionArn);
    publish();
    expect(invocations.map((invocation) => invocation.functionArn)).toEqual([functionArn]);
    expect(JSON.parse(invocations[0]?.payload ?? '').Records[0]).toMatchObject({
      EventSource: 'aws:sns',
      Sns: { Message: 'm', TopicArn: TOPIC },
    });
  });
});

describe('publishers', () => {
  const policy = (statement: object) =>
    policyOf({
      Action: 'sns:Publish',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Resource: TOPIC,
      ...statement,
    });

  it('are services that the topic’s policy names, for the resource that it names', () => {
    const { sns } = withTopic({
      Policy: policy({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:*:*:alarm:*' } } }),
    });
    sns.publishAsService('cloudwatch.amazonaws.com', ALARM, TOPIC, { message: 'm' });
    expect(sns.inbox).toHaveLength(1);
    expect(() => sns.publishAsService('events.amazonaws.com', ALARM, TOPIC, { message: 'm' })).toThrow(
      refusal('AuthorizationError'),
    );
    expect(() => sns.publishAsService('cloudwatch.amazonaws.com', QUEUE, TOPIC, { message: 'm' })).toThrow(
      refusal('AuthorizationError'),
    );
  });

  it('are services of the account under the default policy', () => {
    const { sns } = withTopic();
    expect(sns.publishAsService('cloudwatch.amazonaws.com', ALARM, TOPIC, { message: 'm' })).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('are roles whose own policies allow it', () => {
    const { sns, iam } = withTopic();
    sns.publishAs(session(iam, 'may', { Action: 'sns:Publish', Resource: TOPIC }), TOPIC, { message: 'm' });
    expect(() => sns.publishAs(session(iam, 'may-not'), TOPIC, { message: 'm' })).toThrow(
      refusal('AuthorizationError'),
    );
    expect(sns.inbox).toHaveLength(1);
  });

  it('need a permission on the topic itself', () => {
    const { sns } = withTopic();
    expect(sns.permissions.Publish?.({ TopicArn: TOPIC }, CALL)).toEqual([{ resource: TOPIC }]);
    expect(sns.permissions.Unsubscribe?.({ SubscriptionArn: `${TOPIC}:1` }, CALL)).toEqual([{ resource: TOPIC }]);
    expect(sns.permissions.CreateTopic?.({ Name: 'alerts' }, CALL)).toEqual([{ resource: TOPIC }]);
    expect(sns.permissions.ListTopics?.({}, CALL)).toEqual([{ resource: '*' }]);
  });

  it('need the key of an encrypted topic', () => {
    const { sns, kms, iam, operations } = withTopic();
    const encryptWith = (key: string) =>
      operations.SetTopicAttributes({ TopicArn: TOPIC, AttributeName: 'KmsMasterKeyId', AttributeValue: key });
    const asAlarm = () => sns.publishAsService('cloudwatch.amazonaws.com', ALARM, TOPIC, { message: 'm' });
    const asOperator = () => sns.publishAs(OPERATOR, TOPIC, { message: 'm' });

    encryptWith('alias/aws/sns');
    expect(asAlarm).toThrow(refusal('KMSAccessDenied'));
    expect(asOperator).not.toThrow();

    const KeyId = kms.operations.CreateKey({}, callTo('kms', 'CreateKey')).KeyMetadata?.KeyId ?? '';
    encryptWith(KeyId);
    expect(asAlarm).toThrow(refusal('KMSAccessDenied'));
    const statement = {
      Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Resource: '*',
    };
    kms.operations.PutKeyPolicy({ KeyId, Policy: policyOf(statement) }, callTo('kms', 'PutKeyPolicy'));
    expect(asAlarm).not.toThrow();
    const role = session(iam, 'publisher', { Action: ['sns:Publish', 'kms:*'], Resource: '*' });
    expect(() => sns.publishAs(role, TOPIC, { message: 'm' })).toThrow(refusal('KMSAccessDenied'));

    kms.operations.DisableKey({ KeyId }, callTo('kms', 'DisableKey'));
    expect(asAlarm).toThrow(refusal('KMSDisabled'));
    kms.operations.ScheduleKeyDeletion({ KeyId }, callTo('kms', 'ScheduleKeyDeletion'));
    expect(asAlarm).toThrow(refusal('KMSInvalidState'));
    encryptWith('alias/nowhere');
    expect(asAlarm).toThrow(refusal('KMSNotFound'));
  });
});
