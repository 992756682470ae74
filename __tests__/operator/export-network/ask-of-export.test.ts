import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateNetworkInsightsPathCommand,
  DescribeNetworkInsightsAnalysesCommand,
  EC2Client,
  type NetworkInsightsPath,
  type PathComponent,
  StartNetworkInsightsAnalysisCommand,
} from '@aws-sdk/client-ec2';
import { runAsk } from '../../../operator/ask/cli';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox';
import { addRoutes, openNetwork, PEERING } from '../../../testing/networks/open-network';
import { WEB, webNetworkFile } from '../../../testing/networks/web-network';
import { exportFrom } from '../../../testing/operator/export';
import { paper } from '../../../testing/operator/terminal';
import { temporaryFolder } from '../../../testing/temporary-folder';

/**
 * `ask` of an exported network says what Reachability Analyzer says of the network itself, both
 * over HTTP.
 */
let sandbox: Sandbox;
let client: EC2Client;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, analysisSeconds: 0, eventDelaySeconds: 0, region: 'eu-central-1' });
  const { endpoint, region } = sandbox;
  client = new EC2Client({ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
});
afterAll(async () => {
  client.destroy();
  await sandbox.close();
});

interface Asked {
  readonly from: string;
  /** An id or an address. */
  readonly to: string;
  readonly port: number;
}

async function analysed({ from, to, port }: Asked) {
  const isAddress = /^[\d.]+$/.test(to);
  const FilterAtSource = { DestinationAddress: to, DestinationPortRange: { FromPort: port, ToPort: port } };
  const end = isAddress ? { FilterAtSource } : { Destination: to, DestinationPort: port };
  const path = await client.send(
    new CreateNetworkInsightsPathCommand({
      Source: from,
      Protocol: 'tcp',
      ClientToken: `${from} ${to} ${port}`,
      ...end,
    }),
  );
  const { NetworkInsightsPathId } = path.NetworkInsightsPath as NetworkInsightsPath;
  const started = await client.send(
    new StartNetworkInsightsAnalysisCommand({ NetworkInsightsPathId, ClientToken: `${from} ${to} ${port}` }),
  );
  await sandbox.activity.idle(5000);
  const ids = [started.NetworkInsightsAnalysis?.NetworkInsightsAnalysisId as string];
  const found = await client.send(new DescribeNetworkInsightsAnalysesCommand({ NetworkInsightsAnalysisIds: ids }));
  const [analysis = {}] = found.NetworkInsightsAnalyses ?? [];
  const verdict = analysis.NetworkPathFound ? 'reachable' : 'blocked';
  return {
    verdict: analysis.Status === 'failed' ? 'unsupported' : verdict,
    codes: (analysis.Explanations ?? []).map((it) => it.ExplanationCode),
    forward: idsOf(analysis.ForwardPathComponents),
    back: idsOf(analysis.ReturnPathComponents),
  };
}

const idsOf = (components: readonly PathComponent[] = []) => components.map((it) => it.Component?.Id);

async function asked(file: string, { from, to, port }: Asked) {
  const { terminal, output } = paper();
  const args = ['--network', file, '--from', from, '--to', to, '--port', String(port), '--json'];
  const code = await runAsk(args, terminal);
  const { verdict, explanations, forward, back } = JSON.parse(output());
  expect(code).toBe({ reachable: 0, blocked: 1, unsupported: 2 }[verdict as string]);
  const codes = explanations.map((it: { ExplanationCode: string }) => it.ExplanationCode);
  return { verdict, codes, forward: idsOf(forward), back: idsOf(back) };
}

function variedNetwork() {
  const network = openNetwork();
  network.VpcPeeringConnections?.push(PEERING);
  addRoutes(network, 'rtb-private', { DestinationCidrBlock: '10.1.0.0/16', VpcPeeringConnectionId: 'pcx-ab' });
  addRoutes(network, 'rtb-private', { DestinationCidrBlock: '192.168.0.0/16', TransitGatewayId: 'tgw-hub' });
  addRoutes(network, 'rtb-b', { DestinationCidrBlock: '10.0.0.0/16', VpcPeeringConnectionId: 'pcx-ab' });
  return network;
}

describe.each([
  {
    name: 'examples/networks/web.json',
    network: webNetworkFile(),
    questions: [
      { from: WEB.webServer, to: WEB.igw, port: 443, verdict: 'reachable' },
      { from: WEB.webServer, to: WEB.igw, port: 25, verdict: 'blocked' },
      { from: WEB.webServer, to: WEB.database, port: 5432, verdict: 'reachable' },
      { from: WEB.webServer, to: WEB.database, port: 22, verdict: 'blocked' },
      { from: WEB.igw, to: WEB.database, port: 5432, verdict: 'blocked' },
      { from: WEB.igw, to: WEB.webInterface, port: 443, verdict: 'reachable' },
      { from: WEB.webInterface, to: '198.51.100.7', port: 443, verdict: 'reachable' },
      { from: WEB.webInterface, to: '198.51.100.7', port: 25, verdict: 'blocked' },
    ],
  },
  {
    name: 'a network with NAT, peering and a transit gateway',
    network: variedNetwork(),
    questions: [
      { from: 'eni-private', to: 'igw-a', port: 443, verdict: 'reachable' },
      { from: 'eni-private', to: 'eni-b', port: 443, verdict: 'reachable' },
      { from: 'eni-public', to: 'eni-b', port: 443, verdict: 'blocked' },
      { from: 'eni-private', to: '10.1.1.10', port: 443, verdict: 'reachable' },
      { from: 'eni-private', to: '192.168.7.7', port: 443, verdict: 'unsupported' },
      { from: 'igw-a', to: 'eni-private', port: 443, verdict: 'blocked' },
    ],
  },
])('of $name', ({ network, questions }) => {
  let file: string;
  beforeAll(async () => {
    sandbox.services.ec2.load(network);
    file = join(temporaryFolder(), 'network.json');
    const { code } = await exportFrom(sandbox, ['--out', file]);
    expect(code).toBe(0);
  });

  it.each(questions)('$from to $to on port $port is $verdict in both', async ({ verdict, ...question }) => {
    const found = await asked(file, question);
    expect(found).toEqual(await analysed(question));
    expect(found.verdict).toBe(verdict);
  });

  it('and an exported network is exported as it is', async () => {
    sandbox.services.ec2.load(JSON.parse(readFileSync(file, 'utf8')));
    const again = join(temporaryFolder(), 'again.json');
    writeFileSync(again, (await exportFrom(sandbox)).output);
    expect(readFileSync(again, 'utf8')).toBe(readFileSync(file, 'utf8'));
  });
});
