import { type Change, partialChange } from '../events/change';
import type { Occasion } from '../events/input';
import type { Analysis } from './analysis';
import { type Note, notedChange } from './note';

/** Why an analysis was made, and the changes that it covers. */
export interface Attribution {
  readonly occasion: Occasion;
  readonly changes: readonly Change[];
  /** Changes of which only the note is known. */
  readonly noted: readonly Note[];
}

/**
 * An invocation may judge the analysis of another one. Such an analysis was made for its owner's
 * event, and its tags hold a note of that event.
 *
 * @param current the occasion of the event at hand
 */
export function attribute(analysis: Analysis, current: Occasion): Attribution {
  const occasion = madeFor(analysis, current);
  const own = occasion === current && current.kind === 'change' ? [current.change] : [];
  const others = analysis.notes.filter(({ eventId }) => own.length === 0 || eventId !== current.eventId);
  const read = others.map((note) => ({ note, change: notedChange(note) }));
  return {
    occasion,
    changes: [...own, ...read.flatMap(({ change }) => change ?? [])],
    noted: read.flatMap(({ note, change }) => (change ? [] : [note])),
  };
}

function madeFor({ owner, notes }: Analysis, current: Occasion): Occasion {
  if (owner === undefined || owner.eventId === current.eventId) return current;
  const { eventId } = owner;
  const note = notes.find((each) => each.eventId === eventId);
  if (!note) return { kind: /^deployment-/.test(eventId) ? 'deployment' : 'check', eventId };
  const call = note.text.split(' ', 1)[0] || 'unknown';
  return { kind: 'change', eventId, change: notedChange(note) ?? partialChange({ eventId, call }) };
}
