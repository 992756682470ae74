import { randomBytes } from 'node:crypto';
import { AwsError, type Principal } from '../../service';
import { iamId } from './iam-id';
import type { Role } from './role';

/** The credentials of a session under a role. */
export interface TemporaryCredentials {
  /** `ASIA…` */
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** The temporary credentials that the sandbox issued, and their principals. */
export class CredentialRegistry {
  private readonly sessions = new Map<string, Principal>();
  private readonly revoked = new Set<string>();

  constructor(private readonly account: string) {}

  issue(role: Role, sessionName: string): TemporaryCredentials {
    const accessKeyId = iamId('ASIA').slice(0, 20);
    this.sessions.set(accessKeyId, this.session(role, sessionName, accessKeyId));
    return {
      accessKeyId,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(60).toString('base64'),
    };
  }

  session(role: Role, sessionName: string, accessKeyId = ''): Principal {
    return {
      kind: 'lambda',
      arn: `arn:aws:sts::${this.account}:assumed-role/${role.name}/${sessionName}`,
      principalId: `${role.id}:${sessionName}`,
      accessKeyId,
      roleName: role.name,
    };
  }

  /**
   * The owner of the key. A key that the sandbox did not issue is the operator's, so that an
   * operator can use any credentials.
   * @throws AwsError `InvalidClientTokenId` for a session that `clear` ended, whose process must
   * not continue as the operator.
   */
  principalOf(accessKeyId: string | undefined): Principal {
    if (this.revoked.has(accessKeyId ?? ''))
      throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
    return this.sessions.get(accessKeyId ?? '') ?? this.operator(accessKeyId);
  }

  /** Ends all sessions. */
  clear(): void {
    for (const accessKeyId of this.sessions.keys()) this.revoked.add(accessKeyId);
    this.sessions.clear();
  }

  private operator(accessKeyId = 'AKIAIOSFODNN7EXAMPLE'): Principal {
    return {
      kind: 'user',
      arn: `arn:aws:iam::${this.account}:user/operator`,
      principalId: 'AIDAOPERATOR7EXAMPLE2',
      accessKeyId,
    };
  }
}
