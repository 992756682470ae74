import type { Result } from '../../contract/result';
import type { ReadVariables } from '../../contract/settings';
import type { LogLevel } from '../../lambda-src/context';
import { type Environment, parseEnvironment } from '../../lambda-src/environment';
import { handle } from '../../lambda-src/handle';
import { exampleEnvironment } from '../example-environment';
import { Account, tags } from './account';
import { type Death, Lifeline } from './crash';
import { VirtualClock } from './virtual-clock';

export type { Fault, Finding, Script } from './account';
export { awsError } from './aws-error';

export interface InvocationOptions {
  readonly requestId?: string;
  readonly timeoutMs?: number;
  /** When the process dies. @default never */
  readonly dies?: Death;
}

/** The function in an AWS account in memory, in virtual time. */
export class Simulation extends Account {
  readonly logs: { level: LogLevel; message: string; details: Readonly<Record<string, unknown>> }[] = [];
  readonly environment: Environment;
  /** When the process of each invocation died. */
  readonly diedAt: (number | undefined)[] = [];
  /** The source of the invocations' random numbers. */
  random: () => number = () => 0.5;
  private nextRequest = 1;

  constructor(
    variables: ReadVariables = {},
    override readonly clock: VirtualClock = new VirtualClock(),
  ) {
    super(clock);
    this.environment = parseEnvironment(exampleEnvironment(variables));
  }

  get subjects(): string[] {
    return this.messages.map(({ Subject }) => Subject ?? '');
  }

  addPath(id: string, name: string, expect = 'reachable', monitor = this.environment.monitorName): void {
    this.paths.set(id, {
      NetworkInsightsPathId: id,
      Source: 'i-0aaaaaaaaaaaaaaaa',
      Destination: 'igw-0bbbbbbbbbbbbbbbb',
      Protocol: 'tcp',
      DestinationPort: 443,
      Tags: tags({ Name: name, Expect: expect, ReachabilityMonitor: monitor }),
    });
  }

  /** Runs the function, and lets time pass until it returns. */
  invoke(event: unknown, options: InvocationOptions = {}): Promise<Result> {
    return this.clock.run(this.begin(event, options));
  }

  /** Starts the function. Time passes only while the clock runs. */
  begin(event: unknown, { requestId, timeoutMs = 900_000, dies }: InvocationOptions = {}): Promise<Result> {
    const endsAt = this.clock.now() + timeoutMs;
    const invocation = this.diedAt.push(undefined) - 1;
    const remaining = () => endsAt - this.clock.now();
    const lifeline = new Lifeline(dies, remaining);
    lifeline.death.catch(() => {
      this.diedAt[invocation] = this.clock.now();
    });
    const work = handle(event, {
      environment: this.environment,
      requestId: requestId ?? `request-${this.nextRequest++}`,
      ...lifeline.tied(this.ec2(invocation), this.sns(invocation)),
      clock: this.clock,
      random: () => this.random(),
      remaining,
      log: (level, message, details = {}) => this.logs.push({ level, message, details }),
    });
    return Promise.race([work, lifeline.death]);
  }

  /** Lets time pass. */
  pass(milliseconds: number): Promise<void> {
    return this.clock.run(this.clock.sleep(milliseconds));
  }

  /** Starts an analysis as from the console, or with the tags given. */
  startByHand(pathId: string, tagMap: Readonly<Record<string, string>> = {}): string {
    return this.startAnalysis(pathId, tags(tagMap));
  }

  deleteByHand(analysisId: string): void {
    this.deleteAnalysis(analysisId);
  }
}
