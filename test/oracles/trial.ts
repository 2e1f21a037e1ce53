import type { Policy } from '../../domain/allocation/index.ts';
import type { Amounts } from '../../domain/foundation/shapes.ts';
import type { BookedJob, Books } from './books.ts';
import type { Decision } from './decisions.ts';

/** What an eviction is judged by. */
export interface Trial {
  /** The books just before this decision. */
  readonly books: Books;
  readonly shares: ReadonlyMap<string, Amounts>;
  readonly policy: Policy;
  readonly nowMs: number;
  readonly decision: Decision;
  readonly preemptor: BookedJob;
}
