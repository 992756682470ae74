import type { Change } from '../events/change';
import { type AwsCommand, awsCommand, type WayBack } from './command';
import { INVERSES, type Inverse } from './inverses';

const NOTES: Readonly<Record<string, string>> = {
  RunInstances: 'It started instances; there was nothing before that a command could bring back.',
  TerminateInstances: 'A terminated instance cannot be brought back.',
  DeleteNetworkInterface: 'A deleted network interface cannot be brought back.',
  ReleaseAddress: 'A released address can be had again only as long as nobody else has it.',
};

/** Takes back a call that is not about security group rules, where its event holds what was there before. */
export function undoCall(change: Change, region: string): WayBack {
  const { call } = change;
  const inverse = Object.hasOwn(INVERSES, call) ? INVERSES[call] : undefined;
  const command = inverse && inverseCommand(inverse, change, region);
  if (command) return { commands: [command], notes: inverse.note ? [inverse.note] : [] };
  const note = Object.hasOwn(NOTES, call) ? NOTES[call] : undefined;
  return {
    commands: [],
    notes: [`AWS's event of ${call} does not hold what was there before.`, ...(note ? [note] : [])],
  };
}

function inverseCommand({ operation, options }: Inverse, change: Change, region: string): AwsCommand | undefined {
  const words = options.map((option) => option(change));
  return words.includes(undefined)
    ? undefined
    : awsCommand(
        operation,
        region,
        words.flatMap((each) => each ?? []),
      );
}
