/** As much of the AWS CLI as the commands in messages need. Anything else is an error. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-ec2';
import { NormalizedSchema } from '@smithy/core/schema';

type Schema = ReturnType<typeof NormalizedSchema.of>;

/**
 * The words of each command line, as bash splits them.
 *
 * @throws Error if a line has any other effect, such as writing a file
 */
export function shellWords(lines: readonly string[]): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'shell-words-'));
  try {
    const script = join(folder, 'script');
    writeFileSync(script, lines.map((line) => `printf '%s\\0' ${line}\nprintf '\\n\\0'\n`).join(''));
    const printed = execFileSync('bash', [script], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 2 ** 29,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const others = readdirSync(folder).filter((name) => name !== 'script');
    if (others.length > 0) throw new Error(`a command wrote ${others.join(', ')}`);
    return printed
      .split('\n\0')
      .slice(0, -1)
      .map((words) => words.split('\0').slice(0, -1));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The action and input of `aws ec2 <operation> --region … --option value …`, by the SDK's schema of the operation. */
export function ec2Call(words: readonly string[]): { action: string; input: Record<string, unknown> } {
  const [aws, service, operation = '', ...rest] = words;
  if (aws !== 'aws' || service !== 'ec2') throw new Error(`not a command of EC2: ${words.join(' ')}`);
  const action = pascalCase(operation);
  const schema = schemaOf(action);
  const input: Record<string, unknown> = {};
  for (const [flag, values] of options(rest)) {
    if (flag === 'region') continue;
    const [name, member] = memberOf(schema, flag);
    if (name in input) throw new Error(`${action} has ${name} twice`);
    input[name] = readValue(flag, member, values);
  }
  return { action, input };
}

export async function runEc2(client: sdk.EC2Client, words: readonly string[]): Promise<void> {
  const { action, input } = ec2Call(words);
  const Command = (sdk as unknown as Record<string, new (input: unknown) => never>)[`${action}Command`];
  if (!Command) throw new Error(`EC2 has no operation ${action}`);
  await client.send(new Command(input));
}

function options(words: readonly string[]): [flag: string, values: string[]][] {
  const found: [string, string[]][] = [];
  for (const word of words) {
    if (word.startsWith('--')) found.push([word.slice(2), []]);
    else if (found.length > 0) found.at(-1)?.[1].push(word);
    else throw new Error(`${word} follows no option`);
  }
  return found;
}

function schemaOf(action: string): Schema {
  const operation = (sdk as unknown as Record<string, readonly unknown[]>)[`${action}$`];
  if (!operation) throw new Error(`EC2 has no operation ${action}`);
  const shape = operation[4];
  return NormalizedSchema.of((typeof shape === 'function' ? shape() : shape) as never);
}

/** `--ingress` is the opposite of `--egress`, and `--no-x` of `--x`. */
function memberOf(schema: Schema, flag: string): [string, Schema] {
  const wanted = flag === 'ingress' ? 'Egress' : pascalCase(flag.replace(/^no-/, ''));
  for (const [name, member] of schema.structIterator()) if (name === wanted) return [name, member];
  throw new Error(`unknown option --${flag}`);
}

function readValue(flag: string, schema: Schema, values: readonly string[]): unknown {
  if (values.length === 0) {
    const value = !(flag === 'ingress' || flag.startsWith('no-'));
    if (schema.isBooleanSchema()) return value;
    if (schema.isStructSchema()) return { Value: value };
    throw new Error(`--${flag} needs a value`);
  }
  const [first = '', ...others] = values;
  if (first.startsWith('[')) return parsedList(flag, schema, first, others);
  if (schema.isListSchema()) return values;
  if (others.length > 0) throw new Error(`--${flag} takes one value`);
  if (schema.isNumericSchema()) return Number(first);
  if (schema.isStringSchema()) return first;
  throw new Error(`--${flag} does not take ${first}`);
}

function parsedList(flag: string, schema: Schema, text: string, others: readonly string[]): unknown {
  if (!schema.isListSchema() || others.length > 0) throw new Error(`--${flag} takes no list`);
  const list = JSON.parse(text);
  const checkNames = (value: unknown, at: Schema): void => {
    if (at.isListSchema()) for (const item of value as unknown[]) checkNames(item, at.getValueSchema());
    if (!at.isStructSchema()) return;
    const members = new Map(at.structIterator());
    for (const [name, child] of Object.entries(value as object)) {
      const member = members.get(name);
      if (!member) throw new Error(`--${flag} has no ${name}`);
      checkNames(child, member);
    }
  };
  checkNames(list, schema);
  return list;
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
}
