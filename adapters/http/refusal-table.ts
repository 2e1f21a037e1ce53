import type { RefusalRows, RefusalTag } from './refusal-rows.ts';
import { refusalsOfPlaces } from './refusals-of-places.ts';
import { refusalsOfUnits } from './refusals-of-units.ts';
import { refusalsOfWorkloads } from './refusals-of-workloads.ts';

/** Every refusal in words: a refusal that is new does not compile until it has its own. */
export const refusalTable: RefusalRows<RefusalTag> = {
  ...refusalsOfPlaces,
  ...refusalsOfUnits,
  ...refusalsOfWorkloads,
  RevisionMismatch: ({ expected, actual }, { id }) => ({
    status: 412,
    title: 'It has changed since you looked',
    detail: `${id} stands at revision ${actual}, not at ${expected}.`,
    errors: [
      {
        pointer: '/if-match',
        in: 'header',
        value: expected,
        problem: `the last fact about it has revision ${actual}`,
        remedy: 'read it again, then ask with the ETag of that answer',
      },
    ],
  }),
};
