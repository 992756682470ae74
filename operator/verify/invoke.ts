import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { errorText } from '../../command/error-text';
import type { ActionInput } from '../../contract/input';
import type { Result } from '../../contract/result';
import { isAccessDenied, isNotFound } from '../aws-error';

/** No result arrived, or not yet; the same input may be sent again. */
export class Interrupted extends Error {}

/** There was no connection to AWS: nothing was sent. */
export class Unreachable extends Interrupted {}

/** The function ended without a result, and would do so again. */
export class FunctionFailed extends Error {}

/** Lambda's longest timeout, and half a minute for the network. */
const LONGEST_INVOCATION_MS = 15 * 60_000 + 30_000;

/**
 * Invokes the function and waits for its result.
 *
 * @param withinMs when to stop waiting; the function goes on
 * @throws Interrupted, Unreachable, FunctionFailed, or AWS's error where it refuses the call for
 *   good
 */
export async function invoke(
  client: LambdaClient,
  FunctionName: string,
  input: ActionInput,
  withinMs: number,
): Promise<Result> {
  const { FunctionError, Payload } = await send(client, FunctionName, input, Math.min(withinMs, LONGEST_INVOCATION_MS));
  const result: unknown = Payload?.byteLength ? JSON.parse(Buffer.from(Payload).toString()) : undefined;
  if (FunctionError) throw functionError(FunctionName, result);
  if (!isResult(result))
    throw new FunctionFailed(
      `The function ${FunctionName} returned ${JSON.stringify(result)}, not the outcomes of its paths; is it a monitor's?`,
    );
  return result;
}

async function send(client: LambdaClient, FunctionName: string, input: ActionInput, withinMs: number) {
  try {
    return await client.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(input) }), {
      abortSignal: AbortSignal.timeout(withinMs),
    });
  } catch (error) {
    if (isAccessDenied(error) || isNotFound(error) || isOwnFault(error)) throw error;
    throw isUnreached(error)
      ? new Unreachable(errorText(error), { cause: error })
      : new Interrupted(errorText(error), { cause: error });
  }
}

/** Node's codes for a failed connection, and the SDK's message for one that takes too long. */
const NO_CONNECTION =
  /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPROTO|\w*CERT_\w+)\b|without establishing a connection/;

function isUnreached(error: unknown): boolean {
  const { code = '' } = error as { code?: string };
  return NO_CONNECTION.test(`${code} ${errorText(error)}`);
}

/**
 * Wrong credentials, a wrong Region and the like: AWS would respond the same again. Throttling
 * passes.
 */
function isOwnFault(error: unknown): boolean {
  const { $metadata, name = '' } = error as { $metadata?: { httpStatusCode?: number }; name?: string };
  const status = $metadata?.httpStatusCode;
  if (status !== undefined) return status >= 400 && status < 500 && status !== 429 && !/Throttl|TooMany/.test(name);
  return name === 'CredentialsProviderError' || /Region is missing/.test(errorText(error));
}

/** A function that ran out of time left analyses running; the same input resumes them. */
function functionError(FunctionName: string, result: unknown): Error {
  const { errorType = '', errorMessage = '' } = (result ?? {}) as { errorType?: string; errorMessage?: string };
  const text = errorMessage || errorType || 'no reason given';
  if (errorType === 'OutOfTime' || errorType === 'Sandbox.Timedout' || /Task timed out after/.test(errorMessage))
    return new Interrupted(text);
  return new FunctionFailed(`The function ${FunctionName} failed: ${text}`);
}

function isResult(result: unknown): result is Result {
  return typeof result === 'object' && result !== null && 'paths' in result && Array.isArray(result.paths);
}
