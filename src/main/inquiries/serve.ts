import { parentPort } from 'node:worker_threads';
import type { Inquiry, InquiryTold } from '../../../adapters/ports/inquiries.ts';
import { type Either, isLeft } from '../../../domain/foundation/fp.ts';
import type { EventLog, LogFault } from '../../../adapters/ports/event-log.ts';
import type { LedgerPlace } from '../config/index.ts';
import { momentsBeside, noteMoments } from '../moments/beside.ts';
import { openLedgerAt } from '../open-ledger.ts';
import { answering, type ReadPatch } from './answer.ts';
import type { InquiryErrand } from './errand.ts';

/** Answers what this thread is asked, one question after the other, until somebody ends it. */
export const serveInquiries = async (
  { berthInquiriesAbout: place }: InquiryErrand,
  readPatch: ReadPatch,
): Promise<void> => {
  const opened = await openForLooking(place);
  const answer = isLeft(opened) ? undefined : answering({ log: opened.right, readPatch });
  parentPort?.on('message', (inquiry: Inquiry) => {
    if (isLeft(opened)) return tell(opened);
    // What is thrown here ends the thread, and whoever asked is told so.
    void answer?.(inquiry).then(tell);
  });
};

const tell = (told: InquiryTold): void => {
  const json = isLeft(told) ? undefined : told.right?.json.buffer;
  parentPort?.postMessage(told, json === undefined ? [] : [json]);
};

const openForLooking = async (place: LedgerPlace): Promise<Either<LogFault, EventLog>> => {
  const opened = await openLedgerAt(place, 'read');
  if (place.kind === 'file' && !isLeft(opened)) {
    noteMoments(opened.right, momentsBeside(place.path));
  }
  return opened;
};
