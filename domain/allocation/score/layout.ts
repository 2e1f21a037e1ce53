import type { TypicalPod } from '../policy/policy.ts';
import { berthMeasure } from './berth.ts';
import { fgdMeasure } from './fgd.ts';
import type { Measure } from './measure.ts';
import { emptyRoom, type Room } from './room.ts';

/** The placement policies that mind fragments. */
export type FragmentStrategy = 'fgd' | 'berth';

/** How the nodes of a pool are judged, and what is known of each of them. @shape columns by slot */
export interface Layout {
  readonly strategy: FragmentStrategy;
  readonly typical: readonly TypicalPod[];
  readonly measure: Measure;
  /** Filled in for one node after the other. */
  room: Room;
  firstRow: Int32Array;
  /** What each node loses to fragments as it is, and the change of the node that this was found after. */
  losses: Float64Array;
  lossesAt: Float64Array;
  /** Which nodes are alike, by a number, and the set of nodes that this was found for. */
  alike: Int32Array;
  alikeAt: number;
  /** The nodes and the pods seen that all this was made for. */
  setVersion: number;
  offerVersion: number;
  seenVersion: number;
}

/** Before anybody came: whole devices are what pods want, so shares are packed together. */
const unknown: readonly TypicalPod[] = [
  { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 0, models: [], shareMicro: 1_000_000 },
];

/** A layout that knows no node yet. */
export const layoutOf = (
  strategy: FragmentStrategy,
  typical: readonly TypicalPod[],
  seenVersion: number,
): Layout => {
  const pods = typical.length === 0 ? unknown : typical;
  return {
    strategy,
    typical,
    measure: strategy === 'fgd' ? fgdMeasure(pods) : berthMeasure(pods),
    room: emptyRoom(0),
    firstRow: new Int32Array(0),
    losses: new Float64Array(0),
    lossesAt: new Float64Array(0),
    alike: new Int32Array(0),
    alikeAt: -1,
    setVersion: -1,
    offerVersion: -1,
    seenVersion,
  };
};
