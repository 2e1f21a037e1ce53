import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { historian } from '../../app/whatif/index.ts';
import { pageMax, type Range, type ReadFault, readPage } from '../../app/read.ts';

type Notes = Pick<ReturnType<typeof historian>, 'see' | 'unsettled' | 'isOver'>;
type TailLog = Pick<EventLog, 'read' | 'readSubject'>;

/** What looking a workload up costs, in facts that are read one after the other. */
const factsALookUp = 16;

/**
 * Reads behind the horizon how the work went on that a fork may see the end of and the facts up to the horizon do not
 * tell.
 *
 * On and on while that is the cheaper way, then workload by workload: nobody waits for the rest of a long ledger.
 * @cost O(workloads that are not settled), whatever comes behind the horizon
 */
export const readTails = async (
  log: TailLog,
  notes: Notes,
  { after, to, untilMs }: Range & { readonly untilMs: InstantMs },
): Promise<Either<ReadFault, undefined>> => {
  const open = notes.unsettled(untilMs);
  const see = (fact: BerthRecorded): void => {
    if (fact.subject.kind !== 'workload' || !open.has(fact.subject.id)) return;
    notes.see(fact);
    if (notes.isOver(fact.subject.id)) open.delete(fact.subject.id);
  };
  let at = after;
  while (at < to && open.size > 0 && at - after < factsALookUp * open.size) {
    const page = await readPage(log, at, Math.min(pageMax, to - at));
    if (isLeft(page)) return page;
    for (const { fact } of page.right) see(fact);
    at = page.right.at(-1)?.fact.revision ?? to;
  }
  for (const id of at < to ? [...open] : []) {
    const read = await readTail(log, { id, after: at }, see);
    if (isLeft(read)) return read;
  }
  return right(undefined);
};

const readTail = async (
  log: TailLog,
  { id, after }: { readonly id: string; readonly after: Revision },
  see: (fact: BerthRecorded) => void,
): Promise<Either<ReadFault, undefined>> => {
  const subject = {
    read: (at: Revision, max: number) => log.readSubject(`workload/${id}`, at, max),
  };
  for (let at = after; ;) {
    const page = await readPage(subject, at, factsALookUp);
    if (isLeft(page)) return page;
    for (const { fact } of page.right) see(fact);
    const last = page.right.at(-1);
    if (last === undefined || page.right.length < factsALookUp) return right(undefined);
    at = last.fact.revision;
  }
};
