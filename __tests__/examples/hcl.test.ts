import { Operator } from '../../demo/operator';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox';
import { exampleWithModule, SANDBOX_NETWORK } from '../../testing/deployment/example';
import { leftovers } from '../../testing/deployment/leftovers';
import { TerraformFolder } from '../../testing/deployment/terraform-folder';

const MINUTES = 60_000;

let sandbox: Sandbox;
let operator: Operator;
let example: TerraformFolder;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0.2, eventDelaySeconds: 0.1 });
  operator = new Operator(sandbox.endpoint, sandbox.region);
  example = await TerraformFolder.initialized(exampleWithModule('hcl'), sandbox.endpoint);
}, MINUTES);

afterAll(async () => {
  operator?.close();
  await sandbox?.close();
});

// Each test goes on from where the one before it stopped, as a deployment does.
describe('examples/hcl', () => {
  it(
    'applies two monitors side by side that tell a topic of the caller, with a first verdict for every path',
    async () => {
      expect(await example.apply(SANDBOX_NETWORK)).toEqual({
        verdicts: {
          web: { 'web-to-internet': 'kept', 'web-sends-no-telnet': 'kept' },
          batch: { 'batch-to-internet': 'kept' },
        },
        function_names: { web: 'web', batch: 'batch' },
      });
      expect(await example.hasChanges(SANDBOX_NETWORK)).toBe(false);
    },
    3 * MINUTES,
  );

  it('reports a path that a change breaks once, from the monitor that watches it', async () => {
    const { webGroupId } = await operator.lookAround();
    await operator.revokeHttpsOut(webGroupId);
    expect(await sandbox.activity.idle(120_000)).toBe(true);
    expect(sandbox.inbox.map(({ subject, topicArn }) => [topicArn, subject])).toEqual([
      [
        `arn:aws:sns:${sandbox.region}:${sandbox.account}:network-alerts`,
        '[ALERT] Security Group change caused connectivity issue: web-to-internet',
      ],
    ]);
  });

  it(
    'is destroyed, and leaves nothing',
    async () => {
      await example.destroy(SANDBOX_NETWORK);
      expect(await leftovers(sandbox.endpoint, sandbox.region)).toEqual([]);
    },
    MINUTES,
  );
});
