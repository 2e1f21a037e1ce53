import type { Worker } from 'node:worker_threads';
import type { Inquiry, InquiryFault, InquiryTold } from '../../../adapters/ports/inquiries.ts';
import { left } from '../../../domain/foundation/fp.ts';

/** What a desk may spend. */
export interface DeskBounds {
  /** Who may wait beside the one who is being answered; one more is refused. */
  readonly waitingMax: number;
  /** From the question to its answer; then the thread is ended, and another one begun. @unit ms */
  readonly answerMsMax: number;
  /** A thread that nobody has asked anything for so long is ended; 0: after each answer. @unit ms */
  readonly idleMsMax: number;
}

/** Where inquiries wait for a thread that answers one at a time. */
export interface Desk {
  readonly ask: (inquiry: Inquiry, unwanted?: AbortSignal) => Promise<InquiryTold>;
  readonly close: () => Promise<void>;
}

interface Job {
  readonly inquiry: Inquiry;
  readonly settle: (told: InquiryTold) => void;
}

interface Standing {
  readonly start: () => Worker;
  readonly bounds: DeskBounds;
  /** Those that wait, the first one first. */
  readonly waiting: Set<Job>;
  current: Job | undefined;
  worker: Worker | undefined;
  idle: NodeJS.Timeout | undefined;
  isClosed: boolean;
}

/** Opens a desk; a thread is begun when it is needed first. */
export const openDesk = (start: () => Worker, bounds: DeskBounds): Desk => {
  const desk: Standing = {
    start,
    bounds,
    waiting: new Set(),
    current: undefined,
    worker: undefined,
    idle: undefined,
    isClosed: false,
  };
  return {
    ask: (inquiry, unwanted) => ask(desk, inquiry, unwanted),
    close: async () => {
      desk.isClosed = true;
      for (const job of jobsOf(desk)) job.settle(left(closed));
      await endThread(desk);
    },
  };
};

const closed: InquiryFault = {
  _tag: 'EngineClosed',
  retry: 'never',
  reason: 'the server is being stopped',
};

const gone: InquiryFault = { _tag: 'InquiryFailed', reason: 'whoever asked has gone' };

const jobsOf = ({ current, waiting }: Standing): readonly Job[] => [
  ...(current === undefined ? [] : [current]),
  ...waiting,
];

const ask = (desk: Standing, inquiry: Inquiry, unwanted?: AbortSignal): Promise<InquiryTold> => {
  const { waitingMax } = desk.bounds;
  const waiting = desk.waiting.size;
  if (desk.isClosed) return Promise.resolve(left(closed));
  if (unwanted?.aborted === true) return Promise.resolve(left(gone));
  if (desk.current !== undefined && waiting >= waitingMax) {
    return Promise.resolve(left({ _tag: 'Overloaded', retry: 'again', waiting, waitingMax }));
  }
  return new Promise((resolve) => {
    desk.waiting.add(jobOf(desk, { inquiry, unwanted, resolve }));
    next(desk);
  });
};

interface Wanted {
  readonly inquiry: Inquiry;
  readonly unwanted: AbortSignal | undefined;
  readonly resolve: (told: InquiryTold) => void;
}

/** A job that ends with an answer, when the time is up, or when nobody wants it any more. */
const jobOf = (desk: Standing, { inquiry, unwanted, resolve }: Wanted): Job => {
  const ms = desk.bounds.answerMsMax;
  const leave = (): void => giveUp(desk, job, gone);
  const timer = setTimeout(() => giveUp(desk, job, { _tag: 'InquiryTooLong', ms }), ms);
  const job: Job = {
    inquiry,
    settle: (told) => {
      clearTimeout(timer);
      unwanted?.removeEventListener('abort', leave);
      desk.waiting.delete(job);
      if (desk.current === job) desk.current = undefined;
      resolve(told);
    },
  };
  unwanted?.addEventListener('abort', leave);
  return job;
};

/** What a thread still does for a job that was given up is of use to nobody. */
const giveUp = (desk: Standing, job: Job, fault: InquiryFault): void => {
  const isBegun = desk.current === job;
  job.settle(left(fault));
  if (isBegun) void endThread(desk).then(() => next(desk));
};

/** Hands the next inquiry to the thread, where it has none. */
const next = (desk: Standing): void => {
  if (desk.current !== undefined || desk.isClosed) return;
  clearTimeout(desk.idle);
  const [job] = desk.waiting;
  if (job === undefined) return rest(desk);
  desk.waiting.delete(job);
  desk.current = job;
  desk.worker ??= startThread(desk);
  desk.worker.postMessage(job.inquiry);
};

const rest = (desk: Standing): void => {
  const { idleMsMax } = desk.bounds;
  if (idleMsMax === 0) return void endThread(desk);
  desk.idle = setTimeout(() => void endThread(desk), idleMsMax).unref();
};

const startThread = (desk: Standing): Worker => {
  const worker = desk.start();
  worker.unref();
  const fail = (reason: string): void => {
    if (desk.worker !== worker) return;
    desk.worker = undefined;
    desk.current?.settle(left({ _tag: 'InquiryFailed', reason }));
    next(desk);
  };
  worker.on('message', (told: InquiryTold) => {
    if (desk.worker !== worker) return;
    desk.current?.settle(told);
    next(desk);
  });
  worker.on('error', (error) => fail(String(error)));
  worker.on('exit', (code) => fail(`its thread has ended with ${code}`));
  return worker;
};

const endThread = async (desk: Standing): Promise<void> => {
  const { worker } = desk;
  desk.worker = undefined;
  await worker?.terminate();
};
