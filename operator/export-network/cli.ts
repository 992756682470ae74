import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { command, runCommand, start, type Terminal } from '../../command/command';
import { errorText } from '../../command/error-text';
import { EXIT_CODES, MissingPrerequisite } from '../../command/exit-codes';
import { oneLine } from '../../lambda-src/safe-text';
import { loadNetwork } from '../../reachability/network/load/load-network';
import { InvalidNetwork } from '../../reachability/network/load/problems';
import { type ExportClients, exportClients } from './clients';
import { exportPolicy } from './needed-policy';
import { networkFile, type Origin } from './network-file';
import { type Read, readAccount } from './read-account';
import { peersLeftOut, selectVpcs } from './select-vpcs';
import { writeWhole } from './write-file';

const USAGE = `Usage: npm run export-network -- [--region R] [--vpc ID…] [--out FILE] [--json]
       npm run export-network -- --policy

Reads the network of an account in one Region into one network file, for npm run ask and npm run sandbox. All calls are
read-only (Describe, Get and Search), with your credentials. Progress goes to stderr.

  --region R   the Region (that of the environment or the profile)
  --vpc ID…    keep only what belongs to these VPCs, and what that refers to; may be repeated
  --out FILE   the file, which is written whole or not at all (stdout)
  --json       with --out, one JSON report on stdout (npm run --silent export-network -- --json)
  --policy     print the IAM policy that this command needs, without calling AWS

The pre-shared keys of VPN connections are left out. Kinds that the endpoint does not offer, as in a sandbox, are named.

Exit code 0: the file is complete. 1: it could not be read, such as for a missing permission, which is named, or ask
would refuse it. 3: wrong usage, or there is no Region or no credentials.
`;

/** AWS's upper bound for most calls. */
const PAGE_SIZE = 1000;
/** The reason for refusing a file quotes it. */
const LONGEST_PROBLEM = 2000;

/** What the command gets from outside, so that tests can replace it. */
export interface Surroundings {
  readonly clients: (region: string | undefined) => ExportClients;
  readonly now: () => Date;
  readonly pageSize: number;
}

const REAL: Surroundings = {
  clients: (region) => exportClients({ region }),
  now: () => new Date(),
  pageSize: PAGE_SIZE,
};

type Asked =
  | { readonly policy: true }
  | {
      readonly policy: false;
      readonly region: string | undefined;
      readonly vpcs: readonly string[];
      readonly out: string | undefined;
      readonly json: boolean;
    };

const exportCommand = (surroundings: Surroundings) =>
  command({
    name: 'export-network',
    usage: USAGE,
    allowPositionals: true,
    options: {
      region: { type: 'string' },
      vpc: { type: 'string', multiple: true },
      out: { type: 'string' },
      json: { type: 'boolean', default: false },
      policy: { type: 'boolean', default: false },
    },
    read: ({ values: { region, vpc = [], out, json, policy }, positionals }): Asked => {
      const vpcs = readVpcs(vpc, positionals);
      if (policy) return { policy };
      if (out === '') throw new Error('--out must be the name of a file, not ""');
      return { policy, region: readRegion(region), vpcs, out, json };
    },
    run: async (asked, terminal) => {
      if (!asked.policy) return exportNetwork(asked, terminal, surroundings);
      terminal.write(`${JSON.stringify(exportPolicy(), null, 2)}\n`);
      return 0;
    },
  });

function readRegion(region: string | undefined): string | undefined {
  if (region === undefined || /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) return region;
  throw new Error(`--region must be a Region such as eu-central-1, not ${JSON.stringify(region)}`);
}

/** `--vpc a b` gives the second one as an argument of its own. */
function readVpcs(options: readonly string[], positionals: readonly string[]): string[] {
  const [stray] = positionals;
  if (options.length === 0 && stray !== undefined) throw new Error(`Unexpected argument ${JSON.stringify(stray)}`);
  const ids = [...options, ...positionals].flatMap((text) => text.split(','));
  for (const id of ids) {
    if (!/^vpc-[0-9a-z-]+$/.test(id)) {
      throw new Error(`--vpc must be the id of a VPC, such as vpc-0a41c7e0d92b35f68, not ${JSON.stringify(id)}`);
    }
  }
  return [...new Set(ids)];
}

