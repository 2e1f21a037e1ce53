import { parted } from '../foundation/gang.ts';
import type { PodName, PodPlacement } from '../foundation/shapes.ts';
import type { Held } from './carry.ts';
import type { DataOf } from './commands.ts';
import type { WorkloadEvent } from './events.ts';
import type { Nomination, PodMoves, Workload } from './state.ts';

type OfPods = Extract<
  WorkloadEvent,
  {
    readonly type:
      | 'WorkloadGrown'
      | 'WorkloadPodsPreempted'
      | 'WorkloadShrunk'
      | 'WorkloadPodsReleased'
      | 'WorkloadPodsLost';
  }
>;

/** Folds the coming and going of single pods; the others, and the phase, stay as they are. @cost O(pods) */
export const foldPods = (from: Held, event: OfPods): Workload => {
  switch (event.type) {
    case 'WorkloadGrown':
      return withMoves(
        { ...from, placements: [...from.placements, ...event.data.placements] },
        { leaving: from.moves?.leaving ?? none, nomination: undefined },
      );
    case 'WorkloadPodsPreempted':
      return leaving(from, event.data.pods, promised(from, event.data));
    case 'WorkloadShrunk':
      return leaving(from, event.data.pods, from.moves?.nomination);
    case 'WorkloadPodsReleased':
      return withMoves(from, without(from.moves, event.data.pods));
    case 'WorkloadPodsLost': {
      const { pods } = event.data;
      const placements = parted(from.placements, pods).others;
      return withMoves({ ...from, placements }, without(from.moves, pods));
    }
  }
};

const none: readonly PodPlacement[] = [];

/** Nothing under way is nothing kept. */
const withMoves = (from: Held, { leaving: left, nomination }: PodMoves): Workload => {
  const isNone = left.length === 0 && nomination === undefined;
  return { ...from, moves: isNone ? undefined : { leaving: left, nomination } };
};

/** What is held for it when pods of it are to move. */
const promised = (
  { moves }: Held,
  { movesTo, basis: { revision } }: DataOf<'WorkloadPodsPreempted'>,
): Nomination | undefined =>
  movesTo === undefined
    ? moves?.nomination
    : { placements: [...(moves?.nomination?.placements ?? none), ...movesTo], revision };

const leaving = (
  from: Held,
  pods: readonly PodName[],
  nomination: Nomination | undefined,
): Workload => {
  const { named, others } = parted(from.placements, pods);
  return withMoves(
    { ...from, placements: others },
    { leaving: [...(from.moves?.leaving ?? none), ...named], nomination },
  );
};

const without = (moves: PodMoves | undefined, pods: readonly PodName[]): PodMoves => ({
  leaving: parted(moves?.leaving ?? none, pods).others,
  nomination: moves?.nomination,
});
