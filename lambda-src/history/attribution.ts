import { type Change, partialChange } from '../events/change';
import type { Occasion } from '../events/input';
import type { Analysis } from './analysis';
import { type Note, notedChange } from './note';

/** What an analysis is told to have been made for, and the changes that it answers for. */
export interface Attribution {
  readonly occasion: Occasion;
  readonly changes: readonly Change[];
  /** Changes of which only a note is known. */
  readonly noted: readonly Note[];
}

/** An analysis that is judged on its owner's behalf was made for the owner's event, of which its tags hold a note. */
export function attribute(analysis: Analysis, checked: Occasion): Attribution {
  const occasion = madeFor(analysis, checked);
  const own = occasion === checked && checked.kind === 'change' ? [checked.change] : [];
  const others = analysis.notes.filter(({ eventId }) => own.length === 0 || eventId !== checked.eventId);
  const read = others.map((note) => ({ note, change: notedChange(note) }));
  return {
    occasion,
    changes: [...own, ...read.flatMap(({ change }) => change ?? [])],
    noted: read.flatMap(({ note, change }) => (change ? [] : [note])),
  };
}

function madeFor({ owner, notes }: Analysis, checked: Occasion): Occasion {
  if (owner === undefined || owner.eventId === checked.eventId) return checked;
  const { eventId } = owner;
  const note = notes.find((each) => each.eventId === eventId);
  if (!note) return { kind: /^deployment-/.test(eventId) ? 'deployment' : 'check', eventId };
  const call = note.text.split(' ', 1)[0] || 'unknown';
  return { kind: 'change', eventId, change: notedChange(note) ?? partialChange({ eventId, call }) };
}
