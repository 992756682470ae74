/** What a sandbox service is: AWS's operations by name, over input and output in the shapes of AWS's own SDK. */

/** Who makes a call. `lambda` is the deployed function under its role; its policies are enforced. `user` may do anything. */
export interface Principal {
  readonly kind: 'user' | 'lambda';
  /** `arn:aws:sts::…:assumed-role/…` for the function, `arn:aws:iam::…:user/…` for a user. */
  readonly arn: string;
  readonly principalId: string;
  readonly accessKeyId: string;
  /** The role whose policies decide; only for `lambda`. */
  readonly roleName?: string;
}

/** One API call, as the wire layer understood it. */
export interface Call {
  /** The service's prefix in IAM actions, such as `ec2`. */
  readonly service: string;
  /** Such as `StartNetworkInsightsAnalysis`. */
  readonly action: string;
  readonly requestId: string;
  readonly principal: Principal;
  readonly account: string;
  /** The Region that the call was signed for; ARNs made by the call bear it. */
  readonly region: string;
  readonly userAgent: string;
  readonly sourceIpAddress: string;
  readonly at: Date;
}

/** One question to IAM. `context` holds condition keys, such as `aws:ResourceTag/Team`. */
export interface Permission {
  /** Such as `ec2:CreateTags`; the operation's own action when absent. */
  readonly action?: string;
  /** An ARN, or `*` for an action without resource-level permissions. */
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

// The SDK's types tie input to output per operation; a table of operations by name cannot, so the table is loose and each
// service types its own functions.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Operation = (input: any, call: Call) => unknown;

/** The permissions that a call of one operation needs. */
// biome-ignore lint/suspicious/noExplicitAny: as for `Operation`
type NeededPermissions = (input: any, call: Call) => Permission[];

export interface Service {
  /** The prefix in IAM actions and in the credential scope of a signature, such as `sns`. */
  readonly name: string;
  /** The SDK client's module: its exported schemas (`PublishInput$`, `Publish$`, …) are the wire format. */
  readonly sdk: Readonly<Record<string, unknown>>;
  readonly operations: Readonly<Record<string, Operation>>;
  /** What IAM is asked before an operation runs, by operation name; without an entry: the action itself on `*`. */
  readonly permissions?: Readonly<Record<string, NeededPermissions>>;
  /** Hears of a call that IAM refused, which CloudTrail records like any other failed one. */
  refused?(input: unknown, call: Call, error: unknown): void;
}

/** An error in AWS's terms: the client sees `code` and `message` with the HTTP `status` and, where the protocol has them, `headers`. */
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
