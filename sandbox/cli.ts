import { parseArgs } from 'node:util';
import { readNetworkFile } from './network-file';
import { type SandboxOptions, startSandbox } from './sandbox';

const USAGE = `Usage: npm run sandbox -- [--port 4566] [--network FILE] [--analysis-seconds N] [--event-delay-seconds N]

Serves the AWS services that the reachability monitor touches, on 127.0.0.1, until SIGINT or SIGTERM. Prints one
line of JSON when it is ready: {"endpoint": …, "region": …, "account": …}. Any AWS SDK or the AWS CLI can use it with
AWS_ENDPOINT_URL and any credentials.

  --port N                 the port; 0 takes any free one (4566)
  --network FILE           the network, as aws ec2 describe-* prints it (examples/networks/web.json)
  --analysis-seconds N     how long an analysis runs (2)
  --event-delay-seconds N  from a change to its event on the event bus (1)

The Region is that of AWS_REGION, or us-east-1.
`;

const MAX_PORT = 65_535;

function readOptions(): SandboxOptions | undefined {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4566' },
      network: { type: 'string' },
      'analysis-seconds': { type: 'string', default: '2' },
      'event-delay-seconds': { type: 'string', default: '1' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const port = readNumber('port', values.port);
  if (!Number.isInteger(port) || port > MAX_PORT)
    throw new Error(`--port must be a whole number from 0 to ${MAX_PORT}, not ${values.port}`);
  return {
    port,
    analysisSeconds: readNumber('analysis-seconds', values['analysis-seconds']),
    eventDelaySeconds: readNumber('event-delay-seconds', values['event-delay-seconds']),
    ...(values.network && { network: readNetworkFile(values.network) }),
  };
}

function readNumber(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0))
    throw new Error(`--${option} must be a number from 0, not ${JSON.stringify(text)}`);
  return value;
}

async function main(): Promise<void> {
  const options = readOptions();
  if (!options) {
    process.stdout.write(USAGE);
    return;
  }
  const sandbox = await startSandbox(options);
  const { endpoint, region, account } = sandbox;
  process.stdout.write(`${JSON.stringify({ endpoint, region, account })}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
}

main().catch((error: unknown) => {
  process.stderr.write(`sandbox: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
