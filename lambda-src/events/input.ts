import { createHash } from 'node:crypto';
import { ACTIONS } from '../../contract/input';
import { type Change, isChangeEvent, readChange } from './change';
import { asText, isObject, type JsonObject } from './cloudtrail-json';
import { isLifecycleInput, type LifecycleInput, readLifecycleInput } from './lifecycle-input';

/**
 * Why paths are checked. `look` is the daily look after what may have been left undone. `eventId` is the same for every delivery of
 * the same event.
 */
export type Occasion =
  | { readonly kind: 'change'; readonly eventId: string; readonly change: Change }
  | { readonly kind: 'sweep' | 'check' | 'deployment' | 'look'; readonly eventId: string };

/** What the function is asked to do. */
export type Input =
  | {
      readonly kind: 'check';
      readonly occasion: Occasion;
      /** The name or id of the one path that is asked for; absent: every path. */
      readonly path?: string;
    }
  | { readonly kind: 'status' }
  | { readonly kind: 'test' }
  | { readonly kind: 'lifecycle'; readonly lifecycle: LifecycleInput };

/** A failure record holds the event; nobody wraps more than a few times. */
const MOST_WRAPPINGS = 5;

/**
 * Reads whatever invoked the function. What it does not know asks for a check of every path: an event is never dropped.
 *
 * @param requestId stands in where the input has no id of its own
 * @throws Error for an `action`, a `path` or a lifecycle input that is wrong
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
    // So that everybody can tell by the owner of an analysis whether its event is tried again.
    occasion: { kind: 'check', eventId: `check-${tagSafe(asText(input.id) ?? requestId)}` },
  } as const;
  if (!('action' in input)) return check;
  if (input.action === 'look')
    return { kind: 'check', occasion: { kind: 'look', eventId: `look-${tagSafe(requestId)}` } };
  if (input.action !== 'check') return readAction(input.action);
  return 'path' in input ? { ...check, path: readPath(input.path) } : check;
}

/** EventBridge's dead letters are the event itself, Lambda's failure records hold it in `requestPayload`; either may come as text. */
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

/** By a rule of EventBridge, or by EventBridge Scheduler. */
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

/** Ids become part of tags and are compared with them: what a tag could not hold as it is goes by its hash. */
function tagSafe(id: string): string {
  return /^[A-Za-z0-9-]{1,100}$/.test(id) ? id : createHash('sha256').update(id).digest('hex');
}
