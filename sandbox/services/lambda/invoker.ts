import { randomUUID } from 'node:crypto';
import { AwsError } from '../../service';
import type { World } from '../../world/world';
import { Environments, type Host } from './environments';
import type { Ending } from './execution-environment';
import type { LambdaFunction } from './function';

/** What running functions needs of the rest of the sandbox. */
export interface InvokerHost extends Host {
  /** Hands a record to a queue or topic under the function's role; throws AwsError as that service would. */
  sendToDestination(roleArn: string, destinationArn: string, body: string): void;
  reportMetric(name: string, functionName: string, value: number): void;
}

/** Who asked for an invocation, for the timeline. */
type InvocationSource = 'synchronous' | 'asynchronous';

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html: AWS waits one minute, then two. A second here
// stands for AWS's minute, so that a story with retries can be watched.
const RETRY_DELAYS_MS = [1000, 2000];
const DEFAULT_RETRY_ATTEMPTS = 2;
const DEFAULT_EVENT_AGE_SECONDS = 21_600;
const THROTTLED_RETRY_MS = 1000;

interface Attempt {
  readonly requestId: string;
  readonly payload: string;
  readonly acceptedAt: number;
  readonly count: number;
}

/** Runs functions: at once for a caller that waits, or with Lambda's asynchronous retries and on-failure destination. */
export class Invoker {
  private readonly environments: Environments;
  private readonly running = new Map<string, number>();

  constructor(
    private readonly world: World,
    private readonly host: InvokerHost,
    /** The function as it is now, or undefined once it is deleted. */
    private readonly current: (arn: string) => LambdaFunction | undefined,
  ) {
    this.environments = new Environments(world, host);
  }

  /** One invocation. Throws `TooManyRequestsException` where the reserved concurrency is used up. */
  async invoke(
    lambda: LambdaFunction,
    payload: string,
    source: InvocationSource,
    requestId: string = randomUUID(),
  ): Promise<Ending> {
    const name = lambda.configuration.FunctionName ?? '';
    const running = this.running.get(lambda.arn) ?? 0;
    if (lambda.reservedConcurrency !== undefined && running >= lambda.reservedConcurrency) {
      this.host.reportMetric('Throttles', name, 1);
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    }
    this.running.set(lambda.arn, running + 1);
    try {
      return await this.world.activity.track(`invocation ${requestId}`, () =>
        this.run(lambda, payload, source, requestId),
      );
    } finally {
      this.running.set(lambda.arn, (this.running.get(lambda.arn) ?? 1) - 1);
    }
  }

  /** Accepts an event and carries it out in the background. */
  invokeLater(lambda: LambdaFunction, payload: string): void {
    const first: Attempt = { requestId: randomUUID(), payload, acceptedAt: Date.now(), count: 1 };
    this.world.activity.after(0, `asynchronous invocation ${first.requestId}`, () => this.attempt(lambda.arn, first));
  }

  async retire(lambda: LambdaFunction): Promise<void> {
    await this.environments.retire(lambda);
  }

  async close(): Promise<void> {
    await this.environments.close();
  }

  private async run(
    lambda: LambdaFunction,
    payload: string,
    source: InvocationSource,
    requestId: string,
  ): Promise<Ending> {
    const { FunctionName: name = '', Timeout = 3, Role = '', MemorySize, LoggingConfig } = lambda.configuration;
    const environment = this.environments.take(lambda);
    const logGroup = LoggingConfig?.LogGroup ?? '';
    const log = (line: string) => this.host.writeLog(Role, logGroup, environment.logStreamName, line);
    const started = performance.now();
    log(`START RequestId: ${requestId} Version: $LATEST`);
    const context = {
      awsRequestId: requestId,
      functionName: name,
      functionVersion: '$LATEST',
      invokedFunctionArn: lambda.arn,
      memoryLimitInMB: String(MemorySize),
      logGroupName: logGroup,
      logStreamName: environment.logStreamName,
      callbackWaitsForEmptyEventLoop: true,
    };
    const ending = await environment.invoke(JSON.parse(payload), context, Timeout);
    const durationMs = Math.round(performance.now() - started);
    log(`END RequestId: ${requestId}`);
    const used = ending.maxMemoryUsedMB === undefined ? '' : `\tMax Memory Used: ${ending.maxMemoryUsedMB} MB`;
    log(`REPORT RequestId: ${requestId}\tDuration: ${durationMs} ms\tMemory Size: ${MemorySize} MB${used}`);
    await this.environments.giveBack(
      lambda,
      environment,
      this.current(lambda.arn)?.configuration.RevisionId === lambda.configuration.RevisionId,
    );
    this.recordInvocation(name, source, requestId, durationMs, ending);
    return ending;
  }

