import { JsonCodec } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../service';
import type { Codec } from './codec';
import type { HttpRequest } from './http-message';
import { parse } from './json';
import type { OperationSchema } from './schema';

const codec = new JsonCodec({ jsonName: true, timestampFormat: { useTrait: true, default: 7 } });

/** `rest-json` of Lambda: parameters in the path, the query string, headers and a JSON body. */
export const restJsonCodec: Codec = {
  unknownAction: 'UnknownOperationException',
  decode: (operation, request) => readInput(operation, request),
  encode: (operation, output, requestId) =>
    writeOutput(operation, (output ?? {}) as Record<string, unknown>, requestId),
  fail: (error, requestId) => ({
    status: error.status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, 'x-amzn-errortype': error.code },
    body: JSON.stringify({
      Type: error.status < 500 ? 'User' : 'Service',
      Message: error.message,
      message: error.message,
    }),
  }),
};

/**
 * The operation whose method and path template match; of several, the one with the fewest labels.
 * Labels may be encoded ARNs.
 */
export function matchRestOperation(
  operations: readonly OperationSchema[],
  request: HttpRequest,
): OperationSchema | undefined {
  const fitting = operations.filter(
    (operation) => operation.http?.[0] === request.method && pathLabels(operation, request.path),
  );
  const labels = (operation: OperationSchema) => operation.http?.[1].match(/\{/g)?.length ?? 0;
  return fitting.sort((a, b) => labels(a) - labels(b))[0];
}

function pathLabels(operation: OperationSchema, path: string): Record<string, string> | undefined {
  const [template = ''] = operation.http?.[1].split('?') ?? [];
  const pattern = template.replace(/\/$/, '').replace(/\{(\w+)\+?\}/g, (_, name: string) => `(?<${name}>[^/]+)`);
  const groups = new RegExp(`^${pattern}/?$`).exec(path);
  if (!groups) return undefined;
  return Object.fromEntries(
    Object.entries(groups.groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)]),
  );
}

function readInput(operation: OperationSchema, request: HttpRequest): Record<string, unknown> {
  const { input } = operation;
  if (!input) return {};
  const members = [...input.structIterator()];
  const payload = members.find(([, member]) => member.getMergedTraits().httpPayload);
  const fromBody = payload
    ? { [payload[0]]: request.body.length > 0 ? new Uint8Array(request.body) : undefined }
    : (codec.createDeserializer().readObject(input, parse(request.body)) as Record<string, unknown>);
  const labels = pathLabels(operation, request.path) ?? {};
  const bound = members.flatMap(([name, member]): [string, unknown][] => {
    const { httpLabel, httpQuery, httpHeader } = member.getMergedTraits();
    if (httpLabel) return [[name, simple(member, labels[name])]];
    if (httpQuery) return [[name, fromQuery(member, request.query.getAll(httpQuery))]];
    if (httpHeader) return [[name, simple(member, request.headers[httpHeader.toLowerCase()])]];
    return [];
  });
  return { ...fromBody, ...Object.fromEntries(bound.filter(([, value]) => value !== undefined)) };
}

function fromQuery(member: NormalizedSchema, values: string[]): unknown {
  if (member.isListSchema()) return values.length > 0 ? values : undefined;
  return simple(member, values[0]);
}

function simple(member: NormalizedSchema, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  if (member.isBooleanSchema()) return text === 'true';
  if (!member.isNumericSchema()) return text;
  const value = Number(text);
  if (Number.isNaN(value))
    throw new AwsError('InvalidParameterValueException', `${member.getMemberName()} is not a number: ${text}`);
  return value;
}

function writeOutput(operation: OperationSchema, output: Record<string, unknown>, requestId: string) {
  const headers: Record<string, string> = { 'content-type': 'application/json', 'x-amzn-requestid': requestId };
  let [, , status] = operation.http ?? ['', '', 200];
  let payload: Uint8Array | undefined;
  const body: Record<string, unknown> = {};
  for (const [name, member] of operation.output?.structIterator() ?? []) {
    const value = output[name];
    if (value === undefined || value === null) continue;
    const { httpHeader, httpResponseCode, httpPayload } = member.getMergedTraits();
    if (httpHeader) headers[httpHeader.toLowerCase()] = String(value);
    else if (httpResponseCode) status = Number(value);
    else if (httpPayload) payload = value as Uint8Array;
    else body[name] = value;
  }
  if (payload) return { status, headers, body: payload };
  if (!operation.output || status === 204) return { status, headers, body: '' };
  const serializer = codec.createSerializer();
  serializer.write(operation.output, body);
  return { status, headers, body: serializer.flush() };
}
