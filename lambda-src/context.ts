import type { Environment } from './environment';
import type { Ec2, Ports } from './ports';
import type { Tally } from './tally';

/** One invocation of the function: what the operator decided, and the world outside. */
export interface Invocation extends Ports {
  readonly environment: Environment;
  /** AWS's id of the request; the retries of an asynchronous invocation have the same. */
  readonly requestId: string;
}

/** An invocation at work. */
export interface Context extends Invocation {
  readonly tally: Tally;
  /** Tells this invocation from others with the same request id. */
  readonly attempt: string;
  /** The same calls as `ec2`, made once, however busy AWS is. */
  readonly ec2Once: Ec2;
}
