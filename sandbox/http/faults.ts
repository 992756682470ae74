/**
 * A fault for the next `times` calls of an operation: exactly one of `error`, `delayMs` and `drop`.
 */
export interface Fault {
  readonly service: string;
  readonly action: string;
  readonly times: number;
  readonly error?: { readonly code: string; readonly status: number };
  /** The operation runs after this many milliseconds. */
  readonly delayMs?: number;
  /** The operation runs, and its response is lost. */
  readonly drop?: true;
}

export class Faults {
  private readonly planned: { fault: Fault; left: number }[] = [];

  plan(faults: readonly Fault[]): void {
    this.planned.push(...faults.map((fault) => ({ fault, left: fault.times })));
  }

  /** The fault for this call, which is then used up by one. */
  take(service: string, action: string): Fault | undefined {
    const found = this.planned.find(
      ({ fault, left }) => left > 0 && fault.service === service && fault.action === action,
    );
    if (found) found.left -= 1;
    return found?.fault;
  }

  clear(): void {
    this.planned.length = 0;
  }
}

/**
 * Reads the body of `POST /_sandbox/faults`.
 * @throws Error that names the field, its value and what would be right.
 */
export function parseFaults(body: unknown): Fault[] {
  if (!Array.isArray(body)) throw new Error(`the body must be an array of faults, not ${JSON.stringify(body)}`);
  return body.map((item, index) => {
    const fault = item as Fault;
    const field = (name: keyof Fault, right: string) =>
      new Error(`[${index}].${name} must be ${right}, not ${JSON.stringify(fault?.[name])}`);
    if (typeof fault?.service !== 'string') throw field('service', 'a service such as "ec2"');
    if (typeof fault.action !== 'string') throw field('action', 'an operation such as "StartNetworkInsightsAnalysis"');
    if (!Number.isInteger(fault.times) || fault.times < 1) throw field('times', 'a whole number from 1');
    const kinds = [fault.error, fault.delayMs, fault.drop].filter((kind) => kind !== undefined);
    if (kinds.length !== 1) throw new Error(`[${index}] must have exactly one of error, delayMs and drop`);
    if (fault.error && (typeof fault.error.code !== 'string' || !Number.isInteger(fault.error.status)))
      throw field('error', '{"code": "…", "status": 503}');
    if (fault.delayMs !== undefined && !(fault.delayMs >= 0)) throw field('delayMs', 'a number of milliseconds from 0');
    if (fault.drop !== undefined && fault.drop !== true) throw field('drop', 'true');
    return fault;
  });
}
