import { start } from '../command/command';
import { ENDING_SIGNALS, EXIT_CODES } from '../command/exit-codes';
import { watchNpm } from '../sandbox/lifeline';
import { Belongings } from './belongings';
import { silentScreen, TerminalScreen } from './screen';
import { playStory } from './story';

const USAGE = `Usage: npm run demo                     the story, as it happens
       npm run --silent demo -- --json  one JSON report instead

Deploys the monitor with the real Terraform into an AWS endpoint on this machine, breaks and mends a watched
path, and destroys everything again. Needs no AWS account. TERRAFORM_BINARY_NAME=tofu runs OpenTofu instead.
Writes the story to stdout, and the progress to stderr unless stdout is a terminal.

Exit code 0: all of it happened. 1: part of it did not. 3: wrong usage, or Terraform or its AWS provider is
missing. Ctrl-C ends the demo at any time and leaves nothing behind (130; 143 after SIGTERM).
`;

/** Removes everything that this process made, whatever ends it. */
function endWith(belongings: Belongings, screen: TerminalScreen): void {
  const end = (reason: string, code: number) => {
    belongings.remove();
    screen.close();
    process.stderr.write(`demo: ended by ${reason}; everything that it started and made is gone.\n`);
    process.exit(code);
  };
  for (const signal of ENDING_SIGNALS) process.on(signal, () => end(signal, EXIT_CODES[signal]));
  watchNpm(() => end('the end of npm', EXIT_CODES.SIGTERM));
  // The reader has gone, as after "| head", so there is no one to report it to.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(EXIT_CODES.SIGPIPE));
}

async function runDemo(isJson: boolean): Promise<number> {
  // On Node 20, the AWS SDK would print a warning in the middle of the story.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const belongings = new Belongings();
  const terminal = new TerminalScreen({
    stream: process.stdout,
    progress: process.stderr,
    now: () => performance.now(),
    environment: process.env,
  });
  endWith(belongings, terminal);
  const screen = isJson ? silentScreen : terminal;
  const report = await playStory({ screen, folder: belongings.folder, start: belongings.start });
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
  run: runDemo,
});
