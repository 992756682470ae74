import type { TimelineEntry, TimelineType } from '../sandbox/world/timeline';
import { wrap } from './wrap';

/** Where the demo tells its story. */
export interface Screen {
  /** A new chapter, such as `Deploying`. */
  step(title: string): void;
  /** One line of detail under it. */
  detail(text: string): void;
  entry(entry: TimelineEntry): void;
  message(subject: string, body: string): void;
  /** Does `work`, and shows what `doing` says about it whenever nothing else has been shown for a while. */
  during<T>(doing: () => string, work: () => Promise<T>): Promise<T>;
}

export const silentScreen: Screen = {
  step: () => {},
  detail: () => {},
  entry: () => {},
  message: () => {},
  during: (_, work) => work(),
};

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
// Of `  12.3s  `.
const CLOCK_WIDTH = 9;
// Of `    │ `.
const BAR_WIDTH = 6;
const LOOK_EVERY_MS = 200;
/** Longer than this, and people wonder whether it still goes on. */
const LONGEST_SILENCE_MS = 1_700;
const ERASE_LINE = '\r\x1b[K';

/** What the screen needs to know of the stream and the machine. */
export interface Terminal {
  readonly stream: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  /** In milliseconds, from any beginning. */
  readonly now: () => number;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Lines with the seconds since the start, never wider than the terminal. On a terminal, the last line says what is going on; elsewhere, a line
 * says so when nothing else does. No colour with `NO_COLOR` (https://no-color.org), on a dumb terminal, or where there is none.
 */
export class TerminalScreen implements Screen {
  private readonly started: number;
  private readonly isTerminal: boolean;
  private readonly isColored: boolean;
  private lastShown: number;
  private hasStatus = false;

  constructor(private readonly terminal: Terminal) {
    const { stream, environment, now } = terminal;
    this.started = now();
    this.lastShown = this.started;
    this.isTerminal = stream.isTTY === true && environment.TERM !== 'dumb';
    this.isColored = this.isTerminal && !environment.NO_COLOR;
  }

  step(title: string): void {
    const lines = wrap(title, this.width, 3).map((line) => this.paint('bold', line));
    this.show(['', ...lines]);
  }

  detail(text: string): void {
    this.showTimed(text, '');
  }

  entry({ type, summary }: TimelineEntry): void {
    // The id of an event says nothing to people here: the event is that of the line above.
    const text = summary.replace(/ event [0-9a-f-]{36}/, ' the event');
    this.showTimed(text, `${LABELS[type].padEnd(LABEL_WIDTH)} `);
  }

  message(subject: string, body: string): void {
    const bar = `    ${this.paint(subject.startsWith('[RECOVERED]') ? 'green' : 'red', '│')} `;
    const lines = [`Subject: ${subject}`, '', ...body.trimEnd().split('\n')].flatMap((line) =>
      wrap(line, this.width && this.width - BAR_WIDTH, line.search(/\S|$/) + 2),
    );
    this.show(['', ...lines.map((line) => (bar + line).trimEnd())]);
  }

  async during<T>(doing: () => string, work: () => Promise<T>): Promise<T> {
    const timer = setInterval(() => this.showStatus(doing()), LOOK_EVERY_MS);
    try {
      return await work();
    } finally {
      clearInterval(timer);
      this.eraseStatus();
    }
  }

  /** Takes away what says what is going on. */
  close(): void {
    this.eraseStatus();
  }

  private get width(): number | undefined {
    return this.isTerminal ? this.terminal.stream.columns : undefined;
  }

  private showTimed(text: string, label: string): void {
    const before = CLOCK_WIDTH + label.length;
    const [first = '', ...rest] = wrap(' '.repeat(before) + text, this.width, before + 2);
    this.show([`${this.paint('gray', this.clock())}  ${this.paint('cyan', label)}${first.slice(before)}`, ...rest]);
  }

  private showStatus(doing: string): void {
    if (!this.isTerminal) {
      if (this.terminal.now() - this.lastShown >= LONGEST_SILENCE_MS) this.showTimed(`… ${doing}`, '');
      return;
    }
    // A line that fills the last column could not be erased.
    const text = `${this.clock()}  … ${doing}`.slice(0, this.width && this.width - 1);
    this.terminal.stream.write(ERASE_LINE + this.paint('gray', text));
    this.hasStatus = true;
  }

  private show(lines: readonly string[]): void {
    this.eraseStatus();
    this.terminal.stream.write(`${lines.join('\n')}\n`);
    this.lastShown = this.terminal.now();
  }

  private eraseStatus(): void {
    if (this.hasStatus) this.terminal.stream.write(ERASE_LINE);
    this.hasStatus = false;
  }

  private clock(): string {
    return `${((this.terminal.now() - this.started) / 1000).toFixed(1).padStart(6)}s`;
  }

  private paint(style: Style, text: string): string {
    return this.isColored && text ? `\x1b[${STYLES[style]}m${text}\x1b[0m` : text;
  }
}
