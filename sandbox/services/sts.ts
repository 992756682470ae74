import type {
  AssumeRoleRequest,
  AssumeRoleResponse,
  GetCallerIdentityRequest,
  GetCallerIdentityResponse,
} from '@aws-sdk/client-sts';
import * as sdk from '@aws-sdk/client-sts';
import { AwsError, type Call, type Service } from '../service';
import type { Iam } from './iam/iam';
import { required } from './required';

const DEFAULT_SECONDS = 3600;

/** Who a caller is, and sessions under a role. */
export class Sts implements Service {
  readonly name = 'sts';
  readonly sdk = sdk;
  readonly operations = {
    GetCallerIdentity: (_: GetCallerIdentityRequest, { principal, account }: Call): GetCallerIdentityResponse => ({
      UserId: principal.principalId,
      Account: account,
      Arn: principal.arn,
    }),

    /** A session that acts, and is listed, like the deployed function: its role's policies are enforced. */
    AssumeRole: (input: AssumeRoleRequest, call: Call): AssumeRoleResponse => {
      const roleArn = required(input.RoleArn, 'RoleArn');
      const sessionName = required(input.RoleSessionName, 'RoleSessionName');
      const { account, principal } = call;
      const { arn, roleName } = principal;
      const callerRole = roleName && `arn:aws:iam::${account}:role/${roleName}`;
      if (!this.iam.trusts(roleArn, { arn, account, roleArn: callerRole }))
        throw new AwsError(
          'AccessDenied',
          `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
          403,
        );
      const { accessKeyId, secretAccessKey, sessionToken } = this.iam.credentialsFor(roleArn, sessionName);
      const session = this.iam.principalOf(accessKeyId);
      return {
        Credentials: {
          AccessKeyId: accessKeyId,
          SecretAccessKey: secretAccessKey,
          SessionToken: sessionToken,
          Expiration: new Date(call.at.getTime() + (input.DurationSeconds ?? DEFAULT_SECONDS) * 1000),
        },
        AssumedRoleUser: { AssumedRoleId: session.principalId, Arn: session.arn },
      };
    },
  };
  readonly permissions = {
    // Everybody may ask who they are.
    GetCallerIdentity: () => [],
    AssumeRole: (input: AssumeRoleRequest) => [{ resource: input.RoleArn ?? '*' }],
  };

  constructor(private readonly iam: Pick<Iam, 'trusts' | 'credentialsFor' | 'principalOf'>) {}

  /** Sessions are IAM's to forget. */
  reset(): void {}
}
