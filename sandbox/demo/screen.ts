import type { TimelineEntry, TimelineType } from '../world/timeline';

/** Where the demo tells its story. */
export interface Screen {
  /** A new chapter, such as `Deploying`. */
  step(title: string): void;
  /** One line of detail under it. */
  detail(text: string): void;
  entry(entry: TimelineEntry): void;
  message(subject: string, body: string): void;
}

export const silentScreen: Screen = { step: () => {}, detail: () => {}, entry: () => {}, message: () => {} };

// SGR codes: https://www.ecma-international.org/publications-and-standards/standards/ecma-48/
const STYLES = { bold: 1, red: 31, green: 32, cyan: 36, gray: 90 } as const;
type Style = keyof typeof STYLES;

const LABELS: Readonly<Record<TimelineType, string>> = {
  change: 'EC2',
  event: 'CloudTrail',
  match: 'EventBridge',
  invocation: 'Lambda',
  analysis: 'Analyzer',
  message: 'SNS',
  alarm: 'CloudWatch',
  'dead-letter': 'Dead letter',
};

const LABEL_WIDTH = 12;

/** Plain lines with the seconds since the start; colour only on a terminal. */
export function terminalScreen(stream: NodeJS.WriteStream, now: () => number): Screen {
  const started = now();
  const paint = (style: Style, text: string) => (stream.isTTY ? `\x1b[${STYLES[style]}m${text}\x1b[0m` : text);
  const line = (text: string) => stream.write(`${text}\n`);
  const clock = () => paint('gray', `${((now() - started) / 1000).toFixed(1).padStart(6)}s`);
  return {
    step: (title) => line(`\n${paint('bold', title)}`),
    detail: (text) => line(`${clock()}  ${text}`),
    entry: ({ type, summary }) => line(`${clock()}  ${paint('cyan', LABELS[type].padEnd(LABEL_WIDTH))} ${summary}`),
    message: (subject, body) => {
      const style: Style = subject.startsWith('[RECOVERED]') ? 'green' : 'red';
      line('');
      for (const text of [`Subject: ${subject}`, '', ...body.trimEnd().split('\n')])
        line(`    ${paint(style, '│')} ${text}`);
      line('');
    },
  };
}
