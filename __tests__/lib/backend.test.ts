import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { App } from 'cdktf';
import { ReachabilityMonitorStack } from '../../lib/reachability-monitor-stack';
import { terraform, terraformEnvironment } from '../../testing/deployment/terraform';
import { readStack } from '../../testing/synthesis/synthesis';
import { temporaryFolder } from '../../testing/temporary-folder';

const withBackend = (backend?: unknown): string => {
  const app = new App({ outdir: temporaryFolder(), ...(backend !== undefined && { context: { backend } }) });
  new ReachabilityMonitorStack(app, 'monitor');
  app.synth();
  return join(app.outdir, 'stacks', 'monitor');
};

it('is a file in the project by default, by a relative path', () => {
  const { terraform } = readStack(withBackend());
  expect(terraform.backend).toEqual({ local: { path: '../../../terraform.monitor.tfstate' } });
  expect(terraform).not.toHaveProperty('cloud');
});

it.each([
  ['S3', { s3: { bucket: 'my-state', key: 'monitor.tfstate', region: 'eu-central-1', use_lockfile: true } }],
  ['S3 whose settings terraform init is told', { s3: {} }],
])('is what the context says: %s', (_, backend) => {
  const stack = readStack(withBackend(backend));
  expect(stack.terraform.backend).toEqual(backend);
  expect(stack['//'].metadata.backend).toBe(Object.keys(backend)[0]);
});

it('is HCP Terraform where the context says so', () => {
  const cloud = { organization: 'my-organization', workspaces: { name: 'monitor' } };
  const { terraform } = readStack(withBackend({ cloud }));
  expect(terraform.cloud).toEqual(cloud);
  expect(terraform).not.toHaveProperty('backend');
});

it('takes from terraform init what the context leaves out', async () => {
  const asked: (string | undefined)[] = [];
  // A backend of the type "http" without a state:
  // https://developer.hashicorp.com/terraform/language/backend/http
  const state = createServer(({ url }, response) => {
    asked.push(url);
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => state.listen(0, '127.0.0.1', resolve));
  const { port } = state.address() as AddressInfo;
  try {
    await terraform(['init', '-input=false', '-no-color', `-backend-config=address=http://127.0.0.1:${port}/monitor`], {
      cwd: withBackend({ http: {} }),
      env: terraformEnvironment(),
    });
  } finally {
    state.close();
  }
  expect(asked).toContain('/monitor');
});

it.each([[{}], [{ s3: {}, gcs: {} }], ['s3'], [['s3']], [{ s3: 'my-state' }], [null]])(
  'is refused where the context says anything but one backend: %j',
  (backend) => {
    expect(() => withBackend(backend)).toThrow("the context's backend must be one type of backend with its settings");
  },
);
