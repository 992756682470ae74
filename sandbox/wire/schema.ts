import { deref, NormalizedSchema } from '@smithy/core/schema';
import type { Service } from '../service';

/** An operation's wire format, read from the schemas that the AWS SDK's client modules export. */
export interface OperationSchema {
  readonly name: string;
  /** Such as `com.amazonaws.ec2`. */
  readonly namespace: string;
  /** Absent where the operation takes or gives nothing. */
  readonly input?: NormalizedSchema;
  readonly output?: NormalizedSchema;
  /** Method, path template and success status; only for REST protocols. */
  readonly http?: readonly [method: string, path: string, status: number];
}

// What the SDK's code generator writes for an operation: [kind, namespace, name, traits, input, output].
type StaticOperation = readonly [
  kind: 9,
  namespace: string,
  name: string,
  traits: unknown,
  input: unknown,
  output: unknown,
];
type AnySchema = Parameters<typeof NormalizedSchema.of>[0];

const isOperation = (value: unknown): value is StaticOperation => Array.isArray(value) && value[0] === 9;

/** The schema of one operation of a service, or undefined where AWS has no such operation. */
export function operationSchema(service: Pick<Service, 'sdk'>, action: string): OperationSchema | undefined {
  const found = service.sdk[`${action}$`];
  return isOperation(found) ? readOperation(found) : undefined;
}

/** Every operation that AWS's service has, whether or not the sandbox does it. */
export function operationSchemas(service: Service): OperationSchema[] {
  return Object.values(service.sdk).filter(isOperation).map(readOperation);
}

function readOperation([, namespace, name, traits, input, output]: StaticOperation): OperationSchema {
  const http = (traits as { http?: OperationSchema['http'] } | undefined)?.http;
  return { name, namespace, input: structure(input), output: structure(output), http };
}

function structure(schema: unknown): NormalizedSchema | undefined {
  const target = deref(schema as AnySchema);
  if (target === 'unit') return undefined;
  const normalized = NormalizedSchema.of(target as AnySchema);
  return normalized.isStructSchema() ? normalized : undefined;
}
