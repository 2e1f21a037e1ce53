import {
  numberAt,
  numbersOf,
  type SharedColumn,
  sharedOf,
  textsOf,
  valuesOf,
} from '../../domain/foundation/columns.ts';
import type { AnyState } from '../../domain/catalogue/index.ts';
import type { Standing, States } from './states.ts';

/** A workload that has ended and of which next to nothing is kept: all of these look alike. */
interface EndedState extends AnyState {
  readonly fingerprint: number;
}

/** States with the workloads that have ended as columns: a ledger has hundreds of thousands of them. */
export interface PackedStates {
  readonly revision: number;
  readonly byKind: Omit<States['byKind'], 'workload'>;
  /** Those that are kept as they are. */
  readonly workloads: ReadonlyMap<string, Standing>;
  readonly ended: PackedEnded;
}

/** Workloads of which nothing is kept but how they ended. */
export interface PackedEnded {
  readonly ids: string;
  readonly phases: SharedColumn;
  readonly fingerprints: Float64Array;
  readonly subjectRevisions: Float64Array;
}

/** Packs states for a checkpoint; of those that have ended, where it is said, only some. @cost about 1 µs a workload */
export const packStates = (
  { revision, byKind }: States,
  isWanted: (id: string) => boolean = () => true,
): PackedStates => {
  const { workload, ...others } = byKind;
  const live = new Map<string, Standing>();
  const ended: (Standing & { readonly id: string; readonly state: EndedState })[] = [];
  for (const [id, { state, subjectRevision }] of workload) {
    if (!isEnded(state)) live.set(id, { state, subjectRevision });
    else if (isWanted(id)) ended.push({ id, state, subjectRevision });
  }
  return {
    revision,
    byKind: others,
    workloads: live,
    ended: {
      ids: textsOf(ended, ({ id }) => id),
      phases: sharedOf(ended, ({ state }) => state.phase),
      fingerprints: numbersOf(ended, ({ state }) => state.fingerprint),
      subjectRevisions: numbersOf(ended, ({ subjectRevision }) => subjectRevision),
    },
  };
};

/** States as they were when they were packed; the order among the workloads is another one, on which nothing depends. */
export const unpackStates = (packed: PackedStates): States => unpackPieces(packed, [packed.ended]);

/** States of which those that have ended were packed piece by piece: later pieces know better. */
export const unpackPieces = (
  { revision, byKind, workloads }: Omit<PackedStates, 'ended'>,
  pieces: readonly PackedEnded[],
): States => {
  const workload = new Map(workloads);
  for (const piece of pieces) putEnded(workload, piece, workloads);
  return { revision, byKind: { ...byKind, workload } };
};

const putEnded = (
  workload: Map<string, Standing>,
  { ids, phases, fingerprints, subjectRevisions }: PackedEnded,
  live: PackedStates['workloads'],
): void => {
  const phaseOf = valuesOf<string>(phases);
  (JSON.parse(ids) as readonly string[]).forEach((id, k) => {
    if (live.has(id)) return;
    const state: EndedState = { phase: phaseOf(k), fingerprint: numberAt(fingerprints, k) };
    workload.set(id, { state, subjectRevision: numberAt(subjectRevisions, k) });
  });
};

/** Exactly a phase and a fingerprint: what has more to say is kept whole. */
const isEnded = (state: AnyState): state is EndedState => {
  if (!('fingerprint' in state) || typeof state.fingerprint !== 'number') return false;
  return Object.keys(state).length === 2;
};
