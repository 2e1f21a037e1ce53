import {
  eachPacked,
  eachPackedPhase,
  type IsWanted,
  type PackedWorkloads,
  packWorkloads,
  type WorkloadList,
  type WorkloadPhase,
  type WorkloadRow,
} from '../../../projections/workload-list/index.ts';
import type { KeptParts, Part, Since } from './suite.ts';

/** Which of the workloads that have ended somebody needs: of most questions none, and there are many. */
export type EndedWanted = 'all' | 'none' | IsWanted;

/** Some rows of the list, each with its place in it. */
interface Layer {
  readonly rows: PackedWorkloads;
  readonly places: Uint32Array;
}

const ended: ReadonlySet<WorkloadPhase> = new Set(['Completed', 'Failed', 'Deleted']);

/** Whether a workload has ended: all that can come is its deletion. */
export const hasEnded = ({ phase }: Pick<WorkloadRow, 'phase'>): boolean => ended.has(phase);

/** Keeps the workloads that live, and those that have ended since. */
export const keepWorkloads = (list: WorkloadList, { touched }: Since): Part => ({
  live: layerOf(list, (row) => !hasEnded(row)),
  ended: layerOf(list, (row) => hasEnded(row) && touched.has(row.id)),
});

const layerOf = ({ rows }: WorkloadList, isIn: (row: WorkloadRow) => boolean): Layer => {
  const chosen = new Map<string, WorkloadRow>();
  const places: number[] = [];
  let place = 0;
  for (const [id, row] of rows) {
    if (isIn(row)) {
      chosen.set(id, row);
      places.push(place);
    }
    place += 1;
  }
  return { rows: packWorkloads({ rows: chosen }), places: Uint32Array.from(places) };
};

/** The list as it was, in its order; without workloads that had ended where they are not wanted. */
export const loadWorkloads = (parts: KeptParts, wanted: EndedWanted): WorkloadList => {
  const live = parts.live('workloads') as Layer;
  const pieces = wanted === 'none' ? [] : (parts.ended('workloads') as readonly Layer[]);
  const byPlace = new Map<number, WorkloadRow>();
  for (const piece of pieces) put(byPlace, piece, typeof wanted === 'string' ? undefined : wanted);
  const isInOrder = byPlace.size === 0;
  put(byPlace, live);
  const placed = isInOrder ? [...byPlace] : [...byPlace].toSorted(([a], [b]) => a - b);
  return { rows: new Map(placed.map(([, row]) => [row.id, row])) };
};

const put = (
  byPlace: Map<number, WorkloadRow>,
  { rows, places }: Layer,
  isWanted?: IsWanted,
): void => eachPacked(rows, (row, k) => byPlace.set(places[k] ?? 0, row), isWanted);

/** The phase of every workload that is not deleted. */
export const loadPhases = (parts: KeptParts): Map<string, string> => {
  const phases = new Map<string, string>();
  for (const piece of [...parts.ended('workloads'), parts.live('workloads')]) {
    eachPackedPhase((piece as Layer).rows, (id, phase) => {
      if (phase === 'Deleted') phases.delete(id);
      else phases.set(id, phase);
    });
  }
  return phases;
};
