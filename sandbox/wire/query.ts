import { XmlShapeSerializer } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../service';
import type { Codec } from './codec';
import type { OperationSchema } from './schema';

/**
 * The protocols with form parameters in and XML out. `aws-query` is that of SNS, IAM, STS and
 * CloudWatch.
 */
type Dialect = 'ec2-query' | 'aws-query';

/** Form parameters as a tree: the value of `A.1.B=x` is at A → 1 → B. */
interface ParameterNode {
  value?: string;
  readonly children: Map<string, ParameterNode>;
}

/**
 * @param version the API version that the client requested; it is part of the response's XML
 * namespace.
 */
export function queryCodec(dialect: Dialect, version: string): Codec {
  return {
    unknownAction: 'InvalidAction',
    decode: (operation, request) => {
      const tree = parameterTree(
        new URLSearchParams(request.body.length > 0 ? request.body.toString() : request.query),
      );
      return operation.input ? (read(dialect, operation.input, tree) ?? {}) : {};
    },
    encode: (operation, output, requestId) => xml(200, resultXml(dialect, version, operation, output, requestId)),
    fail: (error, requestId) => xml(error.status, errorXml(dialect, error, requestId)),
  };
}

const xml = (status: number, body: string) => ({ status, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body });

function parameterTree(parameters: URLSearchParams): ParameterNode {
  const root: ParameterNode = { children: new Map() };
  for (const [name, value] of parameters) {
    let node = root;
    for (const part of name.split('.')) {
      let child = node.children.get(part);
      if (!child) {
        child = { children: new Map() };
        node.children.set(part, child);
      }
      node = child;
    }
    node.value = value;
  }
  return root;
}

function read(dialect: Dialect, schema: NormalizedSchema, node: ParameterNode): unknown {
  if (schema.isStructSchema()) return readStructure(dialect, schema, node);
  if (schema.isListSchema()) return readList(dialect, schema, node);
  if (schema.isMapSchema()) return readMap(dialect, schema, node);
  return node.value === undefined ? undefined : readSimple(schema, node.value);
}

function readStructure(dialect: Dialect, schema: NormalizedSchema, node: ParameterNode): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const child = node.children.get(parameterName(dialect, name, member));
    const value = child && read(dialect, member, child);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function readList(dialect: Dialect, schema: NormalizedSchema, node: ParameterNode): unknown[] {
  const item = schema.getValueSchema();
  const flat = dialect === 'ec2-query' || schema.getMergedTraits().xmlFlattened;
  const items = flat ? node : node.children.get(item.getMergedTraits().xmlName ?? 'member');
  return numbered(items).map((child) => read(dialect, item, child));
}

function readMap(dialect: Dialect, schema: NormalizedSchema, node: ParameterNode): Record<string, unknown> {
  const key = schema.getKeySchema().getMergedTraits().xmlName ?? 'key';
  const value = schema.getValueSchema();
  const valueName = value.getMergedTraits().xmlName ?? 'value';
  const entries = schema.getMergedTraits().xmlFlattened ? node : node.children.get('entry');
  const pairs = numbered(entries).flatMap((entry): [string, unknown][] => {
    const name = entry.children.get(key)?.value;
    const child = entry.children.get(valueName);
    return name === undefined || !child ? [] : [[name, read(dialect, value, child)]];
  });
  return Object.fromEntries(pairs);
}

const numbered = (node: ParameterNode | undefined): ParameterNode[] =>
  [...(node?.children ?? [])].sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => child);

function parameterName(dialect: Dialect, name: string, member: NormalizedSchema): string {
  const { xmlName, ec2QueryName } = member.getMergedTraits();
  if (dialect === 'aws-query') return xmlName ?? name;
  const plain = String(ec2QueryName ?? xmlName ?? name);
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

function readSimple(schema: NormalizedSchema, text: string): unknown {
  if (schema.isBooleanSchema()) {
    if (text !== 'true' && text !== 'false') throw malformed(schema, text, 'true or false');
    return text === 'true';
  }
  if (schema.isNumericSchema()) {
    const value = Number(text);
    if (text.trim() === '' || Number.isNaN(value)) throw malformed(schema, text, 'a number');
    return value;
  }
  if (schema.isTimestampSchema()) {
    const value = new Date(text);
    if (Number.isNaN(value.getTime())) throw malformed(schema, text, 'a time in ISO 8601');
    return value;
  }
  return schema.isBlobSchema() ? new Uint8Array(Buffer.from(text, 'base64')) : text;
}

const malformed = (schema: NormalizedSchema, text: string, expected: string) =>
  new AwsError(
    'InvalidParameterValue',
    `Value (${text}) for parameter ${schema.getMemberName()} is invalid. Expected ${expected}.`,
  );

function resultXml(
  dialect: Dialect,
  version: string,
  operation: OperationSchema,
  output: unknown,
  requestId: string,
): string {
  const members = operation.output ? membersXml(operation.output, operation.namespace, output ?? {}) : '';
  const open = `<${operation.name}Response xmlns="${xmlNamespace(operation.namespace, version)}">`;
  const close = `</${operation.name}Response>`;
  if (dialect === 'ec2-query')
    return `${open}<requestId>${requestId}</requestId>${members || '<return>true</return>'}${close}`;
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  return `${open}<${operation.name}Result>${members}</${operation.name}Result>${metadata}${close}`;
}

/** Such as `http://ec2.amazonaws.com/doc/2016-11-15/` for `com.amazonaws.ec2`. */
const xmlNamespace = (smithyNamespace: string, version: string) =>
  `http://${smithyNamespace.split('.').pop()}.amazonaws.com/doc/${version}/`;

/** The structure's members as XML, without the element around them. */
function membersXml(schema: NormalizedSchema, namespace: string, value: unknown): string {
  const serializer = new XmlShapeSerializer({
    xmlNamespace: '',
    serviceNamespace: namespace,
    timestampFormat: { useTrait: true, default: 5 },
  });
  serializer.write(schema, value);
  const whole = String(serializer.flush());
  const start = whole.indexOf('>');
  return whole[start - 1] === '/' ? '' : whole.slice(start + 1, whole.lastIndexOf('</'));
}

function errorXml(dialect: Dialect, error: AwsError, requestId: string): string {
  const code = `<Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>`;
  if (dialect === 'ec2-query')
    return `<Response><Errors><Error>${code}</Error></Errors><RequestID>${requestId}</RequestID></Response>`;
  const type = error.status < 500 ? 'Sender' : 'Receiver';
  return `<ErrorResponse><Error><Type>${type}</Type>${code}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}

const escapeXml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
