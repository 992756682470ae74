import type { Service } from '../service';
import { cborCodec } from './cbor';
import type { Codec } from './codec';
import type { HttpRequest } from './http';
import { jsonCodec } from './json';
import { queryCodec } from './query';
import { matchRestOperation, restJsonCodec } from './rest-json';
import { operationSchemas } from './schema';

/** What a request asks for, before anyone looks whether the sandbox can do it. */
export interface Route {
  /** As the caller names it: the service of the signature's scope, or `unknown`. */
  readonly serviceName: string;
  /** As the caller names it, or the method and path where AWS has no such operation. */
  readonly action: string;
  /** Absent where the sandbox has no such service. */
  readonly service?: Service;
  readonly codec: Codec;
  readonly signature: Signature;
}

/** The parts of a Signature Version 4 scope; the signature itself is not checked, since any credential will do. */
interface Signature {
  readonly accessKeyId?: string;
  readonly region?: string;
  readonly service?: string;
}

// Signing names that differ from the prefix in IAM actions.
const IAM_PREFIXES: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

// Unsigned query requests tell their service by API version alone.
const QUERY_VERSIONS: Readonly<Record<string, string>> = {
  '2016-11-15': 'ec2',
  '2010-03-31': 'sns',
  '2010-05-08': 'iam',
  '2011-06-15': 'sts',
  '2010-08-01': 'cloudwatch',
};

export function route(services: readonly Service[], request: HttpRequest): Route {
  const signature = readSignature(request.headers.authorization ?? '');
  const found = readCbor(request) ?? readJson(request) ?? readQuery(request);
  const scope = signature.service && (IAM_PREFIXES[signature.service] ?? signature.service);
  const serviceName = scope ?? found?.serviceName ?? 'unknown';
  const service = services.find(({ name }) => name === serviceName);
  if (found) return { serviceName, action: found.action, codec: found.codec(service), signature, service };
  const operation = service && matchRestOperation(operationSchemas(service), request);
  const action = operation?.name ?? `${request.method} ${request.path}`;
  return { serviceName, action, codec: restJsonCodec, signature, service };
}

interface Found {
  readonly action: string;
  readonly serviceName?: string;
  readonly codec: (service: Service | undefined) => Codec;
}

function readCbor(request: HttpRequest): Found | undefined {
  const [, action] = /^\/service\/\w+\/operation\/(\w+)\/?$/.exec(request.path) ?? [];
  return action && request.headers['smithy-protocol'] === 'rpc-v2-cbor'
    ? { action, codec: () => cborCodec }
    : undefined;
}

function readJson(request: HttpRequest): Found | undefined {
  const action = request.headers['x-amz-target']?.split('.').pop();
  const version = request.headers['content-type']?.includes('json-1.0') ? '1.0' : '1.1';
  return action ? { action, codec: () => jsonCodec(version) } : undefined;
}

function readQuery(request: HttpRequest): Found | undefined {
  const parameters = request.body.length > 0 ? new URLSearchParams(request.body.toString()) : request.query;
  const action = parameters.get('Action');
  if (!action) return undefined;
  const version = parameters.get('Version') ?? '';
  const serviceName = QUERY_VERSIONS[version];
  return {
    action,
    codec: (service) => queryCodec((service?.name ?? serviceName) === 'ec2' ? 'ec2-query' : 'aws-query', version),
    serviceName,
  };
}

function readSignature(authorization: string): Signature {
  const [, accessKeyId, region, service] =
    /Credential=([^/,\s]+)\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(authorization) ?? [];
  return { accessKeyId, region, service };
}
