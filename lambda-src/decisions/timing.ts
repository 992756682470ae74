/**
 * Every span of time that a decision rests on, in milliseconds. docs/why-skips-are-sound.md builds on them; a change here is a
 * change there.
 */

/** AWS cuts the time of a change to whole seconds, and the clocks of CloudTrail and EC2 differ by up to one more. */
export const CHANGE_TIME_UNCERTAINTY_MS = 2_000;
/** How far the clocks of CloudTrail and EC2 differ. */
export const CLOCKS_DIFFER_BY_MS = 1_000;
/** An analysis shows in listings within this time of its start. */
export const LISTED_WITHIN_MS = 3_000;
/** An analysis is known to calls that name it within this time of its start; one that is unknown for longer is gone. */
export const KNOWN_WITHIN_MS = 15_000;
/** A listing of what is new looks back this much further than the invocation's beginning. */
export const LOOK_BACK_MS = 60_000;

/** An analysis that runs for longer than this holds up no other one. */
export const RUNS_WITHIN_MS = 120_000;
/** A finished analysis is mostly judged within this time; who waits for its verdict then starts another one. */
export const JUDGED_SOON_MS = 5_000;
/** An analysis that still runs so long after its start may never end, and later ones are no longer held up by it. */
export const STUCK_AFTER_MS = 600_000;

/** A call to AWS is answered within this time, or counts as unanswered. */
export const CALL_ENDS_WITHIN_MS = 10_000;

/** The one who started an analysis has this long to judge it once it has finished; then another invocation claims it. */
export const OWNER_JUDGES_WITHIN_MS = 20_000;
/** One who claimed an analysis has this long. More than the claim takes to settle. */
export const CLAIMER_JUDGES_WITHIN_MS = 120_000;
/**
 * After claiming an analysis: by then whoever had it before has either sent and written down its message, or has seen the claim.
 * More than a look, a message's way, and two tries to write it down together, each as long as a call may take.
 */
export const CLAIM_SETTLES_WITHIN_MS = 60_000;
/**
 * The same where whoever had it before has released it: by then everybody who saw it free has written a claim, or has seen this one.
 * More than the way of a look and of the claim after it, and the lag of tags together.
 */
export const CLAIM_OF_RELEASED_SETTLES_WITHIN_MS = 12_000;
/** A message is sent, and a claim is written, only this shortly after a look at whose the analysis is, or right after another one. */
export const LOOK_IS_FRESH_FOR_MS = 2_000;

/** Between two looks at running analyses. */
export const TICK_MS = 1_000;
/** After this time an analysis is a long one, and a look less often costs no one anything. */
export const SLOW_AFTER_MS = 120_000;
export const SLOW_TICK_MS = 5_000;
/** Between two looks for an analysis that another invocation started. */
export const LOOK_EVERY_MS = 1_000;
/** Those who awaited the same verdict go on within this time, each at a time of its own. */
export const SPREAD_MS = 3_000;

/** Between analyses that fail because AWS does not know a new role everywhere yet. */
export const PERMISSION_PAUSE_MS = 15_000;
/** AWS deletes an analysis 120 days after its start; a verdict that is not good is renewed after this time. */
export const RENEWED_AFTER_MS = 90 * 86_400_000;
/** An analysis that nobody has judged so long after its start was left behind: no invocation lasts longer. */
export const LEFT_BEHIND_AFTER_MS = 900_000;
