import { CborCodec, cbor } from '@smithy/core/cbor';
import type { Codec } from './codec';

const codec = new CborCodec();
const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };

/** `rpc-v2-cbor`, which newer Python and Go SDKs use for CloudWatch. */
export const cborCodec: Codec = {
  unknownAction: 'UnknownOperationException',
  decode: (operation, request) =>
    operation.input && request.body.length > 0 ? codec.createDeserializer().read(operation.input, request.body) : {},
  encode: (operation, output, requestId) => {
    const serializer = codec.createSerializer();
    if (operation.output) serializer.write(operation.output, output ?? {});
    const body = operation.output ? (serializer.flush() as Uint8Array) : cbor.serialize({});
    return { status: 200, headers: { ...headers, 'x-amzn-requestid': requestId }, body };
  },
  fail: (error, requestId) => ({
    status: error.status,
    headers: { ...headers, 'x-amzn-requestid': requestId },
    body: cbor.serialize({ __type: error.code, message: error.message }),
  }),
};
