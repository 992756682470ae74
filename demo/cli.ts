import { start } from '../command/command';
import { ENDING_SIGNALS, EXIT_CODES } from '../command/exit-codes';
import { watchNpm } from '../sandbox/lifeline';
import { Belongings } from './belongings';
import { silentScreen, TerminalScreen } from './screen';
import { tellStory } from './story';

const USAGE = `Usage: npm run demo                     the story, as it happens
       npm run --silent demo -- --json  one JSON report instead

Deploys the monitor with the real Terraform into an AWS endpoint on this machine, breaks and mends a watched
path, and destroys everything again. Needs no AWS account. TERRAFORM_BINARY_NAME=tofu runs OpenTofu instead.

Exit code 0 only if all of it happened, 1 if something did not, 3 for wrong usage or when Terraform or its AWS
provider is missing. Ctrl-C ends it at any time and leaves nothing behind (130; 143 after SIGTERM).
`;

/** Whoever ends this process, nothing that it made stays behind. */
function endWith(belongings: Belongings, screen: TerminalScreen): void {
  const end = (reason: string, code: number) => {
    belongings.remove();
    screen.close();
    process.stderr.write(`demo: ended by ${reason}; what it had started and made is gone.\n`);
    process.exit(code);
  };
  for (const signal of ENDING_SIGNALS) process.on(signal, () => end(signal, EXIT_CODES[signal]));
  watchNpm(() => end('the end of npm', EXIT_CODES.SIGTERM));
  // Such as "| head": the reader has gone, and nobody is left to say it to.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(EXIT_CODES.SIGPIPE));
}

async function tell(isJson: boolean): Promise<number> {
  const belongings = new Belongings();
  const terminal = new TerminalScreen({
    stream: process.stdout,
    now: () => performance.now(),
    environment: process.env,
  });
  endWith(belongings, terminal);
  const screen = isJson ? silentScreen : terminal;
  const report = await tellStory({ screen, folder: belongings.folder, start: belongings.start });
  if (isJson) process.stdout.write(`${JSON.stringify(report)}\n`);
  else
    screen.step(
      `Done in ${report.seconds} s: ${report.resources} resources, ${report.alerts.length} alert, ${report.recoveries.length} recovery, all destroyed.`,
    );
  return 0;
}

void start({
  name: 'demo',
  usage: USAGE,
  options: { json: { type: 'boolean', default: false } },
  read: ({ values }) => values.json,
  run: tell,
});
