import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { reproducibleZip } from '../../../lib/bundle/reproducible-zip';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox';
import { SANDBOX_NETWORK } from '../../../testing/deployment/example';
import { leftovers } from '../../../testing/deployment/leftovers';
import { TerraformFolder } from '../../../testing/deployment/terraform-folder';
import { temporaryFolder } from '../../../testing/temporary-folder';
import type { Files } from '../../../tools/files';
import { moduleFiles } from '../../../tools/module/module-files';

const MINUTES = 60_000;

/** A server that has one file, as a release has. */
const serving = (archive: Uint8Array): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer((_, response) => response.end(archive));
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

// Terraform knows the outputs of terraform_data, the topic's ARN and the key's only when it
// applies.
const callers = (source: string): string => `
  provider "aws" {}

  resource "aws_sns_topic" "network" {
    name = "network"
  }

  resource "aws_kms_key" "network" {
    deletion_window_in_days = 7
  }

  resource "terraform_data" "web" {
    input = "${SANDBOX_NETWORK.web_instance_id}"
  }

  resource "terraform_data" "gateway" {
    input = "${SANDBOX_NETWORK.internet_gateway_id}"
  }

  resource "terraform_data" "first" {}

  locals {
    paths = {
      to-gateway = { source = terraform_data.web.output, destination = terraform_data.gateway.output, destination_port = 443 }
      to-address = { source = terraform_data.web.output, destination_ip = "198.51.100.20", destination_port = 443 }
    }
  }

  module "counted" {
    source        = "${source}"
    count         = 1
    name          = "counted"
    paths         = local.paths
    create_topic  = false
    sns_topic_arn = aws_sns_topic.network.arn
    kms_key_arn   = aws_kms_key.network.arn
    depends_on    = [terraform_data.first]
  }

  module "left_out" {
    source = "${source}"
    count  = 0
    name   = "left-out"
    paths  = local.paths
  }

  module "each" {
    source      = "${source}"
    for_each    = toset(["blue"])
    name        = each.key
    paths       = local.paths
    kms_key_arn = aws_kms_key.network.arn
  }

  output "verdicts" {
    value = merge({ for name, monitor in module.each : name => monitor.verdicts }, { counted = module.counted[0].verdicts })
  }
`;

let files: Files;
let sandbox: Sandbox;
let release: Server;
let caller: TerraformFolder;

beforeAll(async () => {
  files = moduleFiles();
  release = await serving(reproducibleZip(files));
  const { port } = release.address() as AddressInfo;
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'main.tf'), callers(`http://127.0.0.1:${port}/terraform-module.zip`));
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0.1, eventDelaySeconds: 0.1 });
  caller = await TerraformFolder.initialized(folder, sandbox.endpoint);
}, MINUTES);

afterAll(async () => {
  release?.close();
  await sandbox?.close();
});

describe('a caller of the module, from an archive', () => {
  it(
    'plans it with topic, key and ends of paths that are unknown yet',
    async () => {
      const { resources, values } = await caller.plan({});
      const monitors = new Set(resources.map(({ address }) => /^module\.\w+(\[[^\]]+\])?/.exec(address)?.[0]));
      expect([...monitors].filter(Boolean).sort()).toEqual(['module.counted[0]', 'module.each["blue"]']);
      const toAddress = 'aws_ec2_network_insights_path.path["to-address"]';
      expect(values(`module.counted[0].${toAddress}`)).not.toHaveProperty('source');
      expect(values('module.counted[0].aws_lambda_function.analyzer').function_name).toBe('counted');
    },
    MINUTES,
  );

  it(
    'applies under count, for_each and depends_on, and has nothing to change then',
    async () => {
      const kept = { 'to-gateway': 'kept', 'to-address': 'kept' };
      expect(await caller.apply()).toEqual({ verdicts: { counted: kept, blue: kept } });
      expect(await caller.hasChanges()).toBe(false);
    },
    4 * MINUTES,
  );

  it(
    'destroys it, and nothing is left',
    async () => {
      await caller.destroy();
      expect(await leftovers(sandbox.endpoint, sandbox.region)).toEqual([]);
    },
    2 * MINUTES,
  );
});
