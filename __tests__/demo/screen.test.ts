import { PassThrough } from 'node:stream';
import { TerminalScreen } from '../../demo/screen';

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what begins a colour
const ESCAPES = /\x1b\[/;

/** A screen on two streams in memory. The test sets the time. */
function screenOn(terminal: { isTTY?: boolean; columns?: number }, environment: NodeJS.ProcessEnv = {}) {
  const written = { story: '', progress: '' };
  const streamTo = (name: keyof typeof written) =>
    new PassThrough().on('data', (chunk: Buffer) => {
      written[name] += chunk;
    });
  const clock = { now: 0 };
  const screen = new TerminalScreen({
    stream: Object.assign(streamTo('story'), terminal),
    progress: streamTo('progress'),
    now: () => clock.now,
    environment,
  });
  return { screen, clock, written: () => written.story, progress: () => written.progress };
}

const play = ({ screen }: ReturnType<typeof screenOn>) => {
  screen.step('1. Deploying the monitor with Terraform');
  screen.detail('terraform apply, watching web-to-internet: i-069d0aef3b4c38bc7 → igw-0d15e6b7a8c9f0324 on tcp/443');
  screen.entry({
    at: '',
    type: 'message',
    summary: '[ALERT] Security Group change caused connectivity issue: web-to-internet',
  });
  screen.message(
    '[ALERT] Security Group change caused connectivity issue: web-to-internet',
    `${'word '.repeat(60)}\n  arn:aws:iam::123456789012:user/operator\n`,
  );
};

describe('TerminalScreen', () => {
  it.each([80, 120])('writes no line wider than a terminal of %i columns, and breaks no word', (columns) => {
    const shown = screenOn({ isTTY: true, columns }, { NO_COLOR: '1' });
    play(shown);
    const lines = shown.written().split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    const words = (text: string) => text.replace(/[│\s]+/g, ' ').split(' ');
    const wide = screenOn({ isTTY: true, columns: 1_000 }, { NO_COLOR: '1' });
    play(wide);
    expect(words(shown.written())).toEqual(words(wide.written()));
  });

  it('breaks no line without a terminal', () => {
    const shown = screenOn({});
    play(shown);
    expect(shown.written()).toContain('word '.repeat(60).trim());
  });

  it.each<[string, { isTTY?: boolean }, NodeJS.ProcessEnv, boolean]>([
    ['a terminal', { isTTY: true }, {}, true],
    ['a terminal with an empty NO_COLOR', { isTTY: true }, { NO_COLOR: '' }, true],
    ['a terminal with NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, false],
    ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }, false],
    ['a pipe', {}, {}, false],
  ])('on %s: uses colours only where they are wanted', (_, terminal, environment, isColored) => {
    const shown = screenOn({ columns: 80, ...terminal }, environment);
    play(shown);
    expect(ESCAPES.test(shown.written())).toBe(isColored);
  });

  describe('while work takes long', () => {
    beforeEach(() => {
      jest.useFakeTimers();
    });
    afterEach(() => {
      jest.useRealTimers();
    });

    /** Lets the work take `ms`, and returns the times of all writes, in milliseconds since its start. */
    const working = async (shown: ReturnType<typeof screenOn>, ms: number): Promise<number[]> => {
      const times: number[] = [];
      const length = () => shown.written().length + shown.progress().length;
      let before = 0;
      const work = shown.screen.during(
        () => 'synthesizing',
        () => new Promise((done) => setTimeout(done, ms)),
      );
      for (let passed = 0; passed < ms; passed += 100) {
        shown.clock.now += 100;
        await jest.advanceTimersByTimeAsync(100);
        if (length() > before) times.push(shown.clock.now);
        before = length();
      }
      await work;
      return times;
    };

    it('is never silent for two seconds without a terminal, and keeps the progress out of the story', async () => {
      const shown = screenOn({});
      const times = [0, ...(await working(shown, 9_000))];
      for (const [index, time] of times.slice(1).entries()) expect(time - Number(times[index])).toBeLessThan(2_000);
      expect(shown.progress().split('\n').length).toBeLessThan(8);
      expect(shown.progress()).toMatch(/^ {3}1\.8s {2}… synthesizing\n/);
      expect(shown.written()).toBe('');
    });

    it('updates one line on a terminal, and erases it at the end', async () => {
      const shown = screenOn({ isTTY: true, columns: 80 });
      const times = [0, ...(await working(shown, 3_000))];
      for (const [index, time] of times.slice(1).entries()) expect(time - Number(times[index])).toBeLessThan(2_000);
      expect(shown.written()).not.toContain('\n');
      expect(shown.written().endsWith('\r\x1b[K')).toBe(true);
      expect(shown.progress()).toBe('');
    });
  });
});
