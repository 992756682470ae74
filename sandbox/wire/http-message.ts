/** One HTTP request with its whole body, and the response to it. */

export interface HttpRequest {
  readonly method: string;
  /** Without the query string; percent-encoded as received. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}
