import type { RefusalRows, RefusalTag } from './refusal-rows.ts';
import { refusalsOfPlaces } from './refusals-of-places.ts';
import { refusalsOfUnits } from './refusals-of-units.ts';
import { refusalsOfWorkloads } from './refusals-of-workloads.ts';

/** Every refusal in words: a refusal that is new does not compile until it has its own. */
export const refusalTable: RefusalRows<RefusalTag> = {
  ...refusalsOfPlaces,
  ...refusalsOfUnits,
  ...refusalsOfWorkloads,
  FactTooLarge: ({ cause, remedy }, { id }) => ({
    status: 422,
    title: 'More than a ledger takes',
    detail: `What was asked of ${id} is more than one fact can hold: ${cause}.`,
    errors: [{ pointer: '', value: id, problem: cause, remedy }],
  }),
  SourceSealed: ({ sourceId, isShredded }) => ({
    status: 409,
    title: 'Its source cannot be read any more',
    detail: `What ${sourceId} runs was ${isShredded ? 'shredded' : 'sealed, and its key is not here'}.`,
    errors: [
      {
        pointer: '/spec/clonedFrom',
        value: sourceId,
        problem: isShredded ? 'its key was destroyed' : 'its key is not in the file of keys',
        remedy: 'submit a new workload, and say what it is to run',
      },
    ],
  }),
  CommandIdReused: ({ commandId, subject }) => ({
    status: 422,
    title: 'The id of the command is used',
    detail: `${commandId} was about ${subject} the first time.`,
    errors: [
      {
        pointer: '/idempotency-key',
        in: 'header',
        value: commandId,
        problem: `it stands for a command about ${subject}`,
        remedy: 'send another Idempotency-Key',
      },
    ],
  }),
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
