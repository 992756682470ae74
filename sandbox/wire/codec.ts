import type { AwsError } from '../service';
import type { HttpRequest, HttpResponse } from './http';
import type { OperationSchema } from './schema';

/** One of AWS's wire protocols, seen from the server. */
export interface Codec {
  /** AWS's error code in this protocol for an operation that the service does not have. */
  readonly unknownAction: string;
  /** The operation's input in the shapes of the SDK. Throws AwsError for what the protocol cannot read. */
  decode(operation: OperationSchema, request: HttpRequest): unknown;
  encode(operation: OperationSchema, output: unknown, requestId: string): HttpResponse;
  fail(error: AwsError, requestId: string): HttpResponse;
}
