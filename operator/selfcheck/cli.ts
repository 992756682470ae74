import { command, runCommand, start, type Terminal } from '../../command/command';
import { EXIT_CODES } from '../../command/exit-codes';
import { type AwsClients, awsClients } from '../clients';
import { monitorName } from '../monitor-name';
import { deployed } from './deployed';
import { selfcheckPolicy } from './needed-policy';
import { selfcheck } from './selfcheck';
import { table } from './table';

const USAGE = `Usage: npm run selfcheck -- [--name NAME] [--json]
       npm run selfcheck -- --policy

Checks, read-only and with your credentials and Region, everything that the monitor needs in order to alert you: trail,
rules and their targets, permissions, function, role, paths, topic and subscriptions, alarms, queues, history.

  --name NAME   the variable name of the deployment (reachability-monitor)
  --json        one JSON report instead of a table (npm run --silent selfcheck -- --json)
  --policy      print the IAM policy that this command needs, without calling AWS

It changes nothing and starts no analysis. If the function runs other code than this checkout builds, the command asks
the function for the status of its paths ({"action":"status"}).

Exit code 0: no problem was found; unknowns are listed. 1: there is a problem. 2: the command could not be carried out,
such as without credentials or a Region. 3: wrong usage.
`;

type Options = { readonly policy: true } | { readonly policy: false; readonly name: string; readonly json: boolean };

const selfcheckCommand = (aws: () => AwsClients) =>
  command({
    name: 'selfcheck',
    usage: USAGE,
    failed: EXIT_CODES.undecided,
    options: {
      name: { type: 'string' },
      json: { type: 'boolean', default: false },
      policy: { type: 'boolean', default: false },
    },
    read: ({ values: { name, json, policy } }): Options =>
      policy ? { policy } : { policy, name: monitorName(name), json },
    run: async (options, terminal) => {
      if (options.policy) {
        terminal.write(`${JSON.stringify(selfcheckPolicy(), null, 2)}\n`);
        return 0;
      }
      const report = await selfcheck(await deployed(options.name, aws(), new Date()));
      terminal.write(options.json ? `${JSON.stringify(report)}\n` : table(report, terminal.isColored));
      return report.checks.some(({ status }) => status === 'problem') ? 1 : 0;
    },
  });

/** Runs the command with the arguments and returns the exit code. */
export const runSelfcheck = (args: readonly string[], terminal: Terminal, aws: () => AwsClients): Promise<number> =>
  runCommand(selfcheckCommand(aws), args, terminal);

if (require.main === module) void start(selfcheckCommand(awsClients));
