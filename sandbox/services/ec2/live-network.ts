import { Network } from '../../../reachability/network/network';

type Listener = (vpcId: string) => void;

/** The network that the emulator's operations change. Analyses that are running hear of every change. */
export class LiveNetwork extends Network {
  private readonly listeners = new Set<Listener>();

  /** Calls `listener` with the VPC after each change in it that can decide reachability. Returns how to stop that. */
  onChange(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Every operation must call this for the VPCs in which it changed anything that can decide reachability. */
  changed(...vpcIds: readonly (string | undefined)[]): void {
    for (const vpcId of new Set(vpcIds)) {
      if (vpcId !== undefined) for (const listener of this.listeners) listener(vpcId);
    }
  }
}
