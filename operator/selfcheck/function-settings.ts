import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { errorText } from '../../command/error-text';
import { type Environment, parseEnvironment } from '../../lambda-src/environment';
import { BUNDLE_MODULE } from '../../lib/bundle/lambda-bundle';
import type { Deployed } from './deployed';
import { APPLY, type Finding, fatal, ok, problem, worst } from './finding';
import { watchedPaths } from './paths';

const HANDLER = `${BUNDLE_MODULE}.handler`;
/**
 * The least value of the variable `lambda_timeout`: to take over an analysis needs more than three
 * minutes.
 */
const LEAST_TIMEOUT_SECONDS = 240;
/** The function reserves 10 s; the rest must be enough for one call before an analysis starts. */
const LEAST_WORK_SECONDS = 15;
/** Measured by `npm run bench`: 100 paths need 112 MiB, 1,000 paths 125 MiB. */
const MEMORY = { mib: 256, enoughBelowPaths: 100 };
/**
 * Variables that make Node.js, Lambda or the AWS SDK run other code or use another endpoint. The
 * stack sets none of them.
 */
const DIVERTING =
  /^(NODE_|LD_|AWS_LAMBDA_EXEC_WRAPPER$|AWS_ENDPOINT_URL|AWS_IGNORE_CONFIGURED_ENDPOINT|AWS_CONFIG_FILE$|AWS_SHARED_CREDENTIALS_FILE$|AWS_PROFILE$)/;

/** Whether the function can work with its settings. */
export async function functionSettings(monitor: Deployed): Promise<Finding> {
  const configuration = await monitor.settings();
  const environment = environmentOf(configuration, monitor.region);
  if (environment instanceof Error) return fatal(`The function cannot start: ${environment.message}.`, APPLY);
  const { Handler, Runtime, Layers = [] } = configuration;
  const findings = [ok(sizeInWords(configuration, environment))];
  if (Handler !== HANDLER)
    findings.push(fatal(`The handler of the function is ${JSON.stringify(Handler)}, not ${HANDLER}.`, APPLY));
  if (!/^nodejs\d+\.x$/.test(Runtime ?? ''))
    findings.push(fatal(`The runtime of the function is ${JSON.stringify(Runtime)}, not Node.js.`, APPLY));
  if (Layers.length > 0)
    findings.push(problem('The function has layers, which can replace its code; the stack adds none.', APPLY));
  const diverting = Object.keys(configuration.Environment?.Variables ?? {}).filter((name) => DIVERTING.test(name));
  if (diverting.length > 0)
    findings.push(
      problem(`The function has ${diverting.join(', ')} in its environment, which can change its behaviour.`, APPLY),
    );
  return worst([...findings, ...time(configuration, environment), ...(await memory(monitor, configuration))]);
}

function environmentOf({ Environment }: FunctionConfiguration, region: string): Environment | Error {
  try {
    return parseEnvironment({ AWS_REGION: region, ...Environment?.Variables });
  } catch (error) {
    return error instanceof Error ? error : new Error(errorText(error));
  }
}

const sizeInWords = ({ Timeout, MemorySize }: FunctionConfiguration, { settleSeconds }: Environment): string =>
  `The function has ${MemorySize} MiB and ${Timeout} s, and starts an analysis ${settleSeconds} s after a change.`;

function time({ Timeout = 0 }: FunctionConfiguration, { settleSeconds }: Environment): Finding[] {
  if (Timeout < settleSeconds + LEAST_WORK_SECONDS)
    return [fatal(`The function times out after ${Timeout} s, before it can start an analysis.`, APPLY)];
  if (Timeout < LEAST_TIMEOUT_SECONDS || Timeout < settleSeconds + LEAST_TIMEOUT_SECONDS / 2)
    return [
      problem(
        `The function times out after ${Timeout} s, of which it waits ${settleSeconds} s for the network to settle: an analysis can take minutes.`,
        APPLY,
      ),
    ];
  return [];
}

async function memory(monitor: Deployed, { MemorySize = 0 }: FunctionConfiguration): Promise<Finding[]> {
  if (MemorySize >= MEMORY.mib) return [];
  const { length } = await watchedPaths(monitor);
  if (length < MEMORY.enoughBelowPaths) return [];
  return [
    problem(
      `The function has ${MemorySize} MiB of memory for ${length} paths; from ${MEMORY.enoughBelowPaths} paths on it needs ${MEMORY.mib} MiB.`,
      `Set lambda_memory_size to ${MEMORY.mib}, and apply.`,
    ),
  ];
}
