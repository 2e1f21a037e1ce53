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
import type { KeptParts, Part, Since, Steps } from './suite.ts';

/**
 * Which of the workloads that have ended somebody needs: of most questions none, and there are many. Rows that are shared
 * belong to other moments too: whoever folds on copies a row that has ended first.
 */
export type EndedWanted = 'all' | 'shared' | 'none' | IsWanted;

/** Some rows of the list, each with its place in it. */
interface Layer {
  readonly rows: PackedWorkloads;
  readonly places: Uint32Array;
}

interface Live {
  /** How many rows the whole list has. */
  readonly size: number;
  readonly layers: readonly Layer[];
}

/** Rows that are brought back in one go. */
const layerMax = 4_096;

const ended: ReadonlySet<WorkloadPhase> = new Set(['Completed', 'Failed', 'Deleted']);

/** Whether a workload has ended: all that can come is its deletion. */
export const hasEnded = ({ phase }: Pick<WorkloadRow, 'phase'>): boolean => ended.has(phase);

/** Keeps the workloads that live, and those that have ended since. */
export const keepWorkloads = (list: WorkloadList, { touched }: Since): Part => {
  const live: Live = {
    size: list.rows.size,
    layers: layersOf(list, (row) => !hasEnded(row)),
  };
  return { live, ended: layersOf(list, (row) => hasEnded(row) && touched.has(row.id)) };
};

const layersOf = ({ rows }: WorkloadList, isIn: (row: WorkloadRow) => boolean): Layer[] => {
  const layers: Layer[] = [];
  let chosen = new Map<string, WorkloadRow>();
  let places: number[] = [];
  const close = (): void => {
    if (chosen.size === 0) return;
    layers.push({ rows: packWorkloads({ rows: chosen }), places: Uint32Array.from(places) });
    chosen = new Map();
    places = [];
  };
  let place = 0;
  for (const [id, row] of rows) {
    if (isIn(row)) {
      chosen.set(id, row);
      places.push(place);
      if (chosen.size === layerMax) close();
    }
    place += 1;
  }
  close();
  return layers;
};

/** The list as it was, in its order; without workloads that had ended where they are not wanted. */
export function* loadWorkloads(parts: KeptParts, wanted: EndedWanted): Steps<WorkloadList> {
  const { size, layers } = parts.live('workloads') as Live;
  const byPlace: (WorkloadRow | undefined)[] = Array.from({ length: size });
  const isWanted = typeof wanted === 'string' ? undefined : wanted;
  for (const piece of wanted === 'none' ? [] : parts.ended('workloads', 'oldest first')) {
    for (const layer of piece as readonly Layer[]) {
      yield wanted === 'shared' ? putShared(byPlace, layer) : put(byPlace, layer, isWanted);
    }
  }
  for (const layer of layers) yield put(byPlace, layer);
  const rows = new Map<string, WorkloadRow>();
  for (let from = 0; from < size; from += layerMax) {
    for (const row of byPlace.slice(from, from + layerMax)) {
      if (row !== undefined) rows.set(row.id, row);
    }
    yield;
  }
  return { rows };
}

const put = (
  byPlace: (WorkloadRow | undefined)[],
  { rows, places }: Layer,
  isWanted?: IsWanted,
): undefined => {
  const see = (row: WorkloadRow, k: number): void => {
    byPlace[places[k] ?? 0] = row;
  };
  eachPacked(rows, see, isWanted);
};

const rowsOfLayer = new WeakMap<Layer, readonly WorkloadRow[]>();

const putShared = (byPlace: (WorkloadRow | undefined)[], layer: Layer): undefined => {
  const rows = rowsOfLayer.get(layer) ?? decoded(layer);
  rowsOfLayer.set(layer, rows);
  const { places } = layer;
  rows.forEach((row, k) => {
    byPlace[places[k] ?? 0] = row;
  });
};

const decoded = ({ rows: packed }: Layer): readonly WorkloadRow[] => {
  const rows: WorkloadRow[] = [];
  eachPacked(packed, (row) => rows.push(row));
  return rows;
};

/** Gives a list a row of its own where the one it has may be shared: what has ended may still be deleted. */
export const unshare = ({ rows }: WorkloadList, id: string): void => {
  const row = rows.get(id);
  if (row !== undefined && hasEnded(row)) rows.set(id, { ...row });
};

/** The phase of every workload that is not deleted. */
export function* loadPhases(parts: KeptParts): Steps<Map<string, string>> {
  const phases = new Map<string, string>();
  const note = (id: string, phase: WorkloadPhase): void => {
    if (phase === 'Deleted') phases.delete(id);
    else phases.set(id, phase);
  };
  for (const piece of parts.ended('workloads', 'oldest first')) {
    for (const { rows } of piece as readonly Layer[]) yield eachPackedPhase(rows, note);
  }
  const { layers } = parts.live('workloads') as Live;
  for (const { rows } of layers) yield eachPackedPhase(rows, note);
  return phases;
}
