import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runAsk } from '../../../operator/ask/cli';
import { openNetwork } from '../../../testing/networks/open-network';
import { WEB, webNetworkFile } from '../../../testing/networks/web-network';
import { paper } from '../../../testing/operator/terminal';
import { temporaryFolder } from '../../../testing/temporary-folder';

const PROJECT = join(__dirname, '..', '..', '..');
const EXAMPLE = join(PROJECT, 'examples', 'networks', 'web.json');

async function ask(args: readonly string[], columns?: number) {
  const { terminal, lines, output } = paper(undefined, columns);
  return { code: await runAsk(args, terminal), output: output(), lines };
}

const question = (network: string, from: string, to: string, ...more: string[]) => [
  ...['--network', network, '--from', from, '--to', to],
  ...more,
];

function written(network: object): string {
  const file = join(temporaryFolder(), 'network.json');
  writeFileSync(file, JSON.stringify(network));
  return file;
}

/** A transit gateway behind a private subnet; the engine does not follow it. */
function withTransitGateway(): string {
  const network = openNetwork();
  network.RouteTables?.[1].Routes.push({ DestinationCidrBlock: '192.168.0.0/16', TransitGatewayId: 'tgw-hub' });
  return written({ ...network, TransitGateways: [{ TransitGatewayId: 'tgw-hub' }] });
}

const REACHABLE = question(EXAMPLE, WEB.webServer, WEB.igw, '--port', '443');
const BLOCKED = question(EXAMPLE, WEB.webServer, WEB.database, '--port', '443');

