import { start } from '../command/command';
import { errorText } from '../command/error-text';
import { ENDING_SIGNALS, EXIT_CODES, UsageError } from '../command/exit-codes';
import { watchNpm } from './lifeline';
import { readNetworkFile } from './network-file';
import { type Sandbox, type SandboxOptions, startSandbox } from './sandbox';

const USAGE = `Usage: npm run sandbox -- [--port 4566] [--network FILE|FOLDER] [--analysis-seconds N] [--event-delay-seconds N]

Serves the AWS services that the reachability monitor uses, on 127.0.0.1, until Ctrl-C, SIGTERM, or the end of the
npm that runs it ("kill %1" if it runs in the background). Prints one line of JSON when it is ready:
{"endpoint": …, "region": …, "account": …}. Any AWS SDK or the AWS CLI can use it with AWS_ENDPOINT_URL and any
credentials. sandbox/README.md says what it emulates.

  --port N                 the port; 0 takes any free port (4566)
  --network FILE|FOLDER    the network, as aws ec2 describe-* prints it: a folder with a *.json file for each call, or
                           one file with everything in one object (examples/networks/web.json)
  --analysis-seconds N     how long an analysis runs (2)
  --event-delay-seconds N  the time from a change to its event on the event bus (1)

The Region is that of AWS_REGION, or us-east-1; a request that is signed for another one is refused.
Exit code 0 after Ctrl-C or SIGTERM, 3 for wrong usage or input or a port in use, 1 for anything else.
`;

const MAX_PORT = 65_535;

function readPort(text: string): number {
  const port = readNumber('port', text);
  if (!Number.isInteger(port) || port > MAX_PORT)
    throw new Error(`--port must be a whole number from 0 to ${MAX_PORT}, not ${text}`);
  return port;
}

function readNumber(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0))
    throw new Error(`--${option} must be a number from 0, not ${JSON.stringify(text)}`);
  return value;
}

/** @throws UsageError for a network that cannot be loaded and for a port in use. */
async function started(options: SandboxOptions): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    const reason = isTaken
      ? `port ${options.port} of 127.0.0.1 is in use, perhaps by another sandbox or by LocalStack: end it, or choose another port with --port (0 takes any free port)`
      : errorText(error);
    throw new UsageError(reason, { cause: error });
  }
}

/** A second signal ends the process at once. */
function endWith(sandbox: Sandbox): void {
  let isEnding = false;
  const end = () => {
    if (isEnding) process.exit(EXIT_CODES.failed);
    isEnding = true;
    // Exit explicitly: the end of a function may start new work, such as a retry.
    void sandbox.close().then(() => process.exit(0));
  };
  for (const signal of ENDING_SIGNALS) process.on(signal, end);
  watchNpm(end);
}

void start({
  name: 'sandbox',
  usage: USAGE,
  options: {
    port: { type: 'string', default: '4566' },
    network: { type: 'string' },
    'analysis-seconds': { type: 'string', default: '2' },
    'event-delay-seconds': { type: 'string', default: '1' },
  },
  read: ({ values }): SandboxOptions => ({
    port: readPort(values.port),
    analysisSeconds: readNumber('analysis-seconds', values['analysis-seconds']),
    eventDelaySeconds: readNumber('event-delay-seconds', values['event-delay-seconds']),
    network: values.network ? readNetworkFile(values.network) : undefined,
  }),
  run: async (options, { write }) => {
    const sandbox = await started(options);
    endWith(sandbox);
    const { endpoint, region, account } = sandbox;
    write(`${JSON.stringify({ endpoint, region, account })}\n`);
    return 0;
  },
});
