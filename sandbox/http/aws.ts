import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AwsError, type Call, type Permission, type Principal, type Service } from '../service';
import type { HttpRequest, HttpResponse } from '../wire/http-message';
import { type Route, route } from '../wire/route';
import { operationSchema } from '../wire/schema';
import type { World } from '../world/world';
import type { Fault, Faults } from './faults';

/** IAM, as far as the endpoint uses it. */
export interface Authorizer {
  /** The owner of the key. A key that the sandbox did not issue is the operator's. */
  principalOf(accessKeyId: string | undefined): Principal;
  /** @throws the service's own access-denied error if a policy does not allow the call. */
  authorize(call: Call, permissions: readonly Permission[]): void;
}

/** An API call that reached the sandbox. */
export interface RecordedCall {
  /** ISO 8601, milliseconds. */
  readonly at: string;
  readonly service: string;
  readonly action: string;
  readonly principal: Principal['kind'];
  /** The HTTP status of the response; 0 if the connection was dropped. */
  readonly status: number;
  readonly errorCode?: string;
}

/**
 * Services whose clients sign for one fixed Region. Their responses are the same in every Region.
 */
const GLOBAL_SERVICES: ReadonlySet<string> = new Set(['iam', 'sts']);

interface CallResult {
  readonly principal: Principal['kind'];
  readonly errorCode?: string;
  readonly response: HttpResponse;
}

/** Serves the AWS API: finds the operation, asks IAM, runs the operation, and records the call. */
export class AwsEndpoint {
  readonly calls: RecordedCall[] = [];

  constructor(
    private readonly world: World,
    private readonly services: readonly Service[],
    private readonly iam: Authorizer,
    private readonly faults: Faults,
  ) {}

  /** The response, or undefined if a fault drops the connection. */
  async handle(request: HttpRequest, sourceIpAddress: string): Promise<HttpResponse | undefined> {
    const target = route(this.services, request);
    const fault = this.faults.take(target.serviceName, target.action);
    if (fault?.delayMs) await delay(fault.delayMs);
    const { response, ...outcome } = await this.respond(target, request, sourceIpAddress, fault);
    this.calls.push({
      at: new Date().toISOString(),
      service: target.serviceName,
      action: target.action,
      ...outcome,
      status: fault?.drop ? 0 : response.status,
    });
    return fault?.drop ? undefined : response;
  }

  private async respond(
    target: Route,
    request: HttpRequest,
    sourceIpAddress: string,
    fault: Fault | undefined,
  ): Promise<CallResult> {
    const requestId = randomUUID();
    // If the key is refused, it was issued by the sandbox and has ended, so it belongs to a
    // function.
    let kind: Principal['kind'] = 'lambda';
    try {
      const principal = this.iam.principalOf(target.signature.accessKeyId);
      kind = principal.kind;
      this.refuseOtherRegion(target);
      if (fault?.error) throw new AwsError(fault.error.code, 'Injected fault.', fault.error.status);
      const call = this.call(target, request, sourceIpAddress, principal, requestId);
      return { principal: kind, response: await this.run(target, call, request) };
    } catch (error) {
      const failure = asAwsError(error);
      return { principal: kind, errorCode: failure.code, response: target.codec.fail(failure, requestId) };
    }
  }

  /**
   * Like a regional endpoint of AWS, the sandbox refuses a request that is signed for another
   * Region, instead of responding with the resources of its own.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
   */
  private refuseOtherRegion({ serviceName, signature: { region } }: Route): void {
    const own = this.world.region;
    if (region === undefined || region === own || GLOBAL_SERVICES.has(serviceName)) return;
    throw new AwsError(
      'SignatureDoesNotMatch',
      `Credential should be scoped to a valid Region, not '${region}'. This sandbox is in ${own}: set AWS_REGION=${own}, or start the sandbox with AWS_REGION=${region}.`,
      403,
    );
  }

  private call(
    target: Route,
    request: HttpRequest,
    sourceIpAddress: string,
    principal: Principal,
    requestId: string,
  ): Call {
    return {
      service: target.serviceName,
      action: target.action,
      requestId,
      principal,
      account: this.world.account,
      region: target.signature.region ?? this.world.region,
      userAgent: request.headers['user-agent'] ?? '',
      sourceIpAddress,
      at: new Date(),
    };
  }

  private async run(target: Route, call: Call, request: HttpRequest): Promise<HttpResponse> {
    const { service, codec, action } = target;
    const schema = service && operationSchema(service, action);
    const operation = service?.operations[action];
    if (!schema || !operation) throw unknownAction(target);
    const input = codec.decode(schema, request);
    const permissions = service.permissions?.[action]?.(input, call) ?? [{ resource: '*' }];
    try {
      this.iam.authorize(call, permissions);
    } catch (error) {
      service.refused?.(input, call, error);
      throw error;
    }
    return codec.encode(schema, await operation(input, call), call.requestId);
  }
}

function unknownAction({ service, serviceName, action, codec }: Route): AwsError {
  const known = service && operationSchema(service, action);
  const reason = known || !service ? ` The sandbox does not have ${serviceName}:${action}.` : '';
  return new AwsError(codec.unknownAction, `The action ${action} is not valid for this web service.${reason}`, 400);
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
  return new AwsError('InternalError', `The sandbox failed: ${error instanceof Error ? error.message : error}`, 500);
}
