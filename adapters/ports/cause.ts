import type { Revision } from '../../domain/foundation/event.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';

/** One thing that is so, or would be, and what it is so because of. */
export interface Cause {
  /** What is so, in a sentence with its numbers. */
  readonly says: string;
  /** The same for programs. @unit as named: thousandths of a card, millicores, MiB, ms */
  readonly figures?: Readonly<Record<string, unknown>>;
  /** The fact that says so, where one does. */
  readonly revision?: Revision;
  readonly atMs?: InstantMs;
  readonly causes: readonly Cause[];
}
