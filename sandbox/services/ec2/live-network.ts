import { Network } from '../../../reachability/network/network';

type Listener = (vpcId: string) => void;

/** The network that EC2's operations change. Running analyses listen to the changes. */
export class LiveNetwork extends Network {
  private readonly listeners = new Set<Listener>();

  /**
   * Calls `listener` with the VPC's id after each change that can alter reachability in it. Returns
   * a function that stops this.
   */
  onChange(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** An operation calls this for every VPC in which it may have altered reachability. */
  changed(...vpcIds: readonly (string | undefined)[]): void {
    for (const vpcId of new Set(vpcIds)) {
      if (vpcId !== undefined) for (const listener of this.listeners) listener(vpcId);
    }
  }
}
