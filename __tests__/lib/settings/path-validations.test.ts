import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformFolder } from '../../../testing/deployment/terraform-folder';
import { hcl, readStack, wholeStack } from '../../../testing/synthesis/synthesis';
import { temporaryFolder } from '../../../testing/temporary-folder';

const SECONDS = 1_000;
const WEB = { source: 'i-0123456789abcdef0', destination: 'igw-0123456789abcdef0' };
const NO_OBJECT = 'must be an object with the attributes of a path, such as { web = {';

/** The variable, and what the stack makes of it, without any resource: a plan takes a second. */
let terraform: TerraformFolder;

beforeAll(async () => {
  const { variable, locals } = readStack(wholeStack());
  const folder = temporaryFolder();
  const alone = {
    variable: { paths: variable.paths },
    locals: { paths: locals.paths },
    output: { paths: { value: hcl('local.paths') } },
  };
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(alone));
  terraform = await TerraformFolder.initialized(folder, 'http://127.0.0.1:9');
}, 60 * SECONDS);

/** What Terraform says about the value, without where the rule stands. */
const refusals = async (paths: unknown): Promise<string[]> =>
  (await terraform.refusals({ paths })).map((refusal) =>
    refusal
      .replace(/\s+/g, ' ')
      .replace('Invalid value for variable: ', '')
      .replace(/ This was checked by .*/, ''),
  );

const accepted = async (paths: unknown): Promise<unknown> => (await terraform.apply({ paths })).paths;

describe('an attribute that a path does not have', () => {
  it.each([
    ['expct', 'expect'],
    ['expected', 'expect'],
    ['exepct', 'expect'],
    ['port', 'destination_port'],
    ['destinationPort', 'destination or destination_port'],
    ['soruce', 'source'],
    ['proto', 'protocol'],
    ['src_ip', 'source_ip'],
  ])('%s is refused, with the path, the right attributes, and the nearest of them: %s', async (key, nearest) => {
    expect(await refusals({ good: WEB, 'to db': { ...WEB, [key]: 'unreachable' } })).toEqual([
      `paths["to db"].${key} (did you mean ${nearest}?) is not an attribute of a path; its attributes are source, destination, destination_ip, source_ip, protocol, destination_port and expect.`,
    ]);
  });

  it('is refused without a guess where nothing is near, and each one is named', async () => {
    expect(await refusals({ a: { ...WEB, timeout: 3, must: 'be open' }, b: { ...WEB, '(*': 1 } })).toEqual([
      expect.stringContaining(
        'paths["a"].must, paths["a"].timeout, paths["b"].(* is not an attribute of a path; its attributes are',
      ),
    ]);
  });
});

describe('a value that is not shaped like paths', () => {
  it.each<[string, unknown, string[]]>([
    ['a list', [WEB], ["paths must be a map from each path's name to its attributes, such as { web = {"]],
    ['a text', 'web', ["paths must be a map from each path's name to its attributes, such as { web = {"]],
    ['a number', 5, ["paths must be a map from each path's name to its attributes, such as { web = {"]],
    ['a path that is a text', { web: 'i-0123456789abcdef0', db: WEB }, [`paths["web"] ${NO_OBJECT}`]],
    ['a path that is a list', { web: [WEB] }, [`paths["web"] ${NO_OBJECT}`]],
    ['a path that is null', { web: null, db: WEB }, [`paths["web"] ${NO_OBJECT}`]],
    ['a path without a source', { web: { destination: WEB.destination } }, ['paths["web"].source must be an instance']],
    ['a source that is null', { web: { ...WEB, source: null } }, ['paths["web"].source must be an instance']],
    ['a source that is a list', { web: { ...WEB, source: [WEB.source] } }, ['paths["web"].source must be an instance']],
    ['an ID that is too short', { web: { ...WEB, source: 'i-123' } }, ['which ends in 8 or 17 hexadecimal digits']],
    ['an ID of no resource', { web: { ...WEB, source: 'i-0123456789abcdefg' } }, ['paths["web"].source must be']],
    ['an empty path', { web: {} }, ['paths["web"].source must be', 'paths["web"] must have a destination']],
    [
      'a port in words',
      { web: { ...WEB, destination_port: 'https' } },
      ['paths["web"].destination_port must be a whole'],
    ],
    ['half a port', { web: { ...WEB, destination_port: 443.5 } }, ['paths["web"].destination_port must be a whole']],
    [
      'ports in a list',
      { web: { ...WEB, destination_port: [443] } },
      ['paths["web"].destination_port must be a whole'],
    ],
    ['an expectation that is a truth', { web: { ...WEB, expect: true } }, ['paths["web"].expect must be "reachable"']],
    ['a protocol in a list', { web: { ...WEB, protocol: ['tcp'] } }, ['paths["web"].protocol must be "tcp" or "udp"']],
    ['an address that is a number', { web: { ...WEB, source_ip: 10 } }, ['paths["web"].source_ip must be an IPv4']],
    [
      'a path back to itself',
      { web: { source: WEB.destination, destination: WEB.destination } },
      ['paths["web"] must lead from one resource to another: source and destination are the same.'],
    ],
    ['a comma in a name', { 'a,b': WEB }, ['paths["a,b"] must have a name of 1 to 128 letters']],
  ])('is refused as clearly as a type would: %s', async (_, paths, expected) => {
    const refused = await refusals(paths);
    expect(refused).toEqual(expected.map((text) => expect.stringContaining(text)));
  });
});

it('gives each path every attribute, whatever each of them leaves out', async () => {
  const nothing = { destination: null, destination_ip: null, source_ip: null, destination_port: null };
  expect(
    await accepted({
      web: { ...WEB, destination_port: '443', expect: null },
      'name=with/all': {
        source: 'eni-0123456789abcdef0',
        destination_ip: '10.0.0.2',
        protocol: 'udp',
        expect: 'unreachable',
      },
      old: { source: 'arn:aws:ec2:us-east-1:123456789012:instance/i-0a1b2c3d', destination: 'tgw-attach-0a1b2c3d' },
    }),
  ).toEqual({
    web: { ...nothing, ...WEB, protocol: 'tcp', destination_port: '443', expect: 'reachable' },
    'name=with/all': {
      ...nothing,
      source: 'eni-0123456789abcdef0',
      destination_ip: '10.0.0.2',
      protocol: 'udp',
      expect: 'unreachable',
    },
    old: {
      ...nothing,
      source: 'arn:aws:ec2:us-east-1:123456789012:instance/i-0a1b2c3d',
      destination: 'tgw-attach-0a1b2c3d',
      protocol: 'tcp',
      expect: 'reachable',
    },
  });
});

it.each([
  ['no paths', {}],
  ['null', null],
])('takes %s for none: whether that is right depends on watch_tagged_paths', async (_, paths) => {
  expect(await accepted(paths)).toEqual({});
});