  private recordInvocation(
    name: string,
    source: InvocationSource,
    requestId: string,
    durationMs: number,
    ending: Ending,
  ): void {
    this.host.reportMetric('Invocations', name, 1);
    this.host.reportMetric('Duration', name, durationMs);
    this.host.reportMetric('Errors', name, 'error' in ending ? 1 : 0);
    const outcome = 'error' in ending ? `failed: ${ending.error.errorType}: ${ending.error.errorMessage}` : 'succeeded';
    const result = 'result' in ending ? { result: JSON.parse(ending.result) } : { error: ending.error };
    this.world.timeline.record('invocation', `${name} ${outcome}`, {
      function: name,
      requestId,
      source,
      durationMs,
      maxMemoryUsedMB: ending.maxMemoryUsedMB,
      outcome: 'error' in ending ? 'failed' : 'succeeded',
      ...result,
    });
  }

  private async attempt(arn: string, attempt: Attempt): Promise<void> {
    const lambda = this.current(arn);
    if (!lambda) return;
    const { MaximumRetryAttempts = DEFAULT_RETRY_ATTEMPTS, MaximumEventAgeInSeconds = DEFAULT_EVENT_AGE_SECONDS } =
      lambda.eventInvokeConfig ?? {};
    if (Date.now() - attempt.acceptedAt > MaximumEventAgeInSeconds * 1000)
      return this.giveUp(lambda, attempt, 'EventAgeExceeded');
    const again = (next: Attempt, ms: number) =>
      this.world.activity.after(ms, `asynchronous invocation ${attempt.requestId}`, () => this.attempt(arn, next));
    const ending = await this.invokeAccepted(lambda, attempt);
    if (ending === 'throttled') return again(attempt, THROTTLED_RETRY_MS);
    if (!('error' in ending)) return;
    if (attempt.count > MaximumRetryAttempts) return this.giveUp(lambda, attempt, 'RetriesExhausted', ending);
    again({ ...attempt, count: attempt.count + 1 }, RETRY_DELAYS_MS[attempt.count - 1] ?? 0);
  }

  private async invokeAccepted(lambda: LambdaFunction, attempt: Attempt): Promise<Ending | 'throttled'> {
    try {
      return await this.invoke(lambda, attempt.payload, 'asynchronous', attempt.requestId);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (error.code === 'TooManyRequestsException') return 'throttled';
      return { error: { errorType: error.code, errorMessage: error.message } };
    }
  }

  // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
  private giveUp(
    lambda: LambdaFunction,
    attempt: Attempt,
    condition: 'RetriesExhausted' | 'EventAgeExceeded',
    ending?: Ending,
  ): void {
    const { FunctionName: name = '', Role = '' } = lambda.configuration;
    const destination = lambda.eventInvokeConfig?.DestinationConfig?.OnFailure?.Destination;
    const details = { function: name, requestId: attempt.requestId, condition };
    if (!destination) {
      this.host.reportMetric('AsyncEventsDropped', name, 1);
      this.world.timeline.record(
        'dead-letter',
        `${name} gave up on an event, and has no on-failure destination`,
        details,
      );
      return;
    }
    const failure = ending && 'error' in ending ? { responsePayload: ending.error } : {};
    const record = {
      version: '1.0',
      timestamp: new Date().toISOString(),
      requestContext: {
        requestId: attempt.requestId,
        functionArn: `${lambda.arn}:$LATEST`,
        condition,
        approximateInvokeCount: attempt.count,
      },
      requestPayload: JSON.parse(attempt.payload),
      responseContext: ending && { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      ...failure,
    };
    try {
      this.host.sendToDestination(Role, destination, JSON.stringify(record));
      this.world.timeline.record(
        'dead-letter',
        `${name} gave up on an event: its record went to the on-failure destination`,
        { ...details, destination },
      );
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.host.reportMetric('DestinationDeliveryFailures', name, 1);
      this.world.timeline.record(
        'dead-letter',
        `${name} gave up on an event, and its destination refused the record: ${error.message}`,
        { ...details, destination },
      );
    }
  }
}
