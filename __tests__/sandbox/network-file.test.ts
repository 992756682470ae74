import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_NETWORK_FILE, readNetworkFile } from '../../sandbox/network-file';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'network-file-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: string | Buffer | object): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return file;
}

describe('a file', () => {
  test('is read as it is', () => {
    expect(Object.keys(readNetworkFile(DEFAULT_NETWORK_FILE))).toContain('Vpcs');
    expect(readNetworkFile(write('empty.json', '{}'))).toEqual({});
  });

  const text = JSON.stringify({ Vpcs: [{ VpcId: 'vpc-1', Tags: [{ Key: 'Name', Value: 'Größe' }] }] });
  test.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`, 'utf8')],
    ['UTF-16, as Windows PowerShell writes it', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['big-endian UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
  ])('may be in %s', (_, bytes) => {
    expect(readNetworkFile(write('network.json', bytes))).toEqual(JSON.parse(text));
  });

  test.each([
    ['null', 'holds null, but must be one JSON object'],
    ['[]', 'holds a list, but must be one JSON object'],
    ['"vpc"', 'holds a string, but must be one JSON object'],
    ['{"Vpcs": [', 'is not valid JSON'],
    ['\n', 'is empty: the command that was to write it has probably failed'],
  ])('%s is refused with its name', (content, message) => {
    const file = write('bad.json', content);
    expect(() => readNetworkFile(file)).toThrow(`${file} ${message}`);
  });
});

test('a field that EC2 does not have is refused with the file, the resource, the field and the right one', () => {
  write('a.json', { Subnets: [{ SubnetId: 'subnet-1' }] });
  const file = write('b.json', { Subnets: [{ SubnetId: 'subnet-2', CidrBlok: '10.0.0.0/24' }] });
  const message = `${file}: Subnets[0].CidrBlok of subnet-2 is not a field of EC2's Subnet. Did you mean CidrBlock?`;
  expect(() => readNetworkFile(folder)).toThrow(message);
});

test('what does not exist is refused with its name', () => {
  const path = join(folder, 'nowhere');
  expect(() => readNetworkFile(path)).toThrow(`${path} does not exist. It must be a file or folder`);
});

describe('a folder', () => {
  test('counts as one file: lists of one key are joined, and what is in several counts once', () => {
    const shared = { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' };
    write('b.json', { Vpcs: [shared, { VpcId: 'vpc-2' }], Region: 'eu-central-1', ExportedAt: '2026-01-02' });
    write('a.json', { Vpcs: [shared], Subnets: [], NextToken: 'x', Region: 'eu-central-1', ExportedAt: '2026-01-01' });
    write('notes.txt', 'no JSON');
    expect(readNetworkFile(folder)).toMatchObject({
      Vpcs: [shared, { VpcId: 'vpc-2' }],
      Subnets: [],
      Region: 'eu-central-1',
    });
  });

  test('of files that contradict each other is refused', () => {
    write('a.json', { Region: 'eu-central-1' });
    const file = write('b.json', { Region: 'us-east-1' });
    expect(() => readNetworkFile(folder)).toThrow(`${file}: Region is not the same as in another file of the folder`);
  });

  test('without a file is refused', () => {
    expect(() => readNetworkFile(folder)).toThrow(`${folder} has no *.json file`);
  });
});
