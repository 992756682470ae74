import { setTimeout as sleep } from 'node:timers/promises';
import { EC2Client } from '@aws-sdk/client-ec2';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Result } from '../contract/result';
import { sdkEc2, sdkSns } from './aws/clients';
import { errorCode, errorMessage } from './aws/errors';
import { CALL_ENDS_WITHIN_MS } from './decisions/timing';
import { parseEnvironment } from './environment';
import { handle } from './handle';
import { jsonLog } from './observe/log';

/** The part of Lambda's context that the function uses. */
export interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

// Made once per execution environment, so that connections are reused. A wrong environment variable
// fails the start.
const environment = parseEnvironment(process.env);
// One attempt, within the time that claims on analyses rely on. The function retries by itself, and
// first looks who owns the analysis.
const client = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: CALL_ENDS_WITHIN_MS, throwOnRequestTimeout: true },
};
const ec2 = sdkEc2(new EC2Client(client));
const sns = sdkSns(new SNSClient(client));

/** The Lambda function. Its input: see `readInput`; its result: see `Result`. */
export async function handler(event: unknown, context: LambdaContext): Promise<Result> {
  const log = jsonLog((line) => process.stdout.write(`${line}\n`), { requestId: context.awsRequestId });
  try {
    return await handle(event, {
      environment,
      requestId: context.awsRequestId,
      ec2,
      sns,
      clock: { now: Date.now, sleep: (milliseconds) => sleep(milliseconds) },
      random: Math.random,
      remaining: () => context.getRemainingTimeInMillis(),
      log,
    });
  } catch (error) {
    log('ERROR', 'the invocation failed', { code: errorCode(error), error: errorMessage(error) });
    throw error;
  }
}