async function exportNetwork(
  { region: wanted, vpcs, out, json }: Extract<Asked, { policy: false }>,
  { write, progress }: Terminal,
  { clients, now, pageSize }: Surroundings,
): Promise<number> {
  const aws = clients(wanted);
  const origin = { ...(await placeOf(aws)), at: now() };
  progress(`Reading account ${origin.account} in ${origin.region}`);
  const all = await readAccount(aws, pageSize, progress);
  const read = vpcs.length > 0 ? selectVpcs(all, vpcs) : all;
  const text = networkFile(read, origin);
  const problem = problemWith(text, origin.account);
  if (out === undefined) write(text);
  else {
    writeWhole(out, text);
    const summary = summaryOf(read, origin, out);
    write(json ? `${JSON.stringify({ ...summary, problem: problem ?? null })}\n` : inWords(summary));
  }
  for (const peer of peersLeftOut(read)) progress(`${peer} is peered, but not in the file.`);
  if (problem === undefined) return 0;
  progress(`ask would refuse the file; if the network changed while it was read, read it again. ${problem}`);
  return EXIT_CODES.failed;
}

/** @throws MissingPrerequisite without a Region or credentials. */
async function placeOf({ ec2, sts }: ExportClients): Promise<{ account: string; region: string }> {
  try {
    const region = await ec2.config.region();
    const { Account: account = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return { account, region };
  } catch (error) {
    if (error instanceof Error && error.message === 'Region is missing') {
      throw new MissingPrerequisite('there is no Region: give --region, or set AWS_REGION');
    }
    if (error instanceof Error && error.name === 'CredentialsProviderError') {
      throw new MissingPrerequisite(`there are no AWS credentials: ${errorText(error)}`);
    }
    throw error;
  }
}

/** Why the engine refuses the file, which it does not check while it is read. */
function problemWith(text: string, account: string): string | undefined {
  try {
    loadNetwork(JSON.parse(text), account);
    return undefined;
  } catch (error) {
    const problems =
      error instanceof InvalidNetwork ? error.problems.map(({ message }) => message) : [errorText(error)];
    return oneLine(problems.join(' '), LONGEST_PROBLEM);
  }
}

interface Summary {
  readonly file: string;
  readonly account: string;
  readonly region: string;
  readonly exportedAt: string;
  /** The number of items by key. */
  readonly counts: Readonly<Record<string, number>>;
  readonly notOffered: readonly string[];
  /** Peered VPCs that `--vpc` leaves out, or that belong to other accounts or Regions. */
  readonly peersLeftOut: readonly string[];
}

function summaryOf(read: Read, { account, region, at }: Origin, file: string): Summary {
  const counts = Object.fromEntries([...read.items].map(([key, items]) => [key, items.length]));
  const { notOffered } = read;
  return { file, account, region, exportedAt: at.toISOString(), counts, notOffered, peersLeftOut: peersLeftOut(read) };
}

function inWords({ file, account, region, counts, notOffered }: Summary): string {
  const found = Object.entries(counts).filter(([, count]) => count > 0);
  const list = found.map(([key, count]) => `${count} ${key}`).join(', ');
  const missing = notOffered.length > 0 ? `The endpoint does not offer ${notOffered.join(', ')}.\n` : '';
  return `${file} has the network of account ${account} in ${region}: ${list || 'nothing'}.\n${missing}`;
}

/** Runs the command with the arguments and returns the exit code. */
export const runExportNetwork = (
  args: readonly string[],
  terminal: Terminal,
  surroundings: Surroundings,
): Promise<number> => runCommand(exportCommand(surroundings), args, terminal);

if (require.main === module) void start(exportCommand(REAL));
