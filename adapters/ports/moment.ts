import type { Revision } from '../../domain/foundation/event.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';

/** Why there is no such moment as somebody asked for. */
export type MomentFault =
  /** What was typed names no moment. */
  | { readonly _tag: 'MomentUnreadable'; readonly asked: string; readonly remedy: string }
  /** A revision that the ledger does not have: it begins with 1 and ends with its head. */
  | { readonly _tag: 'MomentUnknown'; readonly asked: Revision; readonly head: Revision }
  /** An instant before the first fact. */
  | {
      readonly _tag: 'MomentTooEarly';
      readonly askedMs: InstantMs;
      /** When the first fact was made; `undefined` where there is none yet. */
      readonly firstMs: InstantMs | undefined;
    };

/** The moment to begin with is after the one to end with. */
export interface MomentsTurned {
  readonly _tag: 'MomentsTurned';
  readonly from: Revision;
  readonly to: Revision;
}
