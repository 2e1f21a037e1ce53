import type { Submission } from '../../domain/allocation/index.ts';
import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { Gang, PodPlacement, ReplicaBounds } from '../../domain/foundation/shapes.ts';

/** A submission as the ledger tells it. */
export type SubmittedFact = Extract<BerthRecorded, { readonly type: 'WorkloadSubmitted' }>;

/** What is kept of a workload that the kernel may have to be told anew. */
export interface Kept {
  readonly submission: Submission;
  readonly gangSaid: Gang | undefined;
  readonly replicas: ReplicaBounds | undefined;
  /** How many pods it is to have; `undefined` of one that is not scaled. */
  pods: number | undefined;
  /** Whether all of it is on its way out. */
  isLeaving: boolean;
  /** Its pods that stay, those of its pods that leave, and the places that are held for it. */
  bound: readonly PodPlacement[];
  leaving: readonly PodPlacement[];
  held: readonly PodPlacement[];
}
