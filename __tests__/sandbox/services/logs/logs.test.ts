import type { AwsError } from '../../../../sandbox/service';
import { callTo, services, session } from '../../../../testing/emulator/connected-services';

const GROUP = '/aws/lambda/monitor';
const ARN = `arn:aws:logs:eu-central-1:123456789012:log-group:${GROUP}`;
const CALL = callTo('logs', 'PutLogEvents', { at: new Date(10_000) });

function withGroup(input = {}) {
  const all = services();
  const { operations } = all.logs;
  operations.CreateLogGroup({ logGroupName: GROUP, ...input }, CALL);
  const describe = () => operations.DescribeLogGroups({ logGroupNamePrefix: GROUP }, CALL).logGroups?.[0];
  return { ...all, operations, describe };
}

function withEvents(...messages: string[]) {
  const all = withGroup();
  const stream = { logGroupName: GROUP, logStreamName: 's' };
  all.operations.CreateLogStream(stream, CALL);
  const logEvents = messages.map((message, index) => ({ timestamp: 1000 + index, message }));
  if (logEvents.length > 0) all.operations.PutLogEvents({ ...stream, logEvents }, CALL);
  return { ...all, stream };
}

const refusal = (code: string) => expect.objectContaining({ code }) as AwsError;

describe('log groups', () => {
  it('are described with the ARN in both of its forms', () => {
    const { describe } = withGroup({ kmsKeyId: 'arn:aws:kms:eu-central-1:123456789012:key/1' });
    expect(describe()).toMatchObject({
      logGroupName: GROUP,
      arn: `${ARN}:*`,
      logGroupArn: ARN,
      creationTime: 10_000,
      kmsKeyId: 'arn:aws:kms:eu-central-1:123456789012:key/1',
      logGroupClass: 'STANDARD',
      storedBytes: 0,
    });
  });

  it('keep events for the retention period', () => {
    const { operations, describe } = withGroup();
    operations.PutRetentionPolicy({ logGroupName: GROUP, retentionInDays: 30 }, CALL);
    expect(describe()?.retentionInDays).toBe(30);
    operations.DeleteRetentionPolicy({ logGroupName: GROUP }, CALL);
    expect(describe()?.retentionInDays).toBeUndefined();
    expect(() => operations.PutRetentionPolicy({ logGroupName: GROUP, retentionInDays: 31 }, CALL)).toThrow(
      'retentionInDays 31 must be one of 1, 3',
    );
  });

  it('change their key', () => {
    const { operations, describe } = withGroup();
    operations.AssociateKmsKey({ logGroupName: GROUP, kmsKeyId: 'k' }, CALL);
    expect(describe()?.kmsKeyId).toBe('k');
    operations.DisassociateKmsKey({ resourceIdentifier: ARN }, CALL);
    expect(describe()?.kmsKeyId).toBeUndefined();
  });

  it('have tags, by ARN with or without its end and by name', () => {
    const { operations } = withGroup({ tags: { Team: 'net' } });
    operations.TagResource({ resourceArn: ARN, tags: { Stage: 'prod' } }, CALL);
    operations.UntagResource({ resourceArn: `${ARN}:*`, tagKeys: ['Team'] }, CALL);
    operations.TagLogGroup({ logGroupName: GROUP, tags: { Cost: '1' } }, CALL);
    operations.UntagLogGroup({ logGroupName: GROUP, tags: ['Cost'] }, CALL);
    expect(operations.ListTagsForResource({ resourceArn: ARN }, CALL).tags).toEqual({ Stage: 'prod' });
    expect(operations.ListTagsLogGroup({ logGroupName: GROUP }, CALL).tags).toEqual({ Stage: 'prod' });
  });

  it('are listed page by page, in their Region', () => {
    const { operations } = withGroup();
    operations.CreateLogGroup({ logGroupName: `${GROUP}-2` }, CALL);
    const first = operations.DescribeLogGroups({ limit: 1 }, CALL);
    const second = operations.DescribeLogGroups({ limit: 1, nextToken: first.nextToken }, CALL);
    expect([...(first.logGroups ?? []), ...(second.logGroups ?? [])].map(({ logGroupName }) => logGroupName)).toEqual([
      GROUP,
      `${GROUP}-2`,
    ]);
    expect(second.nextToken).toBeUndefined();
    expect(
      operations.DescribeLogGroups({}, callTo('logs', 'DescribeLogGroups', { region: 'us-east-1' })).logGroups,
    ).toEqual([]);
  });

  it('exist once, and not after their deletion', () => {
    const { operations, describe } = withGroup();
    expect(() => operations.CreateLogGroup({ logGroupName: GROUP }, CALL)).toThrow(
      refusal('ResourceAlreadyExistsException'),
    );
    expect(() => operations.CreateLogGroup({ logGroupName: 'a b' }, CALL)).toThrow(
      refusal('InvalidParameterException'),
    );
    operations.DeleteLogGroup({ logGroupName: GROUP }, CALL);
    expect(describe()).toBeUndefined();
    expect(() => operations.DeleteLogGroup({ logGroupName: GROUP }, CALL)).toThrow(
      refusal('ResourceNotFoundException'),
    );
  });
});

