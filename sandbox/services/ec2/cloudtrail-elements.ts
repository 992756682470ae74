/**
 * How CloudTrail writes the parameters and the response of an EC2 call. Older calls are in lower camel
 * case, with lists as `{"items": […]}`. Newer calls keep the names of the query protocol, inside one
 * object named after the call.
 */

import * as sdk from '@aws-sdk/client-ec2';
import type { NormalizedSchema } from '@smithy/core/schema';
import { type OperationSchema, operationSchema } from '../../wire/schema';

type Elements = Record<string, unknown>;

const NAMESPACE = 'http://ec2.amazonaws.com/doc/2016-11-15/';
/** The newer calls. */
const WRAPPED =
  /NetworkInsights|ManagedPrefixList|NatGateway|VpcEndpoint|TransitGateway|SecurityGroupVpc|^ModifySecurityGroupRules$/;

/** Names that do not follow from the model: of a member and, in a list of plain ids, of each id. */
const NAMES: Readonly<Record<string, { readonly name: string; readonly item?: string }>> = {
  'CreateNetworkAclEntry.Protocol': { name: 'aclProtocol' },
  'ReplaceNetworkAclEntry.Protocol': { name: 'aclProtocol' },
  'CreateNetworkAclEntry.IcmpTypeCode': { name: 'icmpTypeCode' },
  'ReplaceNetworkAclEntry.IcmpTypeCode': { name: 'icmpTypeCode' },
  'ModifyNetworkInterfaceAttribute.Groups': { name: 'groupSet', item: 'groupId' },
  'ModifyInstanceAttribute.Groups': { name: 'groupSet', item: 'groupId' },
  'RevokeSecurityGroupIngress.SecurityGroupRuleIds': { name: 'securityGroupRuleIds', item: 'securityGroupRuleId' },
  'RevokeSecurityGroupEgress.SecurityGroupRuleIds': { name: 'securityGroupRuleIds', item: 'securityGroupRuleId' },
  'TerminateInstances.InstanceIds': { name: 'instancesSet', item: 'instanceId' },
  'CreateTags.Resources': { name: 'resourcesSet', item: 'resourceId' },
  'DeleteTags.Resources': { name: 'resourcesSet', item: 'resourceId' },
  'CreateTags.Tags': { name: 'tagSet' },
  'DeleteTags.Tags': { name: 'tagSet' },
  'ModifyManagedPrefixList.AddEntries.Cidr': { name: 'cidr' },
  'ModifyManagedPrefixList.RemoveEntries.Cidr': { name: 'cidr' },
};
/** Members that records show as `{}` if the call has none. */
const ALWAYS = new Set(['IpPermissions', 'IcmpTypeCode']);

export function requestParameters(action: string, input: unknown): Elements {
  const { input: schema } = schemaOf(action);
  const wrapped = WRAPPED.test(action);
  const parameters = wrapped ? pascalStruct(schema, input, action) : camelStruct(schema, input, action, 'request');
  return wrapped ? { [`${action}Request`]: parameters } : parameters;
}

export function responseElements(action: string, output: unknown, requestId: string): Elements {
  const { output: schema } = schemaOf(action);
  if (WRAPPED.test(action)) {
    return { [`${action}Response`]: { xmlns: NAMESPACE, requestId, ...responseStruct(schema, output) } };
  }
  const { return: done, ...elements } = camelStruct(schema, output, action, 'response');
  const isEmpty = membersOf(schema).length === 0;
  return { requestId, ...(done !== undefined || isEmpty ? { _return: done ?? true } : {}), ...elements };
}

function schemaOf(action: string): OperationSchema {
  const schema = operationSchema({ sdk }, action);
  if (!schema) throw new Error(`EC2 has no operation ${action}.`);
  return schema;
}

/** @param schema undefined where an operation takes or returns nothing. */
function membersOf(schema: NormalizedSchema | undefined): [name: string, member: NormalizedSchema][] {
  return schema ? [...schema.structIterator()] : [];
}

