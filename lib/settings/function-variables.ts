import { Token, VariableType } from 'cdktf';
import type { Construct } from 'constructs';
import { expression } from '../terraform/expression';
import { isWhole, matches, must, nullOr, wholeNumber } from '../terraform/validation';
import { variable } from '../terraform/variable';
import { DEFAULTS } from './defaults';

/** The function, and how EventBridge delivers events to it. */
export const functionVariables = (scope: Construct) => {
  const retry = retryPolicy(scope);
  const runtime = variable(scope, 'lambda_runtime', {
    type: VariableType.STRING,
    default: DEFAULTS.lambdaRuntime,
    description:
      'Node.js runtime of the function. "nodejs24.x" requires a release of the AWS provider, version 6 or later, that supports it. AWS deprecates "nodejs22.x" on 2027-04-30.',
    ...must(
      matches('var.lambda_runtime', '^nodejs(2[2-9]|[3-9][0-9])[.]x$'),
      'lambda_runtime must be "nodejs22.x" or a later Node.js runtime of AWS Lambda.',
    ),
  });
  const memory = variable(scope, 'lambda_memory_size', {
    type: VariableType.NUMBER,
    default: DEFAULTS.lambdaMemorySize,
    description: 'Memory of the function in MiB, 128 to 10240.',
    ...wholeNumber('lambda_memory_size', 128, 10240, 'MiB'),
  });
  const timeout = variable(scope, 'lambda_timeout', {
    type: VariableType.NUMBER,
    default: DEFAULTS.lambdaTimeout,
    description:
      'Timeout of the function in seconds, 240 to 900. It must leave time to wait for analyses, which can take minutes.',
    ...wholeNumber('lambda_timeout', 240, 900, 'seconds'),
  });
  const reserved = variable(scope, 'reserved_concurrent_executions', {
    type: VariableType.NUMBER,
    default: null,
    description:
      'Optional number of concurrent executions to reserve for the function, at least 1. Null: none, since a new account has none to spare.',
    ...must(
      nullOr('var.reserved_concurrent_executions', isWhole('var.reserved_concurrent_executions', 1, 1000000)),
      'reserved_concurrent_executions must be a whole number of at least 1, or null; with 0 the function would never run.',
    ),
  });
  return {
    retryPolicy: retry,
    lambdaRuntime: runtime.stringValue,
    lambdaMemorySize: memory.numberValue,
    lambdaTimeout: timeout.numberValue,
    reservedConcurrentExecutions: reserved.numberValue,
  };
};

const retryPolicy = (scope: Construct) => {
  const { maximumRetryAttempts, maximumEventAgeInSeconds } = DEFAULTS.retryPolicy;
  const attempts = 'maximum_retry_attempts';
  const age = 'maximum_event_age_in_seconds';
  variable(scope, 'retry_policy', {
    type: `object({
  ${attempts} = optional(number, ${maximumRetryAttempts})
  ${age} = optional(number, ${maximumEventAgeInSeconds})
})`,
    default: { [attempts]: maximumRetryAttempts, [age]: maximumEventAgeInSeconds },
    description:
      'How often (0 to 185 times) and for how long (60 to 86400 seconds) EventBridge retries the delivery of an event to the function before it sends the event to the dead-letter queue.',
    validation: [
      {
        condition: expression(isWhole(`var.retry_policy.${attempts}`, 0, 185)),
        errorMessage: `retry_policy.${attempts} must be a whole number from 0 to 185.`,
      },
      {
        condition: expression(isWhole(`var.retry_policy.${age}`, 60, 86400)),
        errorMessage: `retry_policy.${age} must be a whole number of seconds from 60 to 86400.`,
      },
    ],
  });
  return {
    maximumRetryAttempts: Token.asNumber(expression(`var.retry_policy.${attempts}`)),
    maximumEventAgeInSeconds: Token.asNumber(expression(`var.retry_policy.${age}`)),
  };
};
