import { PassThrough } from 'node:stream';
import { TerminalScreen } from '../../demo/screen';

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what begins a colour
const ESCAPES = /\x1b\[/;

/** A screen on a stream, with the time in the test's hands. */
function screenOn(terminal: { isTTY?: boolean; columns?: number }, environment: NodeJS.ProcessEnv = {}) {
  const stream = Object.assign(new PassThrough(), terminal);
  let written = '';
  stream.on('data', (chunk: Buffer) => {
    written += chunk;
  });
  const clock = { now: 0 };
  const screen = new TerminalScreen({ stream, now: () => clock.now, environment });
  return { screen, clock, written: () => written };
}

const tell = ({ screen }: ReturnType<typeof screenOn>) => {
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
    const told = screenOn({ isTTY: true, columns }, { NO_COLOR: '1' });
    tell(told);
    const lines = told.written().split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    const words = (text: string) => text.replace(/[│\s]+/g, ' ').split(' ');
    const wide = screenOn({ isTTY: true, columns: 1_000 }, { NO_COLOR: '1' });
    tell(wide);
    expect(words(told.written())).toEqual(words(wide.written()));
  });

  it('leaves lines whole where there is no terminal', () => {
    const told = screenOn({});
    tell(told);
    expect(told.written()).toContain('word '.repeat(60).trim());
  });

  it.each<[string, { isTTY?: boolean }, NodeJS.ProcessEnv, boolean]>([
    ['a terminal', { isTTY: true }, {}, true],
    ['a terminal with an empty NO_COLOR', { isTTY: true }, { NO_COLOR: '' }, true],
    ['a terminal with NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, false],
    ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }, false],
    ['a pipe', {}, {}, false],
  ])('on %s: colours as asked', (_, terminal, environment, isColored) => {
    const told = screenOn({ columns: 80, ...terminal }, environment);
    tell(told);
    expect(ESCAPES.test(told.written())).toBe(isColored);
  });

  describe('while something takes long', () => {
    beforeEach(() => {
      jest.useFakeTimers();
    });
    afterEach(() => {
      jest.useRealTimers();
    });

    /** Lets the work take `ms`, and returns when something was written, in milliseconds since the beginning. */
    const working = async (told: ReturnType<typeof screenOn>, ms: number): Promise<number[]> => {
      const times: number[] = [];
      let length = 0;
      const work = told.screen.during(
        () => 'synthesizing',
        () => new Promise((done) => setTimeout(done, ms)),
      );
      for (let passed = 0; passed < ms; passed += 100) {
        told.clock.now += 100;
        await jest.advanceTimersByTimeAsync(100);
        if (told.written().length > length) times.push(told.clock.now);
        length = told.written().length;
      }
      await work;
      return times;
    };

    it('is never silent for two seconds where there is no terminal', async () => {
      const told = screenOn({});
      const times = [0, ...(await working(told, 9_000))];
      for (const [index, time] of times.slice(1).entries()) expect(time - Number(times[index])).toBeLessThan(2_000);
      expect(told.written().split('\n').length).toBeLessThan(8);
      expect(told.written()).toMatch(/^ {3}1\.8s {2}… synthesizing\n/);
    });

    it('keeps one line up to date on a terminal, and takes it away', async () => {
      const told = screenOn({ isTTY: true, columns: 80 });
      const times = [0, ...(await working(told, 3_000))];
      for (const [index, time] of times.slice(1).entries()) expect(time - Number(times[index])).toBeLessThan(2_000);
      expect(told.written()).not.toContain('\n');
      expect(told.written().endsWith('\r\x1b[K')).toBe(true);
    });
  });
});
