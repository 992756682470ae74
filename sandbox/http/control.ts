import type { HttpRequest, HttpResponse } from '../wire/http';
import type { Activity } from '../world/activity';
import type { Timeline } from '../world/timeline';
import type { RecordedCall } from './aws';
import { type Faults, parseFaults } from './faults';

const PREFIX = '/_sandbox/';
const DEFAULT_IDLE_TIMEOUT_SECONDS = 60;

/** What the control API shows and steers. */
interface Controlled {
  readonly timeline: Timeline;
  readonly activity: Activity;
  readonly faults: Faults;
  readonly calls: readonly RecordedCall[];
  readonly inbox: readonly unknown[];
  reset(): Promise<void>;
}

type Route = (sandbox: Controlled, request: HttpRequest) => HttpResponse | Promise<HttpResponse>;

const ROUTES: Readonly<Record<string, Route>> = {
  'GET inbox': ({ inbox }) => json(200, inbox),
  'GET timeline': ({ timeline }) => json(200, timeline.entries),
  'GET calls': ({ calls }) => json(200, calls),
  'GET idle': idle,
  'POST faults': ({ faults }, request) => {
    faults.plan(parseFaults(parseBody(request)));
    return json(200, {});
  },
  'POST reset': async (sandbox) => {
    await sandbox.reset();
    return json(200, {});
  },
};

export const isControlRequest = (request: HttpRequest): boolean => request.path.startsWith(PREFIX);

/** Answers `/_sandbox/…`: the way into the sandbox that AWS does not have. */
export async function control(sandbox: Controlled, request: HttpRequest): Promise<HttpResponse> {
  const name = `${request.method} ${request.path.slice(PREFIX.length)}`;
  const answer = ROUTES[name];
  if (!answer) return json(404, { error: `no ${name}; there is ${Object.keys(ROUTES).join(', ')}` });
  try {
    return await answer(sandbox, request);
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

async function idle({ activity }: Controlled, request: HttpRequest): Promise<HttpResponse> {
  const text = request.query.get('timeout') ?? String(DEFAULT_IDLE_TIMEOUT_SECONDS);
  const seconds = Number(text);
  if (text === '' || !(seconds >= 0))
    throw new Error(`timeout must be a number of seconds from 0, not ${JSON.stringify(text)}`);
  const isIdle = await activity.idle(seconds * 1000);
  return json(isIdle ? 200 : 504, { idle: isIdle, inFlight: activity.inFlight });
}

function parseBody(request: HttpRequest): unknown {
  try {
    return JSON.parse(request.body.toString());
  } catch {
    throw new Error('the body is not valid JSON');
  }
}

const json = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
