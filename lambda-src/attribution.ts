import type { Analysis } from './analysis';
import type { Change } from './change';
import type { Occasion } from './input';
import type { Note } from './note';

/** What an analysis is told to have been made for, and the changes that it answers for. */
export interface Attribution {
  readonly occasion: Occasion;
  readonly changes: readonly Change[];
  /** Changes of which only a note is known. */
  readonly noted: readonly Note[];
}

/** An analysis that is judged on its owner's behalf was made for the owner's event, of which its tags hold a note. */
export function attribute({ owner, notes }: Analysis, checked: Occasion): Attribution {
  if (owner === undefined || owner.eventId === checked.eventId) {
    const noted = notes.filter(({ eventId }) => eventId !== checked.eventId);
    return { occasion: checked, changes: checked.kind === 'change' ? [checked.change] : [], noted };
  }
  const { eventId } = owner;
  const note = notes.find((each) => each.eventId === eventId);
  return { occasion: note ? outlined(note) : { kind: 'check', eventId }, changes: [], noted: notes };
}

function outlined({ eventId, call }: Note): Occasion {
  const unknown = { actor: 'unknown', sourceAddress: 'unknown', userAgent: 'unknown', resources: [], rules: [] };
  return { kind: 'change', eventId, change: { eventId, call, ...unknown } };
}
