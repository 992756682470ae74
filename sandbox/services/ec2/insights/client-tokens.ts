import { AwsError } from '../../../service';

interface Use<T> {
  readonly parameters: string;
  readonly result: T;
}

/** Makes calls idempotent: https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html */
export class ClientTokens<T> {
  private readonly uses = new Map<string, Use<T>>();

  /**
   * The result of the first call with this token, or that of `run` when there was none or there is no token.
   * @throws AwsError `IdempotentParameterMismatch` when the first call had other parameters.
   */
  once<Input extends { ClientToken?: string }>(input: Input, run: () => T): T {
    const { ClientToken: token, ...rest } = input;
    if (token === undefined) return run();
    if (token.length > 64) throw new AwsError('InvalidParameterValue', 'Client tokens may have at most 64 characters.');
    const parameters = JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
    const earlier = this.uses.get(token);
    if (!earlier) {
      const result = run();
      this.uses.set(token, { parameters, result });
      return result;
    }
    if (earlier.parameters === parameters) return earlier.result;
    const message = `The request uses the same client token as a previous, but non-identical request: ${token}`;
    throw new AwsError('IdempotentParameterMismatch', message);
  }

  clear(): void {
    this.uses.clear();
  }
}
