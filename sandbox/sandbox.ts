import { AwsEndpoint, type RecordedCall } from './http/aws';
import { control, isControlRequest } from './http/control';
import { Faults } from './http/faults';
import { type HttpServer, listen } from './http/server';
import { DEFAULT_NETWORK_FILE, readNetworkFile } from './network-file';
import type { InboxEntry } from './services/sns/sns';
import { createServices, type Services } from './services/wire-up';
import { Activity } from './world/activity';
import { Timeline } from './world/timeline';
import type { World } from './world/world';

/** The account of the examples in AWS's documentation. */
const ACCOUNT = '123456789012';
const DEFAULT_REGION = 'us-east-1';

export interface SandboxOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** How long an analysis runs. */
  readonly analysisSeconds: number;
  /** The time from a change to its event on the event bus. */
  readonly eventDelaySeconds: number;
  /** One object with the keys of EC2's Describe responses. @default examples/networks/web.json */
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
  /** All published messages, oldest first. */
  readonly inbox: readonly InboxEntry[];
  /** All API calls, oldest first. */
  readonly calls: readonly RecordedCall[];
  /** Restores the state at the start: the network as loaded, and nothing deployed. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the sandbox. Throws for a network that it cannot load, and Node's `EADDRINUSE` for a port in use. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const network = options.network ?? readNetworkFile(DEFAULT_NETWORK_FILE);
  const server = await listen(options.port);
  try {
    return serveSandbox(server, createWorld(options), network);
  } catch (error) {
    await server.close();
    throw error;
  }
}

function createWorld({ region, analysisSeconds, eventDelaySeconds }: SandboxOptions): World {
  return {
    account: ACCOUNT,
    region: region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? DEFAULT_REGION,
    timeline: new Timeline(),
    activity: new Activity(),
    analysisSeconds,
    eventDelaySeconds,
  };
}

function serveSandbox(server: HttpServer, world: World, network: unknown): Sandbox {
  const { region, account, timeline, activity } = world;
  const { endpoint } = server;
  const faults = new Faults();
  const services = createServices(world, network, endpoint);
  const aws = new AwsEndpoint(world, services.all, services.iam, faults);
  const { calls } = aws;
  const { inbox } = services.sns;
  const reset = async () => {
    activity.cancelPending();
    await services.reset();
    faults.clear();
    calls.length = 0;
    timeline.clear();
  };
  const close = async () => {
    await reset();
    await server.close();
  };
  const sandbox = { endpoint, region, account, timeline, activity, faults, services, inbox, calls, reset, close };
  server.handle((request, address) =>
    isControlRequest(request) ? control(sandbox, request) : aws.handle(request, address),
  );
  return sandbox;
}
