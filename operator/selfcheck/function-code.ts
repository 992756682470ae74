import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { errorText } from '../../command/error-text';
import { bundle, zip } from '../../lib/bundle/lambda-bundle';
import { FunctionFailed, Interrupted, invoke } from '../verify/invoke';
import type { Deployed } from './deployed';
import { type Finding, fatal, ok, unknown } from './finding';

const ENTRY = join(__dirname, '..', '..', 'lambda-src', 'index.ts');
const ANSWERS_WITHIN_MS = 30_000;
const REMEDY = 'Apply the stack of this checkout; or run the selfcheck of the release that is deployed.';

let own: string | undefined;

/**
 * The hash that Lambda shows for the code of this checkout: the zip has the same bytes on every
 * machine.
 */
function ownCodeSha256(): string {
  own ??= createHash('sha256')
    .update(zip(bundle(ENTRY)))
    .digest('base64');
  return own;
}

/**
 * Whether the function runs the code of this checkout. Other code may be another release. It is
 * asked for the status of the paths, for which the monitor's own code starts no analysis and sends
 * nothing.
 */
export async function functionCode({ names, aws, settings }: Deployed): Promise<Finding> {
  const { CodeSha256 } = await settings();
  if (CodeSha256 === ownCodeSha256()) return ok('The function runs the code of this checkout.');
  const other = 'The function runs other code than this checkout builds';
  try {
    await invoke(aws.lambda, names.function, { action: 'status' }, ANSWERS_WITHIN_MS);
  } catch (error) {
    if (error instanceof FunctionFailed) return fatal(`${other}. ${sentence(error)}`, REMEDY);
    if (error instanceof Interrupted)
      return unknown(`${other}. It did not return the status of the paths: ${sentence(error)}`, REMEDY);
    throw error;
  }
  return unknown(`${other}, and returns the status of its paths: it is another release, or was replaced.`, REMEDY);
}

const sentence = (error: Error): string => `${errorText(error).replace(/[.?]$/, '')}.`;
