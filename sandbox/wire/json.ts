import { JsonCodec } from '@aws-sdk/core/protocols';
import type { DocumentType } from '@smithy/types';
import { AwsError } from '../service';
import type { Codec } from './codec';

const codec = new JsonCodec({ jsonName: false, timestampFormat: { useTrait: true, default: 7 } });

/** `aws-json-1.0` and `aws-json-1.1`: one JSON object each way. */
export function jsonCodec(version: '1.0' | '1.1'): Codec {
  const headers = (requestId: string) => ({
    'content-type': `application/x-amz-json-${version}`,
    'x-amzn-requestid': requestId,
  });
  return {
    unknownAction: 'UnknownOperationException',
    decode: (operation, request) =>
      operation.input ? codec.createDeserializer().readObject(operation.input, parse(request.body)) : {},
    encode: (operation, output, requestId) => {
      const serializer = codec.createSerializer();
      if (operation.output) serializer.write(operation.output, output ?? {});
      return { status: 200, headers: headers(requestId), body: operation.output ? serializer.flush() : '{}' };
    },
    fail: (error, requestId) => ({
      status: error.status,
      headers: { ...headers(requestId), ...error.headers },
      body: JSON.stringify({ __type: error.code, message: error.message }),
    }),
  };
}

/** The JSON body of a request. An empty body is an empty object. */
export function parse(body: Buffer): DocumentType {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid JSON.');
  }
}
