import { Worker } from 'node:worker_threads';
import type { Inquiries } from '../../../adapters/ports/inquiries.ts';
import type { LedgerPlace } from '../config/index.ts';
import { type DeskBounds, openDesk } from './desk.ts';
import type { InquiryErrand } from './errand.ts';

/** Inquiries that are answered in threads, which somebody has to end. */
export interface InquiryThreads extends Inquiries {
  readonly close: () => Promise<void>;
}

/** What a server spends on inquiries. */
export interface InquiryBounds {
  /** Whys and differences: short, one after the other, in a thread that keeps what it has loaded. */
  readonly looks: DeskBounds;
  /** What-ifs: each is a simulation, and has a thread of its own. */
  readonly whatIfs: DeskBounds;
  /** Most that a thread may take. @unit MiB */
  readonly heapMax: number;
}

/** Shorter than a connection may be silent, so that whoever waits is told. */
const answerMsMax = 25_000;

const usualInquiries: InquiryBounds = {
  looks: { waitingMax: 16, answerMsMax, idleMsMax: 300_000 },
  whatIfs: { waitingMax: 1, answerMsMax, idleMsMax: 0 },
  heapMax: 2_048,
};

/** Which ledger is asked, and the module that its threads begin with: one that calls `serveInquiries`. */
export interface InquiryParts {
  readonly place: LedgerPlace;
  readonly module: URL;
  readonly bounds?: Partial<InquiryBounds> | undefined;
}

/** Answers inquiries in threads that read the ledger beside its writer, which notices nothing. */
export const inquiryThreads = ({ place, module, bounds }: InquiryParts): InquiryThreads => {
  const { looks, whatIfs, heapMax } = { ...usualInquiries, ...bounds };
  const errand: InquiryErrand = { berthInquiriesAbout: place };
  const start = (): Worker =>
    new Worker(module, {
      workerData: errand,
      resourceLimits: { maxOldGenerationSizeMb: heapMax },
    });
  const [lookDesk, whatIfDesk] = [openDesk(start, looks), openDesk(start, whatIfs)];
  return {
    ask: (inquiry, unwanted) =>
      (inquiry.kind === 'what-if' ? whatIfDesk : lookDesk).ask(inquiry, unwanted),
    close: async () => {
      await Promise.all([lookDesk.close(), whatIfDesk.close()]);
    },
  };
};