function camelStruct(
  schema: NormalizedSchema | undefined,
  value: unknown,
  at: string,
  side: 'request' | 'response',
): Elements {
  const elements: Elements = {};
  const isTop = !at.includes('.');
  for (const [member, memberSchema] of membersOf(schema)) {
    const memberValue = (value as Elements | undefined)?.[member];
    const place = `${at}.${member}`;
    const name = NAMES[place]?.name ?? camelName(member, memberSchema);
    if (memberValue !== undefined) {
      const isEmpty = Array.isArray(memberValue) && memberValue.length === 0;
      if (!(isEmpty && side === 'response')) elements[name] = camelValue(memberSchema, memberValue, place, side);
    } else if (side === 'request' && (isTop ? ALWAYS.has(member) : memberSchema.isListSchema())) {
      elements[name] = {};
    }
  }
  return elements;
}

function camelValue(schema: NormalizedSchema, value: unknown, at: string, side: 'request' | 'response'): unknown {
  if (schema.isStructSchema()) return camelStruct(schema, value, at, side);
  if (!schema.isListSchema()) return plain(value);
  const item = NAMES[at]?.item;
  const items = (value as unknown[]).map((each) => {
    const element = camelValue(schema.getValueSchema(), each, `${at}.item`, side);
    return item === undefined ? element : { [item]: element };
  });
  return items.length === 0 ? {} : { items };
}

/** The name on the wire if that is in lower camel case, otherwise the model's own name. */
function camelName(member: string, schema: NormalizedSchema): string {
  if (member === 'TagSpecifications') return 'tagSpecificationSet';
  const wire = schema.getMergedTraits().xmlName as string | undefined;
  const isCamel = wire !== undefined && /^[a-z]/.test(wire);
  return isCamel ? wire : lowerFirst(schema.isListSchema() ? member : (wire ?? member));
}

/** A list of one element is written as that element. Each element has its number as `tag`. */
function pascalStruct(schema: NormalizedSchema | undefined, value: unknown, at: string): Elements {
  const elements: Elements = {};
  for (const [member, memberSchema] of membersOf(schema)) {
    const memberValue = (value as Elements | undefined)?.[member];
    if (memberValue === undefined) continue;
    const place = `${at}.${member}`;
    const wire = (memberSchema.getMergedTraits().xmlName as string | undefined) ?? member;
    const name = NAMES[place]?.name ?? wire.charAt(0).toUpperCase() + wire.slice(1);
    elements[name] = pascalValue(memberSchema, memberValue, place);
  }
  return elements;
}

function pascalValue(schema: NormalizedSchema, value: unknown, at: string): unknown {
  if (schema.isStructSchema()) return pascalStruct(schema, value, at);
  if (!schema.isListSchema()) return plain(value);
  const items = (value as unknown[]).map((each, index) => {
    const element = pascalValue(schema.getValueSchema(), each, at);
    const tag = index + 1;
    return typeof element === 'object' ? { ...element, tag } : { content: element, tag };
  });
  return items.length === 1 ? items[0] : items;
}

function responseStruct(schema: NormalizedSchema | undefined, value: unknown): Elements {
  const elements: Elements = {};
  for (const [member, memberSchema] of membersOf(schema)) {
    const memberValue = (value as Elements | undefined)?.[member];
    if (memberValue === undefined || (Array.isArray(memberValue) && memberValue.length === 0)) continue;
    const wire = (memberSchema.getMergedTraits().xmlName as string | undefined) ?? member;
    elements[lowerFirst(wire)] = responseValue(memberSchema, memberValue);
  }
  return elements;
}

function responseValue(schema: NormalizedSchema, value: unknown): unknown {
  if (schema.isStructSchema()) return responseStruct(schema, value);
  if (!schema.isListSchema()) return plain(value);
  const items = (value as unknown[]).map((each) => responseValue(schema.getValueSchema(), each));
  return { item: items.length === 1 ? items[0] : items };
}

function plain(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
