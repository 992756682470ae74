import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { bundle, writeLambdaZip, zip } from '../../../lib/bundle/lambda-bundle';
import { temporaryFolder } from '../../../testing/temporary-folder';

const ENTRY = join(__dirname, '..', '..', '..', 'testing', 'synthesis', 'handler-fixture.ts');

// Offsets in the local file header: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
// §4.3.7
const DOS_TIME = 10;
const DOS_DATE = 12;

describe('bundle', () => {
  it('makes one CommonJS file that exports the handler', async () => {
    const module = { exports: {} as { handler?: (event: unknown) => Promise<unknown> } };
    new Function('module', 'exports', Buffer.from(bundle(ENTRY)).toString())(module, module.exports);
    await expect(module.exports.handler?.({ answer: 42 })).resolves.toEqual({ answer: 42 });
  });

  it('holds of the AWS SDK no more than the function calls', () => {
    const code = bundle(join(__dirname, '..', '..', '..', 'lambda-src', 'index.ts'));
    expect(zip(code).length).toBeLessThanOrEqual(110_000);
    const text = Buffer.from(code).toString();
    const called = ['StartNetworkInsightsAnalysis', 'Publish'];
    const notCalled = [
      'GetConsoleScreenshot',
      'DescribeSpotPriceHistory',
      'ListTopics',
      'AssumeRoleWithWebIdentity',
      'sso_start_url',
    ];
    expect([...called, ...notCalled].filter((name) => text.includes(name))).toEqual(called);
    expect(text.includes('node_modules')).toBe(false);
  });

  it('refuses an AWS SDK that takes its credentials from elsewhere', () => {
    const entry = join(temporaryFolder(), 'entry.ts');
    const part = require.resolve('@aws-sdk/client-sns/dist-es/models/SNSServiceException.js');
    writeFileSync(entry, `export { SNSServiceException } from ${JSON.stringify(part)};`);
    expect(() => bundle(entry)).toThrow(
      /no longer takes its credential providers from @aws-sdk\/credential-provider-node/,
    );
  });

  it('says which file does not compile', () => {
    const broken = join(temporaryFolder(), 'broken.ts');
    writeFileSync(broken, 'export const handler = (;');
    expect(() => bundle(broken)).toThrow(/broken\.ts:1/);
  });
});

describe('zip', () => {
  const code = Buffer.from('exports.handler = async () => {};');

  it('holds the code as index.js and nothing else', () => {
    const files = unzipSync(zip(code));
    expect(Object.keys(files)).toEqual(['index.js']);
    expect(Buffer.from(files['index.js'] ?? [])).toEqual(code);
  });

  it('is dated 1 January 1980, whatever the time is', () => {
    const bytes = Buffer.from(zip(code));
    expect(bytes.readUInt16LE(DOS_DATE)).toBe((1 << 5) | 1);
    expect(bytes.readUInt16LE(DOS_TIME)).toBe(12 << 11);
  });

  it('differs when the code does', () => {
    expect(Buffer.from(zip(Buffer.from('1'))).equals(Buffer.from(zip(Buffer.from('2'))))).toBe(false);
  });
});

describe('writeLambdaZip', () => {
  it('writes the bundled entry below folders that are not there yet', () => {
    const written = writeLambdaZip(ENTRY, join(temporaryFolder(), 'a', 'b', 'code.zip'));
    expect(Buffer.from(unzipSync(readFileSync(written))['index.js'] ?? [])).toEqual(Buffer.from(bundle(ENTRY)));
  });
});
