import { AwsEndpoint } from './http/aws';
import type { RecordedCall } from './http/calls';
import { control, isControlRequest } from './http/control';
import { Faults } from './http/faults';
import { serve } from './http/server';
import { DEFAULT_NETWORK_FILE, readNetworkFile } from './network-file';
import { createServices, type Services } from './services/services';
import type { InboxEntry } from './services/sns/sns';
import { Activity } from './world/activity';
import { Timeline } from './world/timeline';
import type { World } from './world/world';

// The account of the examples in AWS's documentation.
const ACCOUNT = '123456789012';
const DEFAULT_REGION = 'us-east-1';

export interface SandboxOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** How long an analysis runs. */
  readonly analysisSeconds: number;
  /** From a change to its event on the event bus. */
  readonly eventDelaySeconds: number;
  /** In the shapes of EC2's Describe responses. @default examples/networks/web.json */
  readonly network?: unknown;
  /** @default AWS_REGION, or us-east-1 */
  readonly region?: string;
}

/** An AWS endpoint on this machine. */
export interface Sandbox {
  /** Such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly region: string;
  readonly account: string;
  readonly timeline: Timeline;
  readonly activity: Activity;
  readonly faults: Faults;
  readonly services: Services;
  /** Every message published, oldest first. */
  readonly inbox: readonly InboxEntry[];
  readonly calls: readonly RecordedCall[];
  /** Back to how it was at the start: the network as loaded, and nothing deployed. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the sandbox. Throws for a network that it cannot load, and Node's `EADDRINUSE` for a port that is taken. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const region = options.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? DEFAULT_REGION;
  const world: World = {
    account: ACCOUNT,
    region,
    timeline: new Timeline(),
    activity: new Activity(),
    analysisSeconds: options.analysisSeconds,
    eventDelaySeconds: options.eventDelaySeconds,
  };
  const faults = new Faults();
  let endpoint = '';
  const services = createServices(world, options.network ?? readNetworkFile(DEFAULT_NETWORK_FILE), () => endpoint);
  const aws = new AwsEndpoint(world, services.all, services.iam, faults);
  const sandbox = {
    region,
    account: ACCOUNT,
    timeline: world.timeline,
    activity: world.activity,
    faults,
    services,
    inbox: services.sns.inbox,
    calls: aws.calls,
    reset: async () => {
      world.activity.cancelPending();
      await services.reset();
      faults.clear();
      aws.calls.length = 0;
      world.timeline.clear();
    },
  };
  const server = await serve(options.port, (request, address) =>
    isControlRequest(request) ? control(sandbox, request) : aws.handle(request, address),
  );
  endpoint = server.endpoint;
  const close = async () => {
    await sandbox.reset();
    await server.close();
  };
  return { ...sandbox, endpoint, close };
}
