import type { Outcome } from '../../contract/result';
import type { Notice } from '../decisions/notice';
import type { Change } from '../events/change';
import type { Occasion } from '../events/input';
import type { Analysis } from '../history/analysis';
import type { Note } from '../history/note';
import type { WatchedPath } from '../history/watched-paths';

/** What one message reports. */
export interface Report {
  readonly notice: Notice;
  readonly outcome: Outcome;
  readonly occasion: Occasion;
  readonly path: WatchedPath;
  readonly analysis: Analysis;
  /** The changes since the last check, as far as they are known. */
  readonly changes: readonly Change[];
  /** Further changes that the analysis covers, of which only a note is known. */
  readonly noted?: readonly Note[];
}
