import type { AwsError } from '../service';
import type { HttpRequest, HttpResponse } from './http-message';
import type { OperationSchema } from './schema';

/** One of AWS's wire protocols, from the server's side. */
export interface Codec {
  /** AWS's error code in this protocol for an unknown operation. */
  readonly unknownAction: string;
  /**
   * The operation's input in the shapes of the SDK. @throws AwsError for a request that is
   * malformed.
   */
  decode(operation: OperationSchema, request: HttpRequest): unknown;
  encode(operation: OperationSchema, output: unknown, requestId: string): HttpResponse;
  fail(error: AwsError, requestId: string): HttpResponse;
}
