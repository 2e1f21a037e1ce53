import type { Cause } from '../../../adapters/ports/cause.ts';
import type { WhyKind } from '../../../adapters/ports/inquiries.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';

export type { Cause } from '../../../adapters/ports/cause.ts';
export type { WhyKind } from '../../../adapters/ports/inquiries.ts';

/** Why something is as it is at a moment: a tree from the outcome to its causes. */
export interface Why {
  readonly subject: { readonly kind: WhyKind; readonly id: string };
  /** The last fact that the answer knows of, and when it came. */
  readonly revision: Revision;
  readonly asOfMs: InstantMs;
  /** One word: a phase of a workload, a standing of a node or queue. */
  readonly outcome: string;
  readonly because: Cause;
}

type More = Omit<Cause, 'says' | 'causes'>;

/** Something that is so, with what it is so because of. */
export const cause = (says: string, causes: readonly Cause[] = [], more: More = {}): Cause => ({
  says,
  ...more,
  causes,
});

/** The place of a fact in the ledger, as a cause names it. */
export const placeOf = ({
  revision,
  atMs,
}: {
  readonly revision: Revision;
  readonly atMs: InstantMs;
}): Pick<Cause, 'revision' | 'atMs'> => ({ revision, atMs });
