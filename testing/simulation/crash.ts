import type { Ec2, Sns } from '../../lambda-src/context';

/** When a process dies: just before or just after its n-th call to AWS, counted from 1. */
export interface Death {
  readonly when: 'before' | 'after';
  readonly call: number;
}

/** The life of one invocation: a dead process makes no calls and receives no responses. Lambda kills it when its time is up. */
export class Lifeline {
  readonly death: Promise<never>;
  private die: (reason: Error) => void = () => {};
  private calls = 0;
  private isDead = false;

  /** @param remaining milliseconds until its time is up */
  constructor(
    private readonly dies: Death | undefined,
    private readonly remaining: () => number,
  ) {
    this.death = new Promise((_, reject) => {
      this.die = reject;
    });
    this.death.catch(() => {});
  }

  tied(ec2: Ec2, sns: Sns): { ec2: Ec2; sns: Sns } {
    return { ec2: this.tie(ec2), sns: this.tie(sns) };
  }

  private tie<T extends Ec2 | Sns>(port: T): T {
    const tied = Object.entries(port).map(([name, call]) => [name, (input: unknown) => this.guard(() => call(input))]);
    return Object.fromEntries(tied) as T;
  }

  private async guard(call: () => Promise<unknown>): Promise<unknown> {
    const number = ++this.calls;
    if ((this.dies?.when === 'before' && number >= this.dies.call) || this.remaining() <= 0) this.end();
    if (this.isDead) return new Promise(() => {});
    const response = await call();
    if ((this.dies?.when === 'after' && number >= this.dies.call) || this.remaining() <= 0) this.end();
    return this.isDead ? new Promise(() => {}) : response;
  }

  private end(): void {
    this.isDead = true;
    this.die(new Error('the process died'));
  }
}
