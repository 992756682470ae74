/** Options that need more of a record than one parameter. */

import { asBoolean, asInteger, asItems, asObject, asText, member, membersNamed } from '../events/cloudtrail-json';
import { isId } from '../events/resource-ids';
import type { Option } from './options';
import { shellSafeJson } from './shell';

/** The version that a prefix list has after the call; without it AWS would change whatever the list is by then. */
export const nextVersion: Option = ({ request }) => {
  const version = asInteger(member(request, 'CurrentVersion'));
  return version === undefined ? undefined : ['--current-version', String(version + 1)];
};

/** What was added to a prefix list goes, and what was removed comes back. */
export const prefixListEntries: Option = ({ request }) => {
  const cidrs = (verb: string) => {
    const entries = member(request, `${verb}Entry`) ?? member(request, `${verb}Entries`);
    return asItems(entries).map((entry) => asText(member(asObject(entry), 'Cidr')));
  };
  const [added, removed] = [cidrs('Add'), cidrs('Remove')];
  if (added.length + removed.length === 0 || [...added, ...removed].includes(undefined)) return undefined;
  const words = (flag: string, list: readonly (string | undefined)[]) =>
    list.length > 0 ? [flag, shellSafeJson(list.map((Cidr) => ({ Cidr })))] : [];
  return [...words('--remove-entries', added), ...words('--add-entries', removed)];
};

/** A reset turns the check on. */
export const resetSourceDestCheck: Option = ({ request }) =>
  member(request, 'SourceDestCheck') === undefined ? undefined : ['--no-source-dest-check'];

/** Where a deleted route of a transit gateway led, which the answer tells. */
export const transitGatewayTarget: Option = ({ response }) => {
  const attachments = [...new Set(membersNamed(response, 'TransitGatewayAttachmentId'))];
  const isBlackhole =
    membersNamed(response, 'State').includes('blackhole') ||
    membersNamed(response, 'Blackhole').some((value) => asBoolean(value) === true);
  const [attachment] = attachments;
  if (attachments.length === 1 && isId(attachment, 'tgw-attach'))
    return ['--transit-gateway-attachment-id', attachment];
  return attachments.length === 0 && isBlackhole ? ['--blackhole'] : undefined;
};

/** The VPC or subnet of a deleted exclusion. */
export const bpaExclusionOf: Option = ({ response }) => {
  const arns = new Set(membersNamed(response, 'ResourceArn').map((value) => asText(value) ?? ''));
  const id = [...arns].join().split('/').at(-1);
  if (isId(id, 'subnet')) return ['--subnet-id', id];
  return isId(id, 'vpc') ? ['--vpc-id', id] : undefined;
};
