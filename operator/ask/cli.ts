import { command, runCommand, start, type Terminal } from '../../command/command';
import { errorText } from '../../command/error-text';
import { EXIT_CODES, UsageError } from '../../command/exit-codes';
import { oneLine } from '../../lambda-src/safe-text';
import { type Answer, answer } from './answer';
import { type Question, readPort, readProtocol, readQuestion } from './question';
import { readNetwork } from './read-network';
import { json, report } from './report';

const USAGE = `Usage: npm run ask -- --network FILE|FOLDER --from ID --to ID|ADDRESS [--protocol tcp] [--port N] [--json]

Says whether traffic gets from one end to the other and its replies back, judged from the configuration in a network
file, as AWS's Reachability Analyzer would. It calls nothing and costs nothing. The answer is the way there and back
with what admits the traffic at each component, or what stands in the way, or what the engine cannot see.

  --network FILE|FOLDER  the network, as npm run export-network writes it or aws ec2 describe-* prints it
  --from ID              an instance, a network interface or an internet gateway, by its id or ARN
  --to ID|ADDRESS        the same, or one IPv4 address
  --protocol tcp|udp     (tcp)
  --port N               the destination port, 0 to 65535 (any port)
  --json                 one JSON object (npm run --silent ask -- --json); docs/reference.md describes it

Exit code 0: reachable. 1: blocked. 2: the engine cannot tell, because the path may lead through something that it does
not follow. So it is for an IPv6 address: the question makes sense, but the engine does not follow IPv6 yet. 3: wrong
usage or input, such as an id that is not in the file.
`;

const EXIT_CODE_OF: Readonly<Record<Answer['verdict'], number>> = {
  reachable: 0,
  blocked: EXIT_CODES.failed,
  unsupported: EXIT_CODES.undecided,
};

/** The reason for refusing a file quotes it. */
const LONGEST_ERROR = 2000;

interface Asked extends Pick<Question, 'protocol' | 'port'> {
  readonly network: string;
  readonly from: string;
  readonly to: string;
  readonly json: boolean;
}

const askCommand = command({
  name: 'ask',
  usage: USAGE,
  failed: EXIT_CODES.undecided,
  options: {
    network: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    protocol: { type: 'string', default: 'tcp' },
    port: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
  read: ({ values: { network, from, to, protocol, port, json } }): Asked => ({
    network: given('--network', 'a file or folder', network),
    from: given('--from', 'the id of a resource', from),
    to: given('--to', 'the id of a resource, or an address', to),
    protocol: readProtocol(protocol),
    port: port === undefined ? undefined : readPort(port),
    json,
  }),
  run: async (asked, terminal) => {
    try {
      return ask(asked, terminal);
    } catch (error) {
      const text = oneLine(errorText(error), LONGEST_ERROR);
      throw error instanceof UsageError ? new UsageError(text) : new Error(text, { cause: error });
    }
  },
});

function given(option: string, right: string, value: string | undefined): string {
  if (value) return value;
  throw new Error(`${option} is missing; it must be ${right}`);
}

function ask(asked: Asked, { write, progress, columns, isColored }: Terminal): number {
  const view = readNetwork(asked.network, (line) => progress(oneLine(line)));
  const question = readQuestion(view.network, asked);
  const said = answer(view, question);
  write(asked.json ? `${json(question, said, view)}\n` : report(question, said, { columns, isColored }));
  return EXIT_CODE_OF[said.verdict];
}

/** Runs the command with the arguments and returns the exit code. */
export const runAsk = (args: readonly string[], terminal: Terminal): Promise<number> =>
  runCommand(askCommand, args, terminal);

if (require.main === module) void start(askCommand);
