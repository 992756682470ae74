import { AwsError, type Principal } from '../../service';
import type { Decision } from './policy';

interface Refusal {
  readonly code: string;
  readonly status: number;
  /** The service's name in the actions of the message. */
  readonly spelling?: (action: string) => string;
  readonly preamble?: string;
}

/** Each service has its own error for the same refusal. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  ec2: { code: 'UnauthorizedOperation', status: 403, preamble: 'You are not authorized to perform this operation. ' },
  sns: { code: 'AuthorizationError', status: 403, spelling: (action) => action.replace(/^sns:/, 'SNS:') },
  sqs: { code: 'AccessDenied', status: 403, spelling: (action) => action.toLowerCase() },
  iam: { code: 'AccessDenied', status: 403 },
  sts: { code: 'AccessDenied', status: 403 },
  cloudwatch: { code: 'AccessDenied', status: 403 },
  lambda: { code: 'AccessDeniedException', status: 403 },
};
const OTHER_REFUSAL: Refusal = { code: 'AccessDeniedException', status: 400 };

/** The error of `service` for an action that identity policies do not allow. */
export function accessDenied(
  service: string,
  principal: Principal,
  action: string,
  resource: string,
  decision: Exclude<Decision, 'allowed'>,
): AwsError {
  const { code, status, spelling, preamble = '' } = REFUSALS[service] ?? OTHER_REFUSAL;
  const spelled = spelling ? spelling(action) : action;
  const reason =
    decision === 'explicitly denied'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${spelled} action`;
  return new AwsError(
    code,
    `${preamble}User: ${principal.arn} is not authorized to perform: ${spelled} on resource: ${resource} ${reason}`,
    status,
  );
}
