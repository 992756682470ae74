import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Explanation, NetworkInsightsAnalysis } from '@aws-sdk/client-ec2';
import type { Call, Permission, Principal } from '../../sandbox/service';
import type { CloudTrailEvent } from '../../sandbox/services/ec2/cloudtrail-record';
import { Ec2 } from '../../sandbox/services/ec2/ec2';
import { Activity } from '../../sandbox/world/activity';
import { Timeline } from '../../sandbox/world/timeline';
import { ACCOUNT, callTo, REGION } from '../emulator/connected-services';

/** The ids of `examples/networks/web.json`. */
export const WEB = {
  vpc: 'vpc-0a41c7e0d92b35f68',
  publicSubnet: 'subnet-0b7e25f41c9038da6',
  privateSubnet: 'subnet-0c93d4a7f6e1b2508',
  igw: 'igw-0d15e6b7a8c9f0324',
  publicTable: 'rtb-0e2637f8c9dab1450',
  mainTable: 'rtb-0f3748a9dbecd2561',
  acl: 'acl-01485b9aecfde3672',
  webGroup: 'sg-0259c6abfd0ef4783',
  databaseGroup: 'sg-036ad7bc0e1f05894',
  batchGroup: 'sg-047be8cd1f2a169a5',
  webServer: 'i-069d0aef3b4c38bc7',
  database: 'i-07ae1bf04c5d49cd8',
  batch: 'i-08bf2c015d6e5ade9',
  webInterface: 'eni-09c03d126e7f6bef0',
  databaseInterface: 'eni-0ad14e237f808cf01',
} as const;

/** The rule that allows the web server to reach the internet. */
export const HTTPS_OUT = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
export const TO_INTERNET = { Source: WEB.webServer, Destination: WEB.igw, Protocol: 'tcp', DestinationPort: 443 };

// Describe responses are read freely here, as a client would.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Output = any;

export function webNetworkFile(): Record<string, Output[]> {
  return JSON.parse(readFileSync(join(__dirname, '../../examples/networks/web.json'), 'utf8'));
}

/** EC2 with a network, without HTTP and other services. Analyses take no time. */
export function ec2With(
  file: unknown = webNetworkFile(),
  may: (permission: Permission, who: Principal) => boolean = () => true,
) {
  const world = {
    account: ACCOUNT,
    region: REGION,
    timeline: new Timeline(),
    activity: new Activity(),
    analysisSeconds: 0,
    eventDelaySeconds: 0,
  };
  const events: CloudTrailEvent[] = [];
  const ec2 = new Ec2(world, (event) => void events.push(event), {
    allowed: (who, permission) => may(permission, who),
  });
  ec2.load(file);
  const call = (action: string, input: object = {}, changes: Partial<Call> = {}): Output => {
    const operation = ec2.operations[action];
    if (!operation) throw new Error(`no operation ${action}`);
    return operation(input, callTo('ec2', action, changes));
  };
  const analysis = (id: string | undefined): NetworkInsightsAnalysis =>
    call('DescribeNetworkInsightsAnalyses', { NetworkInsightsAnalysisIds: [id] }).NetworkInsightsAnalyses[0];
  /** Creates a path and analyses it. @returns the analysis */
  const analyze = async (path: object, changes: Partial<Call> = {}): Promise<NetworkInsightsAnalysis> => {
    const { NetworkInsightsPathId } = call('CreateNetworkInsightsPath', path).NetworkInsightsPath;
    const started = call('StartNetworkInsightsAnalysis', { NetworkInsightsPathId }, changes).NetworkInsightsAnalysis;
    await world.activity.idle(5000);
    return analysis(started.NetworkInsightsAnalysisId);
  };
  return { ec2, world, events, call, analysis, analyze };
}

export type TestEc2 = ReturnType<typeof ec2With>;

export const codesOf = (explanations: readonly Explanation[] | undefined) =>
  explanations?.map((it) => it.ExplanationCode);

/** Such as `i eni sg acl rtb igw`. */
export const kindsOf = (components: NetworkInsightsAnalysis['ForwardPathComponents']) =>
  components?.map((it) => it.Component?.Id?.split('-')[0]).join(' ');

/** The code of the AWS error that `run` throws, or `none`. */
export function errorCodeOf(run: () => unknown): string {
  try {
    run();
    return 'none';
  } catch (error) {
    return (error as Error).name;
  }
}

/** An entry of the network's ACL that goes before all others; for all traffic unless changed. */
export function firstEntry(egress: boolean, action: string, changes: object): object {
  return {
    NetworkAclId: WEB.acl,
    RuleNumber: 1,
    Egress: egress,
    RuleAction: action,
    Protocol: '-1',
    CidrBlock: '0.0.0.0/0',
    ...changes,
  };
}
