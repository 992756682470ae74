/**
 * How CloudTrail writes the parameters and the answer of an EC2 call. Older calls are in lower camel case with lists as
 * `{"items": […]}`; newer ones keep the names of the query protocol, inside one object named after the call.
 */

import * as sdk from '@aws-sdk/client-ec2';
import { NormalizedSchema } from '@smithy/core/schema';

type Schema = ReturnType<typeof NormalizedSchema.of>;
type Elements = Record<string, unknown>;

const NAMESPACE = 'http://ec2.amazonaws.com/doc/2016-11-15/';
/** The newer calls. */
const WRAPPED =
  /NetworkInsights|ManagedPrefixList|NatGateway|VpcEndpoint|TransitGateway|SecurityGroupVpc|^ModifySecurityGroupRules$/;

/** Names that do not follow from the model: what a member is called, and for a list of plain ids, what each is called. */
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
/** Members that records show as `{}` where the call has none. */
const ALWAYS = new Set(['IpPermissions', 'IcmpTypeCode']);

export function requestParameters(action: string, input: unknown): Elements {
  const schema = schemaOf(action, 4);
  const wrapped = WRAPPED.test(action);
  const parameters = wrapped ? pascalStruct(schema, input, action) : camelStruct(schema, input, action, 'request');
  return wrapped ? { [`${action}Request`]: parameters } : parameters;
}

export function responseElements(action: string, output: unknown, requestId: string): Elements {
  const schema = schemaOf(action, 5);
  if (WRAPPED.test(action)) {
    return { [`${action}Response`]: { xmlns: NAMESPACE, requestId, ...responseStruct(schema, output) } };
  }
  const { return: done, ...elements } = camelStruct(schema, output, action, 'response');
  const answersNothing = [...schema.structIterator()].length === 0;
  return { requestId, ...((done !== undefined || answersNothing) && { _return: done ?? true }), ...elements };
}

/** `at` is 4 for the input of an operation's schema and 5 for its output. */
function schemaOf(action: string, at: 4 | 5): Schema {
  const operation = (sdk as unknown as Record<string, readonly unknown[]>)[`${action}$`];
  if (!operation) throw new Error(`EC2 has no operation ${action}.`);
  const shape = operation[at];
  return NormalizedSchema.of((typeof shape === 'function' ? shape() : shape) as never);
}

function camelStruct(schema: Schema, value: unknown, at: string, side: 'request' | 'response'): Elements {
  const elements: Elements = {};
  const isTop = !at.includes('.');
  for (const [member, memberSchema] of schema.structIterator()) {
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

function camelValue(schema: Schema, value: unknown, at: string, side: 'request' | 'response'): unknown {
  if (schema.isStructSchema()) return camelStruct(schema, value, at, side);
  if (!schema.isListSchema()) return plain(value);
  const item = NAMES[at]?.item;
  const items = (value as unknown[]).map((it) => {
    const element = camelValue(schema.getValueSchema(), it, `${at}.item`, side);
    return item === undefined ? element : { [item]: element };
  });
  return items.length === 0 ? {} : { items };
}

/** The name on the wire where that is in lower camel case, otherwise the model's own name, which some lists have a set of. */
function camelName(member: string, schema: Schema): string {
  if (member === 'TagSpecifications') return 'tagSpecificationSet';
  const wire = schema.getMergedTraits().xmlName as string | undefined;
  const isCamel = wire !== undefined && /^[a-z]/.test(wire);
  return isCamel ? wire : lowerFirst(schema.isListSchema() ? member : (wire ?? member));
}

/** One list element stands for itself, several are a list; each bears its number as `tag`. */
function pascalStruct(schema: Schema, value: unknown, at: string): Elements {
  const elements: Elements = {};
  for (const [member, memberSchema] of schema.structIterator()) {
    const memberValue = (value as Elements | undefined)?.[member];
    if (memberValue === undefined) continue;
    const place = `${at}.${member}`;
    const wire = (memberSchema.getMergedTraits().xmlName as string | undefined) ?? member;
    const name = NAMES[place]?.name ?? wire.charAt(0).toUpperCase() + wire.slice(1);
    elements[name] = pascalValue(memberSchema, memberValue, place);
  }
  return elements;
}

function pascalValue(schema: Schema, value: unknown, at: string): unknown {
  if (schema.isStructSchema()) return pascalStruct(schema, value, at);
  if (!schema.isListSchema()) return plain(value);
  const items = (value as unknown[]).map((it, index) => {
    const element = pascalValue(schema.getValueSchema(), it, at);
    const tag = index + 1;
    return typeof element === 'object' ? { ...element, tag } : { content: element, tag };
  });
  return items.length === 1 ? items[0] : items;
}

function responseStruct(schema: Schema, value: unknown): Elements {
  const elements: Elements = {};
  for (const [member, memberSchema] of schema.structIterator()) {
    const memberValue = (value as Elements | undefined)?.[member];
    if (memberValue === undefined || (Array.isArray(memberValue) && memberValue.length === 0)) continue;
    const wire = (memberSchema.getMergedTraits().xmlName as string | undefined) ?? member;
    elements[lowerFirst(wire)] = responseValue(memberSchema, memberValue);
  }
  return elements;
}

function responseValue(schema: Schema, value: unknown): unknown {
  if (schema.isStructSchema()) return responseStruct(schema, value);
  if (!schema.isListSchema()) return plain(value);
  const items = (value as unknown[]).map((it) => responseValue(schema.getValueSchema(), it));
  return { item: items.length === 1 ? items[0] : items };
}

function plain(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
