import type { Revision } from '../../domain/foundation/event.ts';
import { task, type TaskEither } from '../../domain/foundation/fp.ts';
import type { LogFault, StoredRecord } from '../ports/event-log.ts';
import { raise } from '../ports/log-faults.ts';
import { faultOf } from './faults.ts';
import { type Reading, readingOf } from './reading.ts';
import { provenPage } from './verify.ts';

/** Takes a page of facts; answers whether it wants more. */
export type OnPage = (records: readonly StoredRecord[]) => Promise<boolean>;

/** Facts read in one go where nothing is damaged. */
const pageLength = 512;

/**
 * Reads every fact before the first damage, in order and proved, and answers the revision of the last one.
 *
 * What would keep others from opening the file (a lost tail, missing pages, a damaged log) is told at the end, as the
 * fault. Near the damage pages are halved until the last fact before it was handed out.
 * @cost as verifying; of a damaged file about ten pages more
 */
export const salvageLedgerFile = (path: string, onPage: OnPage): TaskEither<LogFault, Revision> =>
  task.tryCatch(async () => {
    const reading = readingOf(path, { isLenient: true, isProved: true });
    try {
      return await salvage(reading, path, onPage);
    } finally {
      reading.close();
    }
  }, faultOf(path));

const salvage = async (reading: Reading, path: string, onPage: OnPage): Promise<Revision> => {
  let after = reading.see(({ rows }) => rows.base);
  for (let max = pageLength; ;) {
    const page = tried(() =>
      reading.see((view) => provenPage(view, reading.place, { after, max })),
    );
    if (page.isRead) {
      if (page.answer.length === 0) break;
      if (!(await onPage(page.answer))) return after;
      after = page.answer.at(-1)?.revision ?? after;
    } else if (max > 1) max = Math.ceil(max / 2);
    else return raise(told(reading, faultOf(path)(page.error), after + 1));
  }
  const [doubt] = reading.see(({ doubts }) => doubts);
  return doubt === undefined ? after : raise(doubt);
};

const tried = <Answer>(work: () => Answer) => {
  try {
    return { isRead: true, answer: work() } as const;
  } catch (error) {
    return { isRead: false, error } as const;
  }
};

/** Why the next fact cannot be read: what was wrong with the whole file says more than the page that is not there. */
const told = (reading: Reading, fault: LogFault, revision: Revision): LogFault => {
  const whole = reading
    .see(({ doubts }) => doubts)
    .find((doubt) => doubt._tag === 'LedgerCorrupt' && doubt.revision === undefined);
  const reason = whole ?? fault;
  return reason._tag === 'LedgerCorrupt' ? { ...reason, revision } : reason;
};