describe('log events', () => {
  it('are read from the head, or from the newest on', () => {
    const { operations, stream } = withEvents('1', '2', '3');
    const read = (input: object) => {
      const page = operations.GetLogEvents({ ...stream, limit: 2, ...input }, CALL);
      return { ...page, messages: page.events?.map(({ message }) => message) };
    };
    const head = read({ startFromHead: true });
    expect(head.messages).toEqual(['1', '2']);
    const rest = read({ nextToken: head.nextForwardToken });
    expect(rest.messages).toEqual(['3']);
    expect(read({ nextToken: rest.nextForwardToken })).toMatchObject({
      messages: [],
      nextForwardToken: rest.nextForwardToken,
    });
    const tail = read({});
    expect(tail.messages).toEqual(['2', '3']);
    expect(read({ nextToken: tail.nextBackwardToken }).messages).toEqual(['1']);
    expect(() => read({ nextToken: 'x' })).toThrow(refusal('InvalidParameterException'));
  });

  it('are read between two times, the later one excluded', () => {
    const { operations, stream } = withEvents('1', '2', '3');
    const { events } = operations.GetLogEvents({ ...stream, startTime: 1001, endTime: 1002 }, CALL);
    expect(events).toEqual([{ timestamp: 1001, message: '2', ingestionTime: 10_000 }]);
  });

  it.each([
    ['', ['alert broken', 'alert kept', 'start']],
    ['alert', ['alert broken', 'alert kept']],
    ['alert -kept', ['alert broken']],
    ['"alert kept"', ['alert kept']],
    ['?kept ?start', ['alert kept', 'start']],
  ])('are found by the pattern %j', (filterPattern, found) => {
    const { operations } = withEvents('alert broken', 'alert kept', 'start');
    const { events } = operations.FilterLogEvents({ logGroupName: GROUP, filterPattern }, CALL);
    expect(events?.map(({ message }) => message)).toEqual(found);
  });

  it('are not searched by a pattern on JSON', () => {
    const { operations } = withEvents('{"level":"error"}');
    const input = { logGroupName: GROUP, filterPattern: '{ $.level = "error" }' };
    expect(() => operations.FilterLogEvents(input, CALL)).toThrow('the sandbox evaluates terms only');
  });

  it('must be in order, and at least one', () => {
    const { operations, stream } = withEvents();
    const logEvents = [
      { timestamp: 2, message: 'b' },
      { timestamp: 1, message: 'a' },
    ];
    expect(() => operations.PutLogEvents({ ...stream, logEvents }, CALL)).toThrow('chronological order');
    expect(() => operations.PutLogEvents({ ...stream, logEvents: [] }, CALL)).toThrow(
      refusal('InvalidParameterException'),
    );
    expect(() => operations.PutLogEvents({ logGroupName: GROUP, logStreamName: 'x', logEvents }, CALL)).toThrow(
      refusal('ResourceNotFoundException'),
    );
  });

  it('update the times of their stream', () => {
    const { operations, stream } = withEvents('12345');
    expect(operations.DescribeLogStreams({ logGroupName: GROUP }, CALL).logStreams).toEqual([
      expect.objectContaining({
        logStreamName: 's',
        firstEventTimestamp: 1000,
        lastEventTimestamp: 1000,
        storedBytes: 31,
      }),
    ]);
    expect(() => operations.CreateLogStream(stream, CALL)).toThrow(refusal('ResourceAlreadyExistsException'));
    operations.DeleteLogStream(stream, CALL);
    expect(operations.DescribeLogStreams({ logGroupName: GROUP }, CALL).logStreams).toEqual([]);
  });
});

describe('a function’s lines', () => {
  it('are written under its role', () => {
    const { logs, iam } = withGroup();
    const role = session(iam, 'monitor', {
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: `${ARN}:*`,
    });
    expect(logs.writeAs(role, GROUP, '2026/11/23/[$LATEST]1', 'START', new Date(2))).toBe(true);
    expect(logs.writeAs(role, GROUP, '2026/11/23/[$LATEST]2', 'INIT', new Date(1))).toBe(true);
    expect(logs.messages(GROUP)).toEqual(['INIT', 'START']);
  });

  it.each([
    ['nothing', []],
    ['only creating streams', ['logs:CreateLogStream']],
    ['writing only', ['logs:PutLogEvents']],
  ])('are lost under a role that allows %s', (_, Action) => {
    const { logs, iam } = withGroup();
    const role = session(iam, 'monitor', Action.length > 0 ? { Action, Resource: '*' } : undefined);
    expect(logs.writeAs(role, GROUP, 's', 'START')).toBe(false);
    expect(logs.messages(GROUP)).toEqual([]);
  });

  it('create a missing group if the role allows it', () => {
    const { logs, iam } = services();
    const may = session(iam, 'may', { Action: 'logs:*', Resource: '*' });
    const mayNot = session(iam, 'may-not', { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' });
    expect(logs.writeAs(mayNot, GROUP, 's', 'START')).toBe(false);
    expect(logs.writeAs(may, GROUP, 's', 'START')).toBe(true);
    expect(logs.messages(GROUP)).toEqual(['START']);
  });
});
