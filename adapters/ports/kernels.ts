import type { Moment, Plan } from '../../domain/allocation/index.ts';
import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { Either } from '../../domain/foundation/fp.ts';
import type { Basis } from '../../domain/foundation/shapes.ts';
import type { KernelDecision } from '../../domain/workload/index.ts';

/** What every kernel's rules say, whatever else they say: their name, and how pods are laid out. */
export interface Rules {
  readonly version: string;
  readonly gpuPlacement: string;
  readonly cpuPlacement: string;
}

/** A kernel's own view of the facts so far. */
export interface KernelView {
  readonly apply: (fact: BerthRecorded) => void;
  /** What the kernel decides for a node pool on the facts so far, at a time. */
  readonly plan: (nodePoolId: string, rules: Rules, moment: Moment) => Plan | undefined;
}

/** A kernel as it was released, with all that its decisions follow from besides the facts. */
export interface ReleasedKernel {
  readonly version: string;
  /** Its rules where nobody had chosen any. */
  readonly defaultPolicy: Rules;
  readonly begin: () => KernelView;
  /** A plan as it is written down. */
  readonly decisionsOf: (
    made: Plan,
    basis: Basis,
    /** Whether a workload has pods already. */
    holds: (workloadId: string) => boolean,
  ) => readonly { readonly workloadId: string; readonly command: KernelDecision }[];
}

/** Why a kernel cannot be had. */
export type KernelFault =
  | {
      readonly _tag: 'KernelUnknown';
      readonly version: string;
      /** Those that were released, ascending. */
      readonly known: readonly string[];
    }
  /** What lies there is not what was released. */
  | { readonly _tag: 'KernelAltered'; readonly version: string; readonly place: string }
  | {
      readonly _tag: 'KernelUnreadable';
      readonly version: string;
      readonly place: string;
      readonly cause: string;
    };

/** Brings the kernel of that version. */
export type LoadKernel = (version: string) => Promise<Either<KernelFault, ReleasedKernel>>;
