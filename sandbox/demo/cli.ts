import { parseArgs } from 'node:util';
import { silentScreen, terminalScreen } from './screen';
import { tellStory } from './story';

const USAGE = `Usage: npm run demo                     the story, as it happens
       npm run --silent demo -- --json  one JSON report instead

Deploys the monitor with the real Terraform into an AWS endpoint on this machine, breaks and mends a watched
path, and destroys everything again. Needs no AWS account. Exit code 0 only if all of it happened.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  // On Node 20 the AWS SDK warns of its future needs, in the middle of the story.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const screen = values.json ? silentScreen : terminalScreen(process.stdout, () => performance.now());
  const report = await tellStory(screen);
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else
    screen.step(
      `Done in ${report.seconds} s: ${report.resources} resources, ${report.alerts.length} alert, ${report.recoveries.length} recovery, all destroyed.`,
    );
}

main().catch((error: unknown) => {
  process.stderr.write(`demo: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
