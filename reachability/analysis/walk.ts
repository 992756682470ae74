import type { Explanation, PathComponent } from '@aws-sdk/client-ec2';
import type { HeaderSet } from '../packets/header-set';
import * as headers from '../packets/header-set';
import { trace } from './trace';
import { type Leg, PASS, type Step, type Way } from './way';

/** What a way lets through. */
export interface Passage {
  readonly found: boolean;
  /** The components there, of a blocked way with the explanations at those that block it. */
  readonly forward: PathComponent[];
  /** The components of the answer's way; empty when nothing gets there that could be answered. */
  readonly back: PathComponent[];
  /** Never empty when the way is not found. */
  readonly explanations: Explanation[];
  /** Where packets leave the way for what this engine does not follow. With any, a way that is not found says nothing. */
  readonly unfollowed: Explanation[];
}

/** Which steps let nothing of what arrived through, and why. */
type Obstacles = Map<Step, Explanation[]>;

interface Progress {
  /** What gets through from each leg's beginning to the end and back. */
  readonly survivors: HeaderSet[];
  readonly there: Obstacles;
  readonly back: Obstacles;
  readonly unfollowed: Explanation[];
}

/**
 * Sends all headers of `way` along it, and their answers back. Past a step that stops everything the walk goes on with what arrived
 * there, so that all obstacles are named. While something stands in the way there, nothing is said about the answer.
 */
export function walk(way: Way, protocol: number): Passage {
  const progress = pass(way.legs, way.initial);
  const { there, back, unfollowed } = progress;
  const found = there.size + back.size === 0;
  const explanations = [...(there.size > 0 ? there : back).values()].flat();
  const legs = way.legs.map((leg) => ({
    ...leg,
    forward: leg.forward.map((step) => opened(step, there)),
    back: there.size > 0 ? [] : leg.back.map((step) => opened(step, back)),
  }));
  const { survivors } = found ? progress : pass(legs, way.initial);
  const shown = trace(legs, survivors, protocol);
  if (!found && explanations.length === 0) explanations.push({ ExplanationCode: 'NO_PATH' });
  return { found, ...shown, explanations, unfollowed };
}

/** An obstacle as if it let everything pass, with why it does not. */
function opened(step: Step, obstacles: Obstacles): Step {
  const Explanations = obstacles.get(step);
  return Explanations ? { ...step, pieces: PASS, details: { ...step.details, Explanations } } : step;
}

function pass(legs: readonly Leg[], initial: HeaderSet): Progress {
  const progress: Progress = { survivors: [], there: new Map(), back: new Map(), unfollowed: [] };
  passLeg(legs, 0, initial, progress);
  return progress;
}

function passLeg(legs: readonly Leg[], index: number, arriving: HeaderSet, progress: Progress): HeaderSet {
  const leg = legs[index] as Leg;
  let passed = passSteps(leg.forward, arriving, progress.there, progress);
  if (leg.translate) passed = headers.pullBack(passed, passLeg(legs, index + 1, leg.translate(passed), progress));
  passed = headers.reverse(passSteps(leg.back, headers.reverse(passed), progress.back, progress));
  progress.survivors[index] = passed;
  return passed;
}

function passSteps(
  steps: readonly Step[],
  arriving: HeaderSet,
  obstacles: Obstacles,
  { there, back, unfollowed }: Progress,
): HeaderSet {
  let current = arriving;
  for (const step of steps) {
    const isStopped = there.size + back.size > 0;
    if (!isStopped && step.unfollowed) unfollowed.push(...step.unfollowed(current));
    const admitted = step.pieces.map((piece) => piece.admits);
    const passed = headers.throughAny(current, admitted);
    if (headers.isEmpty(passed)) obstacles.set(step, step.explain(current));
    else current = passed;
  }
  return current;
}
