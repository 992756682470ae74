import { parseArgs } from 'node:util';
import { type AwsClients, awsClients } from '../clients';
import { command, type Terminal } from '../command';
import { monitorName } from '../monitor-name';
import { deployed } from './deployed';
import { selfcheckPolicy } from './needed-policy';
import { selfcheck } from './selfcheck';
import { table } from './table';

const USAGE = `Usage: npm run selfcheck -- [--name NAME] [--json]
       npm run selfcheck -- --policy

Checks, read-only and with your credentials and Region, everything that the monitor needs in order to alert you: trail,
rules and their targets, permissions, function, role, paths, topic and subscriptions, alarms, queues, record.

  --name NAME   the variable name of the deployment (reachability-monitor)
  --json        one JSON report instead of a table (npm run --silent selfcheck -- --json)
  --policy      print the IAM policy that this command needs, and ask AWS nothing

It changes nothing and starts no analysis. Where the function runs other code than this checkout builds, it asks that
function for the status of its paths ({"action":"status"}).

Exit code 0: no problem found (what is unknown is said). 1: a problem. 2: the command could not be carried out.
`;

/** Writes the report and returns the exit code. Throws for arguments that are wrong, and AWS's error where it cannot be asked at all. */
export async function runSelfcheck(
  args: readonly string[],
  terminal: Terminal,
  aws: () => AwsClients,
): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      name: { type: 'string' },
      json: { type: 'boolean' },
      policy: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    terminal.write(USAGE);
    return 0;
  }
  if (values.policy) {
    terminal.write(`${JSON.stringify(selfcheckPolicy(), null, 2)}\n`);
    return 0;
  }
  const name = monitorName(values.name);
  const report = await selfcheck(await deployed(name, aws(), new Date()));
  terminal.write(values.json ? `${JSON.stringify(report)}\n` : table(report, terminal.isColored));
  return report.checks.some(({ status }) => status === 'problem') ? 1 : 0;
}

if (require.main === module)
  void command('selfcheck', (terminal) => runSelfcheck(process.argv.slice(2), terminal, awsClients));
