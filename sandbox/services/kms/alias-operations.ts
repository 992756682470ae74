import type {
  AliasListEntry,
  CreateAliasRequest,
  DeleteAliasRequest,
  ListAliasesRequest,
  ListAliasesResponse,
  UpdateAliasRequest,
} from '@aws-sdk/client-kms';
import { AwsError, type Call } from '../../service';
import { page } from '../paging';
import type { Alias, Keys } from './keys';

export const aliasOperations = (keys: Keys) => ({
  CreateAlias: (input: CreateAliasRequest, call: Call): void => {
    const name = aliasName(input.AliasName);
    const { id } = keys.usable(input.TargetKeyId, call.region);
    const arn = `arn:aws:kms:${call.region}:${call.account}:${name}`;
    keys.addAlias({ name, arn, keyId: id, createdAt: call.at, updatedAt: call.at });
  },

  UpdateAlias: (input: UpdateAliasRequest, call: Call): void => {
    const alias = keys.alias(input.AliasName, call.region);
    alias.keyId = keys.usable(input.TargetKeyId, call.region).id;
    alias.updatedAt = call.at;
  },

  ListAliases: (input: ListAliasesRequest, { region }: Call): ListAliasesResponse => {
    const keyId = input.KeyId === undefined ? undefined : keys.get(input.KeyId, region).id;
    const found = keys.aliasesIn(region).filter((alias) => keyId === undefined || alias.keyId === keyId);
    const { items, next } = page(found, input.Limit ?? 50, input.Marker);
    return { Aliases: items.map(describe), NextMarker: next, Truncated: next !== undefined };
  },

  DeleteAlias: (input: DeleteAliasRequest, { region }: Call): void =>
    keys.deleteAlias(keys.alias(input.AliasName, region)),
});

const describe = (alias: Alias): AliasListEntry => ({
  AliasName: alias.name,
  AliasArn: alias.arn,
  TargetKeyId: alias.keyId,
  CreationDate: alias.createdAt,
  LastUpdatedDate: alias.updatedAt,
});

function aliasName(name: string | undefined): string {
  if (!name || !/^alias\/[\w/-]{1,250}$/.test(name) || name.startsWith('alias/aws/'))
    throw new AwsError(
      'InvalidAliasNameException',
      `AliasName ${name} must be alias/ and then letters, digits, or any of /_-; alias/aws/ is AWS's own.`,
    );
  return name;
}
