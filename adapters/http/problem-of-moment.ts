import type { MomentFault } from '../ports/moment.ts';
import { Problem, type ProblemSaid, shown } from './problem-document.ts';

const tags: ReadonlySet<string> = new Set<MomentFault['_tag']>([
  'MomentUnreadable',
  'MomentUnknown',
  'MomentTooEarly',
]);

/** Tells whether a fault is about the moment that was asked for. */
export const isOfMoment = <Fault extends { readonly _tag: string }>(
  fault: Fault | MomentFault,
): fault is MomentFault => tags.has(fault._tag);

/** Says why there is no such moment. */
export const problemOfMoment = (fault: MomentFault, at: string): Problem => {
  const { problem, remedy } = wordsOf(fault);
  const said: ProblemSaid =
    fault._tag === 'MomentUnreadable'
      ? { slug: 'moment', status: 400, title: 'That names no moment', detail: remedy }
      : { slug: 'moment-not-found', status: 404, title: 'No such moment', detail: problem };
  return new Problem({
    ...said,
    code: fault._tag,
    errors: [{ pointer: '/at', in: 'query', value: shown(at), problem, remedy }],
  });
};

const wordsOf = (fault: MomentFault): { readonly problem: string; readonly remedy: string } => {
  switch (fault._tag) {
    case 'MomentUnreadable':
      return { problem: 'names no moment', remedy: fault.remedy };
    case 'MomentUnknown':
      return {
        problem: `the ledger ends at revision ${fault.head}`,
        remedy: fault.head === 0 ? 'wait for its first fact' : `ask for 1 to ${fault.head}`,
      };
    case 'MomentTooEarly':
      return {
        problem: 'lies before the first fact of the ledger',
        remedy:
          fault.firstMs === undefined
            ? 'wait for its first fact'
            : `ask for ${new Date(fault.firstMs).toISOString()} or later`,
      };
  }
};
