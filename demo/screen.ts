import { wrap } from '../command/wrap';
import type { TimelineEntry, TimelineType } from '../sandbox/world/timeline';

/** Where the demo shows its story and its progress. */
export interface Screen {
  /** Begins a chapter, such as `Deploying`. */
  step(title: string): void;
  /** Adds a line to the chapter. */
  detail(text: string): void;
  entry(entry: TimelineEntry): void;
  message(subject: string, body: string): void;
  /** Does `work`, and shows the text of `doing` as progress while nothing else is shown. */
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
/** The width of `  12.3s  `. */
const CLOCK_WIDTH = 9;
/** The width of `    │ `. */
const BAR_WIDTH = 6;
const REFRESH_MS = 200;
/** After a longer silence, a reader wonders whether the demo still runs. */
const LONGEST_SILENCE_MS = 1_700;
const ERASE_LINE = '\r\x1b[K';

export interface Terminal {
  /** Gets the story, and the progress too if it is a terminal. */
  readonly stream: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  /**
   * Gets the progress if `stream` is not a terminal, so that a file or a pipe holds the story
   * alone.
   */
  readonly progress: NodeJS.WritableStream;
  /** Milliseconds since any fixed moment. */
  readonly now: () => number;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Writes lines with the seconds since the start, none wider than the terminal. On a terminal, the
 * last line shows the progress and is overwritten; otherwise each silence ends with a line on
 * `progress`. There are no colours with `NO_COLOR` (https://no-color.org), on a dumb terminal, or
 * without a terminal.
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
    // A reader does not need the event's id: it is the event of the line above.
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
    const timer = setInterval(() => this.showStatus(doing()), REFRESH_MS);
    try {
      return await work();
    } finally {
      clearInterval(timer);
      this.eraseStatus();
    }
  }

  /** Erases the progress. */
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
      if (this.terminal.now() - this.lastShown < LONGEST_SILENCE_MS) return;
      this.terminal.progress.write(`${this.clock()}  … ${doing}\n`);
      this.lastShown = this.terminal.now();
      return;
    }
    // A line that fills the last column cannot be erased.
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
