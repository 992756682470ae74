import { command, runCommand } from '../../command/command';
import { MissingPrerequisite, UsageError } from '../../command/exit-codes';
import { paper } from '../../testing/operator/terminal';

const greet = (run: () => Promise<number>, failed?: number) =>
  command({
    name: 'greet',
    usage: 'Usage: npm run greet -- --name NAME\n',
    failed,
    options: { name: { type: 'string', default: 'you' } },
    read: ({ values: { name } }) => {
      if (name === '') throw new Error('--name must not be empty\nand\n  never is');
      return name;
    },
    run: async (name, { write }) => {
      write(`Hello ${name}\n`);
      return run();
    },
  });

async function result(args: string[], run = async () => 0, failed?: number) {
  const { terminal, output, lines } = paper();
  return { code: await runCommand(greet(run, failed), args, terminal), output: output(), lines };
}

it('returns the exit code of the work', async () => {
  expect(await result(['--name', 'Ada'])).toEqual({ code: 0, output: 'Hello Ada\n', lines: [] });
  expect(await result([], async () => 1)).toEqual({ code: 1, output: 'Hello you\n', lines: [] });
});

it.each([[['--help']], [['-h']], [['--name', '', '--help']]])(
  'prints the usage for %j, and does not work',
  async (args) => {
    expect(await result(args)).toEqual({ code: 0, output: 'Usage: npm run greet -- --name NAME\n', lines: [] });
  },
);

it.each([
  [['--nmae', 'x'], "Unknown option '--nmae' (--help says more)"],
  [['Ada'], "Unexpected argument 'Ada'. This command does not take positional arguments (--help says more)"],
  [['--name', ''], '--name must not be empty and never is (--help says more)'],
])('exits with 3 and one line for %j, and does not work', async (args, line) => {
  const { code, output, lines } = await result(args);
  expect({ code, output }).toEqual({ code: 3, output: '' });
  expect(lines).toEqual([expect.stringMatching(/^greet: [^\n]*$/)]);
  expect(lines[0]?.endsWith(line)).toBe(true);
});

it.each([
  ['3 for input that the work refuses', new UsageError('the folder is full'), undefined, 3],
  ['3 for what this machine lacks', new MissingPrerequisite('Terraform is missing'), undefined, 3],
  ['1 for any other error', new Error('it broke'), undefined, 1],
  ['the code of the command for any other error', new Error('it broke'), 2, 2],
])('exits with %s', async (_, error, failed, code) => {
  const fails = () => Promise.reject(error);
  expect(await result([], fails, failed)).toMatchObject({ code, lines: [`greet: ${error.message}`] });
});
