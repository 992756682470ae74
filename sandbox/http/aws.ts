import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AwsError, type Call, type Permission, type Principal, type Service } from '../service';
import type { HttpRequest, HttpResponse } from '../wire/http';
import { type Route, route } from '../wire/route';
import { operationSchema } from '../wire/schema';
import type { World } from '../world/world';
import type { Fault, Faults } from './faults';

/** What the endpoint asks of IAM. */
export interface Authorizer {
  /** Who signs with this key; a key that the sandbox did not hand out is an operator's. */
  principalOf(accessKeyId: string | undefined): Principal;
  /** Throws the service's own access-denied error where a policy does not allow the call. */
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

/** Signed for one Region wherever they are called from; what they answer here, the identity and the account's roles, is the same in all. */
const GLOBAL_SERVICES: ReadonlySet<string> = new Set(['iam', 'sts']);

interface Answer {
  readonly principal: Principal['kind'];
  readonly errorCode?: string;
  readonly response: HttpResponse;
}

/** Answers the AWS API: finds the operation, asks IAM, runs it, and keeps a record of every call. */
export class AwsEndpoint {
  readonly calls: RecordedCall[] = [];

  constructor(
    private readonly world: World,
    private readonly services: readonly Service[],
    private readonly iam: Authorizer,
    private readonly faults: Faults,
  ) {}

  /** The answer, or undefined where a fault wants the connection dropped. */
  async handle(request: HttpRequest, sourceIpAddress: string): Promise<HttpResponse | undefined> {
    const target = route(this.services, request);
    const fault = this.faults.take(target.serviceName, target.action);
    if (fault?.delayMs) await delay(fault.delayMs);
    const { response, ...outcome } = await this.answer(target, request, sourceIpAddress, fault);
    this.calls.push({
      at: new Date().toISOString(),
      service: target.serviceName,
      action: target.action,
      ...outcome,
      status: fault?.drop ? 0 : response.status,
    });
    return fault?.drop ? undefined : response;
  }

  private async answer(
    target: Route,
    request: HttpRequest,
    sourceIpAddress: string,
    fault: Fault | undefined,
  ): Promise<Answer> {
    const requestId = randomUUID();
    let kind: Principal['kind'] = 'lambda';
    try {
      // A key that the sandbox handed out once and has ended since is refused; it can only be a function's.
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
   * The sandbox is an endpoint of one Region. Like a regional endpoint of AWS, it refuses what is signed for another one, rather than to answer
   * with the resources of its own.
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