describe.each([80, 120])('with %i columns', (columns) => {
  it.each([
    ['a reachable path', REACHABLE],
    ['a reachable path between instances', question(EXAMPLE, WEB.webServer, WEB.database, '--port', '5432')],
    ['a blocked path', BLOCKED],
    ['an address', question(EXAMPLE, WEB.webInterface, '198.51.100.7', '--protocol', 'UDP')],
    ['an IPv6 address', question(EXAMPLE, WEB.webServer, '2001:db8::1')],
  ])('shows %s', async (_, args) => {
    const { output, lines } = await ask(args, columns);
    expect(output).toMatchSnapshot();
    expect(lines).toEqual([]);
    for (const line of output.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
  });

  it('names what it cannot see', async () => {
    const args = question(withTransitGateway(), 'eni-private', '192.168.7.7', '--port', '443');
    expect((await ask(args, columns)).output).toMatchSnapshot();
  });
});

it('breaks no line where it writes to a file or a pipe', async () => {
  const { output } = await ask(BLOCKED);
  const [title, verdict, , reasons, reason] = output.split('\n');
  const from = `instance ${WEB.webServer} ("web-1")`;
  expect(title).toBe(`From ${from} to instance ${WEB.database} ("db-1"), tcp port 443:`);
  expect([verdict, reasons]).toEqual(['  blocked', 'What stands in the way:']);
  expect(reason?.endsWith('[ENI_SG_RULES_MISMATCH]; missing: an inbound rule for tcp port 443')).toBe(true);
});

it('colours the verdict for a terminal that wants it', async () => {
  const { terminal, output } = paper();
  await runAsk(REACHABLE, { ...terminal, isColored: true });
  expect(output()).toContain('\n  \x1b[1;32mreachable\x1b[0m\n');
});

describe('the exit code', () => {
  it('is 2 where the question could not be carried out, since 1 means blocked', async () => {
    const { terminal, lines } = paper();
    const write = () => {
      throw new Error('the pipe is broken');
    };
    expect({ code: await runAsk(REACHABLE, { ...terminal, write }), lines }).toEqual({
      code: 2,
      lines: ['ask: the pipe is broken'],
    });
  });

  it.each([
    ['0 for a reachable path', REACHABLE, 0],
    ['0 for a reachable path without a port', question(EXAMPLE, WEB.webServer, WEB.igw), 0],
    ['1 for a blocked path', BLOCKED, 1],
    [
      '1 for another protocol than the rules are for',
      question(EXAMPLE, WEB.webServer, WEB.database, '--protocol', 'udp'),
      1,
    ],
    ['2 for IPv6', question(EXAMPLE, WEB.webServer, '::1'), 2],
    ['2 for what the engine does not follow', question(withTransitGateway(), 'eni-private', '192.168.7.7'), 2],
    // Reachability Analyzer takes transit gateways as ends: the question makes sense.
    ['2 for an end that the engine does not take', question(withTransitGateway(), 'eni-private', 'tgw-hub'), 2],
    ['2 for a beginning that the engine does not take', question(withTransitGateway(), 'tgw-hub', 'eni-private'), 2],
  ])('is %s', async (_, args, code) => {
    expect((await ask(args)).code).toBe(code);
  });

  it.each([
    ['no file', ['--from', 'i-1', '--to', 'i-2'], '--network is missing; it must be a file or folder'],
    ['no beginning', ['--network', EXAMPLE, '--to', 'i-2'], '--from is missing; it must be the id of a resource'],
    [
      'an empty end',
      question(EXAMPLE, WEB.webServer, ''),
      '--to is missing; it must be the id of a resource, or an address',
    ],
    ['a file that is not there', question('nowhere.json', 'i-1', 'i-2'), 'nowhere.json does not exist.'],
    [
      'a protocol that there is not',
      [...REACHABLE, '--protocol', 'tpc'],
      '--protocol must be tcp or udp, not "tpc": there is no such protocol',
    ],
    [
      'a protocol that is not followed',
      [...REACHABLE, '--protocol', 'icmp'],
      '--protocol must be tcp or udp, not "icmp": the engine follows no other',
    ],
    [
      'a port beyond the last',
      [...BLOCKED, '--port', '65536'],
      '--port must be a whole number from 0 to 65535, not "65536"',
    ],
    [
      'a port that is no number',
      [...BLOCKED, '--port', 'https'],
      '--port must be a whole number from 0 to 65535, not "https"',
    ],
    ['an empty port', [...BLOCKED, '--port', ''], '--port must be a whole number from 0 to 65535, not ""'],
    [
      'an id that is nearly one',
      question(EXAMPLE, WEB.webServer.replace('69', '96'), WEB.igw),
      `--from: "i-096d0aef3b4c38bc7" is not in the network. Did you mean ${WEB.webServer} ("web-1")?`,
    ],
    [
      'a name instead of an id',
      question(EXAMPLE, 'WEB-1', WEB.igw),
      `--from: "WEB-1" is not in the network. Did you mean ${WEB.webServer} ("web-1")?`,
    ],
    [
      'an id that is like none',
      question(EXAMPLE, 'eni-nonesuch', WEB.igw),
      `It has ${WEB.webServer} ("web-1"), ${WEB.batch} ("batch-1"), ${WEB.database} ("db-1") and 4 more.`,
    ],
    [
      'an id in an empty network',
      question(written({}), 'i-1', 'i-2'),
      'It has no instance, network interface or internet gateway.',
    ],
    [
      'a group as an end',
      question(EXAMPLE, WEB.webServer, WEB.webGroup),
      `--to: no path begins or ends at ${WEB.webGroup}. Give an instance,`,
    ],
    [
      'an address as the beginning',
      question(EXAMPLE, '10.0.1.10', WEB.igw),
      '--from must be the id of a resource, not the address 10.0.1.10',
    ],
    [
      'a block as an end',
      question(EXAMPLE, WEB.webServer, '10.0.0.0/16'),
      '--to must be an id or one address, not the block 10.0.0.0/16',
    ],
    [
      'the same end twice',
      question(EXAMPLE, WEB.webServer, WEB.webServer),
      `--from and --to are both ${WEB.webServer}`,
    ],
    [
      'a network that contradicts itself',
      question(written({ Subnets: [{ SubnetId: 'subnet-1' }] }), 'i-1', 'i-2'),
      'subnet-1 has no VpcId.',
    ],
  ])('is 3, with a sentence, for %s', async (_, args, sentence) => {
    const { code, output, lines } = await ask(args);
    expect({ code, output, lines }).toEqual({ code: 3, output: '', lines: [expect.stringContaining(sentence)] });
  });
});

it('docs/reference.md shows what it prints', async () => {
  const reference = readFileSync(join(PROJECT, 'docs', 'reference.md'), 'utf8');
  const shown = [...reference.matchAll(/^\$ npm run --silent ask -- (.*)\n((?:.|\n)*?)^(?=```|\$ )/gm)];
  expect(shown.length).toBe(2);
  for (const [, args = '', output] of shown) {
    const words = args.split(' ').map((word) => (word.startsWith('examples/') ? join(PROJECT, word) : word));
    expect((await ask(words, 110)).output.trimEnd()).toBe(output?.trimEnd());
  }
});

it('takes a folder with a file for each call, and ARNs', async () => {
  const folder = temporaryFolder();
  for (const [key, items] of Object.entries(webNetworkFile())) {
    writeFileSync(join(folder, `${key}.json`), JSON.stringify({ [key]: items }));
  }
  const arn = `arn:aws:ec2:us-east-1:123456789012:instance/${WEB.webServer}`;
  const [asFolder, asFile] = [await ask(question(folder, arn, WEB.igw, '--port', '443')), await ask(REACHABLE)];
  expect(asFolder).toEqual(asFile);
});

it('says on stderr what of the file is not modelled', async () => {
  const { lines } = await ask(question(withTransitGateway(), 'eni-private', 'eni-b'));
  expect(lines).toEqual(["The network's 1 TransitGateways are not modelled: reachability is judged without them."]);
});

describe('--json', () => {
  const json = async (args: readonly string[]) => JSON.parse((await ask([...args, '--json'])).output);

  it('has the fields that docs/reference.md describes', async () => {
    const network = written({ ...webNetworkFile(), Account: '123456789012', Region: 'eu-central-1' });
    const found = await json(question(network, WEB.webServer, WEB.igw, '--port', '443'));
    expect(found).toEqual({
      verdict: 'reachable',
      from: { id: WEB.webServer, name: 'web-1' },
      to: { id: WEB.igw, name: 'shop' },
      protocol: 'tcp',
      port: 443,
      reasons: [],
      uncertain: [],
      unknown: [],
      forward: expect.any(Array),
      back: expect.any(Array),
      explanations: [],
      network: { account: '123456789012', region: 'eu-central-1' },
    });
    expect(found.forward.map((it: { SequenceNumber: number }) => it.SequenceNumber)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(found.forward[0].Component).toEqual({
      Id: WEB.webServer,
      Arn: `arn:aws:ec2:eu-central-1:123456789012:instance/${WEB.webServer}`,
      Name: 'web-1',
    });
    expect(found.back.at(-1).Component.Id).toBe(WEB.webServer);
  });

  it('has the obstacles as sentences and in the shape of AWS', async () => {
    const found = await json(BLOCKED);
    expect(found).toMatchObject({ verdict: 'blocked', port: 443, unknown: [] });
    expect(found.reasons).toEqual([
      expect.stringContaining('[ENI_SG_RULES_MISMATCH]; missing: an inbound rule for tcp port 443'),
    ]);
    expect(found.explanations).toEqual([expect.objectContaining({ ExplanationCode: 'ENI_SG_RULES_MISMATCH' })]);
  });

  it('has the components that the engine does not follow', async () => {
    const found = await json(question(withTransitGateway(), 'eni-private', '192.168.7.7'));
    expect(found).toMatchObject({
      verdict: 'unsupported',
      port: null,
      to: { address: '192.168.7.7' },
      unknown: ['tgw-hub'],
    });
    expect(await json(question(withTransitGateway(), 'tgw-hub', 'eni-private'))).toMatchObject({
      unknown: ['tgw-hub'],
    });
  });
});

describe('hostile names', () => {
  /** An escape sequence, a C1 control, a line break, a turn of the writing direction. */
  const HOSTILE = 'x\x1b[2J\x9b31m\n\u202eevil\u2028';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
  const DANGEROUS = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

  function hostile(): string {
    const network = webNetworkFile();
    const Tags = [{ Key: 'Name', Value: HOSTILE }];
    for (const item of Object.values(network).flat()) {
      for (const resource of item.Instances ?? [item])
        Object.assign(resource, 'TagSet' in resource ? { TagSet: Tags } : { Tags });
    }
    return written(network);
  }

  it.each([
    ['a reachable path', [WEB.webServer, WEB.igw, '--port', '443']],
    ['a blocked path', [WEB.webServer, WEB.database, '--port', '443']],
    ['a suggestion', ['i-096d0aef3b4c38bc7', WEB.igw]],
    ['JSON', [WEB.webServer, WEB.igw, '--json']],
  ])('never reach the terminal: %s', async (_, [from = '', to = '', ...more]) => {
    const { output, lines } = await ask(question(hostile(), from, to, ...more));
    expect(output + lines.join('\n')).not.toMatch(DANGEROUS);
    expect(output + lines.join('\n')).toContain('evil');
  });

  it('are what they are in JSON', async () => {
    const { output } = await ask(question(hostile(), WEB.webServer, WEB.igw, '--json'));
    expect(JSON.parse(output).from.name).toBe(HOSTILE);
  });

  it('in errors of the file do not reach it either', async () => {
    const network = webNetworkFile();
    Object.assign(network.Vpcs?.[0], { CidrBlock: HOSTILE });
    const { code, lines } = await ask(question(written(network), WEB.webServer, WEB.igw));
    expect(code).toBe(3);
    expect(lines.join('\n')).not.toMatch(DANGEROUS);
    expect(lines.join('\n')).toContain('evil');
  });
});
