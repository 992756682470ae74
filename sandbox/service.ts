/**
 * A service of the sandbox: AWS's operations by name, with input and output in the shapes of AWS's
 * SDK.
 */

/**
 * The caller of an operation: `lambda` is the deployed function under its role, whose policies are
 * enforced; `user` may do anything.
 */
export interface Principal {
  readonly kind: 'user' | 'lambda';
  /** `arn:aws:sts::…:assumed-role/…` for the function, `arn:aws:iam::…:user/…` for a user. */
  readonly arn: string;
  readonly principalId: string;
  readonly accessKeyId: string;
  /** The role whose policies are enforced; only for `lambda`. */
  readonly roleName?: string;
}

/** One API call, as the wire layer decoded it. */
export interface Call {
  /** The service's prefix in IAM actions, such as `ec2`. */
  readonly service: string;
  /** Such as `StartNetworkInsightsAnalysis`. */
  readonly action: string;
  readonly requestId: string;
  readonly principal: Principal;
  readonly account: string;
  /** The Region that the call was signed for, and of the ARNs that it makes. */
  readonly region: string;
  readonly userAgent: string;
  readonly sourceIpAddress: string;
  readonly at: Date;
}

/**
 * An action on a resource that IAM may allow. `context` holds condition keys, such as
 * `aws:ResourceTag/Team`.
 */
export interface Permission {
  /** Such as `ec2:CreateTags`. Absent for the operation's own action. */
  readonly action?: string;
  /** An ARN, or `*` for an action without resource-level permissions. */
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

// A table of operations by name cannot connect the types of input and output, so the table is
// loose, and each service types its own functions.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Operation = (input: any, call: Call) => unknown;

/** The permissions that a call of one operation needs. */
// biome-ignore lint/suspicious/noExplicitAny: as for `Operation`
type NeededPermissions = (input: any, call: Call) => Permission[];

export interface Service {
  /** The prefix in IAM actions and in the credential scope of a signature, such as `sns`. */
  readonly name: string;
  /**
   * The SDK client's module, whose exported schemas (`PublishInput$`, `Publish$`, …) are the wire
   * format.
   */
  readonly sdk: Readonly<Record<string, unknown>>;
  readonly operations: Readonly<Record<string, Operation>>;
  /**
   * The permissions that IAM checks before an operation runs. Without an entry: the action itself
   * on `*`.
   */
  readonly permissions?: Readonly<Record<string, NeededPermissions>>;
  /** Called when IAM refuses a call, which CloudTrail records like any other failed call. */
  refused?(input: unknown, call: Call, error: unknown): void;
}

/**
 * An error that the client sees: `code` and `message`, the HTTP `status` and, in some protocols,
 * `headers`.
 */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = code;
  }
}
