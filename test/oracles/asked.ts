import type { Amounts } from '../../domain/foundation/shapes.ts';
import type { BookedJob, Books } from './books.ts';
import { firstAsked } from './gangs.ts';
import { groupOf } from './predicates.ts';
import { askedByPod, sumOf } from './sums.ts';

/** What a workload that has nothing asks for to start. */
export const askedBy = (books: Books, { submission }: BookedJob): Amounts =>
  sumOf(
    firstAsked(submission).flatMap(({ subGroup }) => {
      const group = groupOf(submission, subGroup);
      return group === undefined ? [] : [askedByPod(books, group)];
    }),
  );
