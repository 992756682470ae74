import * as sdk from '@aws-sdk/client-ec2';
import { UnknownResource } from '../../../reachability/network/collection';
import { loadNetwork } from '../../../reachability/network/load/load-network';
import { AwsError, type Call, type Operation, type Service } from '../../service';
import type { World } from '../../world/world';
import { type CloudTrailEvent, cloudTrailEvent, type Outcome } from './cloudtrail-record';
import { describeOperations } from './describe/describe-operations';
import { placeOperations } from './describe/place-operations';
import { analysisOperations } from './insights/analysis-operations';
import { Insights, type Permissions, type ScriptedAnalysis } from './insights/insights';
import { pathOperations } from './insights/path-operations';
import { LiveNetwork } from './live-network';
import { addressOperations } from './operations/address-operations';
import { interfaceOperations } from './operations/interface-operations';
import { internetGatewayOperations } from './operations/internet-gateway-operations';
import { modifySecurityGroupRules } from './operations/modify-security-group-rules';
import { networkAclOperations } from './operations/network-acl-operations';
import { prefixListOperations } from './operations/prefix-list-operations';
import { routeOperations } from './operations/route-operations';
import { routeTableOperations } from './operations/route-table-operations';
import { securityGroupOperations } from './operations/security-group-operations';
import { tagOperations } from './operations/tag-operations';
import { ec2Permissions } from './permissions';

/** Calls that match change something, but not the network. */
const NO_NETWORK_CHANGE = /NetworkInsights|Tags$/;

/** The part of EC2 that a reachability monitor uses: a network, the calls that show and change it, and Reachability Analyzer. */
export class Ec2 implements Service {
  readonly name = 'ec2';
  readonly sdk = sdk;
  readonly operations: Record<string, Operation>;
  readonly permissions: NonNullable<Service['permissions']>;
  readonly network = new LiveNetwork();
  private readonly insights: Insights;
  private loaded: unknown = {};

  /** @param emit gets, at the time of the call, the CloudTrail event of every call that is not read-only, even if it fails. */
  constructor(
    private readonly world: World,
    private readonly emit: (event: CloudTrailEvent) => void,
    permissions: Permissions,
  ) {
    this.insights = new Insights(world, this.network, permissions);
    const collections = [...this.network.collections, this.insights.paths, this.insights.analyses];
    this.permissions = ec2Permissions(this.insights, collections);
    const operations: Record<string, Operation> = {
      ...describeOperations(this.network, world),
      ...securityGroupOperations(this.network),
      ...placeOperations(this.network),
      ...networkAclOperations(this.network),
      ...routeTableOperations(this.network),
      ...routeOperations(this.network),
      ...internetGatewayOperations(this.network),
      ...addressOperations(this.network),
      ...interfaceOperations(this.network),
      ...prefixListOperations(this.network),
      ModifySecurityGroupRules: (input) => modifySecurityGroupRules(this.network, input),
      ...tagOperations(collections),
      ...pathOperations(this.insights),
      ...analysisOperations(this.insights),
    };
    this.operations = Object.fromEntries(
      Object.entries(operations).map(([action, operation]) => [action, this.observed(action, operation)]),
    );
  }

  /** What the next analyses do, in order. Later ones run as usual. */
  get nextAnalyses(): ScriptedAnalysis[] {
    return this.insights.nextAnalyses;
  }

  /**
   * Replaces the network by that of `file`, one JSON object with the keys of the EC2 Describe
   * responses, and forgets all paths and analyses.
   * @throws Error that names the key, the resource and what is wrong; nothing has changed then.
   */
  load(file: unknown): void {
    // A reset loads the same file again: its warnings have been printed.
    const warn = file === this.loaded ? undefined : (line: string) => process.stderr.write(`${line}\n`);
    this.network.replaceWith(loadNetwork(file, this.world.account, warn));
    this.insights.clear();
    this.loaded = file;
  }

  /** Restores the network as it was loaded, without paths and analyses. */
  reset(): void {
    this.load(this.loaded);
  }

  /** CloudTrail also records the calls that IAM refused. */
  refused(input: unknown, call: Call, error: unknown): void {
    if (!isReadOnly(call.action)) this.record(input, call, { error });
  }

  private observed(action: string, operation: Operation): Operation {
    const run: Operation = (input, call) => {
      if (input?.DryRun) {
        throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
      }
      return inTermsOfEc2(() => operation(input, call));
    };
    if (isReadOnly(action)) return run;
    return (input, call) => {
      try {
        const output = run(input, call);
        this.record(input, call, { output });
        return output;
      } catch (error) {
        this.record(input, call, { error });
        throw error;
      }
    };
  }

  private record(input: unknown, call: Call, outcome: Outcome): void {
    const event = cloudTrailEvent(call, input, outcome);
    if (!NO_NETWORK_CHANGE.test(call.action)) {
      const { eventID, errorCode } = event.detail;
      this.world.timeline.record('change', `${call.action}${errorCode ? ` refused: ${errorCode}` : ''}`, {
        action: call.action,
        principal: call.principal.kind,
        eventId: eventID,
        requestId: call.requestId,
        input,
        errorCode,
      });
    }
    this.emit(event);
  }
}

function inTermsOfEc2<T>(operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    throw error instanceof UnknownResource ? new AwsError(error.code, error.message) : error;
  }
}

function isReadOnly(action: string): boolean {
  return /^(Describe|Get|Search)/.test(action);
}
