/**
 * Every span of time that a decision rests on, in milliseconds. The argument of
 * docs/why-skips-are-sound.md uses them: to change one here, change it there.
 */

/**
 * AWS cuts the time of a change to whole seconds, and the clocks of CloudTrail and EC2 differ by up
 * to another second.
 */
export const CHANGE_TIME_UNCERTAINTY_MS = 2_000;
/** How far the clocks of CloudTrail and EC2 differ. */
export const CLOCKS_DIFFER_BY_MS = 1_000;
/** Listings show an analysis within this time of its start. */
export const LISTED_WITHIN_MS = 3_000;
/**
 * Calls that name an analysis find it within this time of its start; one that is unknown for longer
 * is gone.
 */
export const KNOWN_WITHIN_MS = 15_000;
/** A listing of new analyses begins this long before the invocation did. */
export const LOOK_BACK_MS = 60_000;

/** The next analysis of the path does not wait for one that runs for longer than this. */
export const RUNS_WITHIN_MS = 120_000;
/**
 * Most finished analyses are judged within this time; an invocation that waits for the verdict then
 * starts another analysis.
 */
export const JUDGED_SOON_MS = 5_000;
/**
 * An analysis that runs for longer than this may never end; later ones are then judged without it.
 */
export const STUCK_AFTER_MS = 600_000;

/** AWS responds to a call within this time, or the call counts as failed. */
export const CALL_ENDS_WITHIN_MS = 10_000;

/**
 * The invocation that started an analysis has this long to judge it once it has finished; then
 * another one claims it.
 */
export const OWNER_JUDGES_WITHIN_MS = 20_000;
/**
 * An invocation that claimed an analysis has this long to judge it. More than the claim takes to
 * settle.
 */
export const CLAIMER_JUDGES_WITHIN_MS = 120_000;
/**
 * How long after its claim an invocation waits. By then the owner before it has either sent and
 * recorded its message, or seen the claim. More than a look, the message, and two attempts to
 * record it together, each as long as a call may take.
 */
export const CLAIM_SETTLES_WITHIN_MS = 60_000;
/**
 * The same if the owner before it had released the analysis. By then every invocation that saw it
 * free has written a claim, or seen this one. More than a look, the claim after it, and the lag of
 * tags together.
 */
export const CLAIM_OF_RELEASED_SETTLES_WITHIN_MS = 12_000;
/**
 * A message is sent, or a claim written, at most this long after a look that shows who owns the
 * analysis, else after a new look.
 */
export const LOOK_IS_FRESH_FOR_MS = 2_000;

/** Between two looks at running analyses. */
export const TICK_MS = 1_000;
/** After this time an analysis counts as long, and rarer looks at it delay nothing that matters. */
export const SLOW_AFTER_MS = 120_000;
export const SLOW_TICK_MS = 5_000;
/** Between two looks for an analysis that another invocation started. */
export const LOOK_EVERY_MS = 1_000;
/** Invocations that awaited the same verdict go on within this time, each at a random moment. */
export const SPREAD_MS = 3_000;

/** Between two analyses at deployment, while AWS may not know the new role everywhere yet. */
export const PERMISSION_PAUSE_MS = 15_000;
/**
 * AWS deletes an analysis 120 days after its start; a verdict that is not `kept` is renewed after
 * this time.
 */
export const RENEWED_AFTER_MS = 90 * 86_400_000;
/**
 * An analysis that is still unjudged this long after its start was left behind: no invocation lasts
 * longer.
 */
export const LEFT_BEHIND_AFTER_MS = 900_000;
