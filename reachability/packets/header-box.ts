import type { IntervalSet } from './interval-set';

/** All headers whose four fields are each in their set. */
export interface HeaderBox {
  readonly source: IntervalSet;
  readonly destination: IntervalSet;
  readonly sourcePorts: IntervalSet;
  readonly destinationPorts: IntervalSet;
}

/** The union of boxes, which may overlap. None of them is empty. */
export type HeaderSet = readonly HeaderBox[];
