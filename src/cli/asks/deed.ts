import type { Ask } from '../../../adapters/ports/ask.ts';
import type { Finding } from '../remote/faults.ts';

/** Something that is to be done to one thing, and how it is told. */
export interface Deed {
  /** `project/vision`. */
  readonly subject: string;
  /** What it is when it was done: `created`. */
  readonly outcome: string;
  /** In their order; none where it is so already. */
  readonly asks: readonly Ask[];
  /** The last fact that was seen about the subject, where the asks stand on it. */
  readonly expectedRevision?: number | undefined;
  /** What of the same file must be there first: a server cannot judge it in a dry run. */
  readonly needs?: readonly string[] | undefined;
  /** Where the user wrote what a server finds wrong. */
  readonly whereOf?: ((finding: Finding) => string | undefined) | undefined;
  /** What a server finds wrong, in the units that the user wrote. */
  readonly wordsOf?: ((finding: Finding) => Finding) | undefined;
}

/** Tells whether nothing is to be done. */
export const isUnchanged = ({ asks }: Deed): boolean => asks.length === 0;
