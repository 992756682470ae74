import { differences, writtenBy } from '../../../tools/cdktn/compare';
import type { Files } from '../../../tools/files';

const stack = (version: string, rest: object = {}) => ({
  '//': { metadata: { backend: 'local', version } },
  list: [],
  ...rest,
});
const output = (version: string, rest: object = {}): Files => ({
  'manifest.json': Buffer.from(JSON.stringify({ stacks: {}, version })),
  'stacks/a/cdk.tf.json': Buffer.from(JSON.stringify(stack(version, rest))),
  'a.zip': Buffer.from('zip'),
});
const cdktf = output('0.21.0');

it('finds nothing where only the versions and the layout differ', () => {
  const pretty = (name: string, files: Files) => Buffer.from(JSON.stringify(JSON.parse(String(files[name])), null, 2));
  const cdktn = output('0.24.0');
  const laidOut = { ...cdktn, 'stacks/a/cdk.tf.json': pretty('stacks/a/cdk.tf.json', cdktn) };
  expect(differences(cdktf, laidOut)).toEqual([]);
  expect(writtenBy(cdktn)).toBe('0.24.0');
});

it.each<[string, Files, string]>([
  [
    'a value',
    output('0.24.0', { name: 'other' }),
    'stacks/a/cdk.tf.json: "\\"list\\": []" with cdktf is "\\"list\\": []," with cdktn',
  ],
  [
    'the version of something else',
    output('0.24.0', { list: [{ version: '6' }] }),
    'stacks/a/cdk.tf.json: "\\"list\\": []" with cdktf is "\\"list\\": [" with cdktn',
  ],
  ['the bytes of an asset', { ...cdktf, 'a.zip': Buffer.from('zap') }, 'a.zip: the bytes differ'],
  ['one more file', { ...cdktf, 'b.zip': Buffer.from('zip') }, 'b.zip: only cdktn writes it'],
])('finds %s', (_, cdktn, difference) => {
  expect(differences(cdktf, cdktn)).toEqual([difference]);
});
