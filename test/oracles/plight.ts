import type { Policy } from '../../domain/allocation/index.ts';
import type { Verdict } from '../../domain/foundation/verdict.ts';
import type { BookedJob, Books } from './books.ts';
import type { Fact } from './facts.ts';

/** Somebody who waits. */
export interface Waiter {
  readonly books: Books;
  readonly policy: Policy;
  readonly job: BookedJob;
}

/** Somebody who waits, and what it is told. */
export interface Plight<Tag extends Verdict['_tag'] = Verdict['_tag']> extends Waiter {
  readonly verdict: Extract<Verdict, { readonly _tag: Tag }>;
}

/** What would have to be otherwise for an obstacle to be gone. */
export interface Remedy {
  readonly name: string;
  readonly facts: readonly Fact[];
  readonly rules?: Partial<Policy>;
  /** Absent: it takes the obstacle away. It is one short of that: the same is told again. */
  readonly isShort?: true;
}

/** Whether it is told that other pods, there or missing, keep it from every node. */
export const isForNeighbours = (verdict: Verdict): boolean =>
  verdict._tag === 'NoMatchingNode' &&
  (verdict.refusals ?? []).some(({ reason }) => reason === 'affinity');
