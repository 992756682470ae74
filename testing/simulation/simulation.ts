import type { Result } from '../../contract/result';
import type { ReadVariables } from '../../contract/settings';
import { type Environment, parseEnvironment } from '../../lambda-src/environment';
import { handle } from '../../lambda-src/handle';
import type { LogLevel } from '../../lambda-src/ports';
import { exampleEnvironment } from '../example-environment';
import { Account, tags } from './account';
import { type Death, Lifeline } from './crash';
import { VirtualClock } from './virtual-clock';

export { awsError, type Fault, type Finding, type Script } from './account';

export interface InvocationOptions {
  readonly requestId?: string;
  readonly timeoutMs?: number;
  /** When the process dies; never when absent. */
  readonly dies?: Death;
}

/** The function in an AWS account, in virtual time. */
export class Simulation extends Account {
  readonly logs: { level: LogLevel; message: string; details: Readonly<Record<string, unknown>> }[] = [];
  readonly environment: Environment;
  /** By invocation: when its process died. */
  readonly diedAt: (number | undefined)[] = [];
  /** What invocations draw their random numbers from. */
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

  /** Runs the function and lets time pass until it has answered. */
  invoke(event: unknown, options: InvocationOptions = {}): Promise<Result> {
    return this.clock.run(this.begin(event, options));
  }

  /** Starts the function; time passes only while the clock runs. */
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

  /** An analysis that nobody of ours started, as from the console, or one with the tags given. */
  startByHand(pathId: string, tagMap: Readonly<Record<string, string>> = {}): string {
    return this.startAnalysis(pathId, tags(tagMap));
  }

  deleteByHand(analysisId: string): void {
    this.deleteAnalysis(analysisId);
  }
}
