import * as sdk from '@aws-sdk/client-kms';
import type { Principal, Service } from '../../service';
import type { World } from '../../world/world';
import type { Iam } from '../iam/iam';
import { evaluateResourcePolicy } from '../iam/policy';
import { allowsService } from '../iam/service-access';
import { aliasOperations } from './alias-operations';
import { type Key, keyState } from './key';
import { keyOperations } from './key-operations';
import { keyTagOperations } from './key-tag-operations';
import { Keys } from './keys';

/** Who wants to send something to a resource that the key encrypts. */
export type KeyUser = Principal | { readonly service: string; readonly sourceArn: string };

export type KeyUse = 'allowed' | 'access denied' | 'disabled' | 'invalid state' | 'not found';

// What a sender needs on the key of an encrypted topic or queue.
// https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
const SENDER_ACTIONS = ['kms:GenerateDataKey', 'kms:Decrypt'];

/** Keys, aliases and the question who may use them. Nothing is really encrypted. */
export class Kms implements Service {
  readonly name = 'kms';
  readonly sdk = sdk;
  private readonly keys = new Keys();
  readonly operations = { ...keyOperations(this.keys), ...keyTagOperations(this.keys), ...aliasOperations(this.keys) };

  constructor(
    private readonly world: World,
    private readonly iam: Pick<Iam, 'allowed'>,
  ) {}

  /** Whether `user` may send to a resource that `keyId` (an id, ARN or alias) encrypts in `region`. */
  maySend(keyId: string, region: string, user: KeyUser): KeyUse {
    // AWS's own keys admit every principal of the account, and no service: their policy cannot be changed.
    if (keyId.includes('alias/aws/')) return 'service' in user ? 'access denied' : 'allowed';
    const key = this.keys.find(keyId, region);
    if (!key) return 'not found';
    const state = keyState(key);
    if (state !== 'Enabled') return state === 'Disabled' ? 'disabled' : 'invalid state';
    return SENDER_ACTIONS.every((action) => this.allows(key, action, user)) ? 'allowed' : 'access denied';
  }

  reset(): void {
    this.keys.clear();
  }

  private allows(key: Key, action: string, user: KeyUser): boolean {
    const { account } = this.world;
    const { document } = key.policy;
    if ('service' in user) return allowsService(document, { ...user, action, resource: key.arn, account });
    const roleArn = user.roleName && `arn:aws:iam::${account}:role/${user.roleName}`;
    const principal = { arn: user.arn, account, roleArn };
    const decision = evaluateResourcePolicy(document, { principal, action, resource: key.arn });
    // A key policy that names the account leaves the decision to the identity's own policies.
    return decision === 'allowed' && this.iam.allowed(user, { action, resource: key.arn });
  }
}
