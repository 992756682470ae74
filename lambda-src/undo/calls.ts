import type { Change } from '../events/change';
import { type AwsCommand, awsCommand, type Reversal } from './command';
import { INVERSES, type Inverse } from './inverses';

const CAVEATS: Readonly<Record<string, string>> = {
  RunInstances: 'It started new instances, so there is no earlier state to restore.',
  TerminateInstances: 'A terminated instance cannot be restored.',
  DeleteNetworkInterface: 'A deleted network interface cannot be restored.',
  ReleaseAddress: 'A released address can be recovered only until AWS gives it to another account.',
};

/**
 * Takes back a call that is not about security group rules, if its record holds the earlier state.
 */
export function undoCall(change: Change): Reversal {
  const { call } = change;
  const inverse = Object.hasOwn(INVERSES, call) ? INVERSES[call] : undefined;
  const command = inverse && inverseCommand(inverse, change);
  if (command) return { commands: [command], caveats: inverse.caveat ? [inverse.caveat] : [] };
  const caveat = Object.hasOwn(CAVEATS, call) ? CAVEATS[call] : undefined;
  return {
    commands: [],
    caveats: [`The CloudTrail record of ${call} does not contain the earlier state.`, ...(caveat ? [caveat] : [])],
  };
}

function inverseCommand({ operation, options }: Inverse, change: Change): AwsCommand | undefined {
  const words = options.map((option) => option(change));
  if (words.includes(undefined)) return undefined;
  return awsCommand(
    operation,
    words.flatMap((each) => each ?? []),
  );
}
