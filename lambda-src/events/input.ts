import { createHash } from 'node:crypto';
import { ACTIONS } from '../../contract/input';
import { type Change, isChangeEvent, readChange } from './change';
import { asText, isObject, type JsonObject } from './cloudtrail-json';
import { isLifecycleInput, type LifecycleInput, readLifecycleInput } from './lifecycle-input';

/**
 * Why paths are checked. `look` is the daily run that finishes what was left behind. `eventId` is
 * the same for every delivery of an event.
 */
export type Occasion =
  | { readonly kind: 'change'; readonly eventId: string; readonly change: Change }
  | { readonly kind: 'sweep' | 'check' | 'deployment' | 'look'; readonly eventId: string };

/** What the invocation asks for. */
export type Input =
  | {
      readonly kind: 'check';
      readonly occasion: Occasion;
      /** The name or id of the path to check. Absent: all watched paths. */
      readonly path?: string;
    }
  | { readonly kind: 'status' }
  | { readonly kind: 'test' }
  | { readonly kind: 'lifecycle'; readonly lifecycle: LifecycleInput };

/** A failure record contains the event, and a redriven event may fail again. */
const MOST_WRAPPINGS = 5;

/**
 * Reads the input of an invocation. An input of unknown shape is a check of every path, so no event
 * is dropped.
 *
 * @param requestId is used where the input has no id of its own
 * @throws Error for an invalid `action`, `path` or lifecycle input
 */
export function readInput(event: unknown, requestId: string): Input {
  const input = unwrapDeadLetter(event);
  if (isLifecycleInput(input)) return { kind: 'lifecycle', lifecycle: readLifecycleInput(input) };
  if (isChangeEvent(input)) {
    const change = readChange(input, requestId);
    return { kind: 'check', occasion: { kind: 'change', eventId: tagSafe(change.eventId), change } };
  }
  if (isScheduled(input))
    return { kind: 'check', occasion: { kind: 'sweep', eventId: tagSafe(asText(input.id) ?? requestId) } };
  const check = {
    kind: 'check',
    // The prefix shows, in the owner tag of an analysis, that this event is not retried.
    occasion: { kind: 'check', eventId: `check-${tagSafe(asText(input.id) ?? requestId)}` },
  } as const;
  if (!('action' in input)) return check;
  if (input.action === 'look')
    return { kind: 'check', occasion: { kind: 'look', eventId: `look-${tagSafe(requestId)}` } };
  if (input.action !== 'check') return readAction(input.action);
  return 'path' in input ? { ...check, path: readPath(input.path) } : check;
}

/**
 * A dead letter of EventBridge is the event itself; a failure record of Lambda has it in
 * `requestPayload`. Both may be JSON text.
 */
function unwrapDeadLetter(event: unknown): JsonObject {
  let inner = event;
  for (let wrappings = 0; wrappings < MOST_WRAPPINGS; wrappings++) {
    if (typeof inner === 'string') inner = parsed(inner);
    else if (isObject(inner) && 'requestPayload' in inner) inner = inner.requestPayload;
    else break;
  }
  return isObject(inner) ? inner : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether an EventBridge rule with a schedule, or EventBridge Scheduler, sent the event. */
function isScheduled(event: JsonObject): boolean {
  return (
    event['detail-type'] === 'Scheduled Event' || event.source === 'aws.events' || event.source === 'aws.scheduler'
  );
}

function readAction(action: unknown): Input {
  if (action === 'status' || action === 'test') return { kind: action };
  throw new Error(
    `the input's action is ${JSON.stringify(action)}; it must be one of ${ACTIONS.map((name) => JSON.stringify(name)).join(', ')}`,
  );
}

function readPath(path: unknown): string {
  if (typeof path === 'string' && path !== '') return path;
  throw new Error(`the input's path is ${JSON.stringify(path)}; it must be the name or id of a watched path`);
}

/**
 * Ids become part of tags and are compared with them. An id that a tag cannot hold is replaced by
 * its hash.
 */
function tagSafe(id: string): string {
  return /^[A-Za-z0-9-]{1,100}$/.test(id) ? id : createHash('sha256').update(id).digest('hex');
}
