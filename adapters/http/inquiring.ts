import type { Inquiries, Inquiry, InquiryAnswer } from '../ports/inquiries.ts';
import type { LiveBrain } from '../ports/live-brain.ts';
import { isLeft } from '../../domain/foundation/fp.ts';
import { Problem } from './problem-document.ts';
import { type MomentsAsked, problemOfInquiry } from './problem-of-inquiry.ts';

/** A reply as far as an inquiry is concerned; every reply of fastify is one. */
export interface InquiringReply {
  readonly raw: {
    readonly writableFinished: boolean;
    readonly once: (event: 'close', listener: () => void) => unknown;
  };
  readonly header: (name: string, value: string) => unknown;
}

const desks = new WeakMap<LiveBrain, Inquiries>();

/** Notes who answers inquiries about a brain. */
export const inquireOf = (brain: LiveBrain, inquiries: Inquiries | undefined): void => {
  if (inquiries !== undefined) desks.set(brain, inquiries);
};

/**
 * Finds out what was asked, and forgets it when the one who asked has gone; `undefined` where there never was anything
 * of that id. Says in a header which revision is the last that the answer knows of.
 *
 * @throws Problem where there is no answer
 */
export const inquire = async (
  brain: LiveBrain,
  reply: InquiringReply,
  asked: { readonly inquiry: Inquiry; readonly at: MomentsAsked },
): Promise<Buffer | undefined> => {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  const desk = desks.get(brain);
  if (desk === undefined) throw nobodyAsked();
  const told = await desk.ask(asked.inquiry, gone.signal);
  if (isLeft(told)) throw problemOfInquiry(told.left, asked.at);
  return told.right === undefined ? undefined : bodyOf(reply, told.right);
};

const bodyOf = (reply: InquiringReply, { revision, json }: InquiryAnswer): Buffer => {
  reply.header('berth-revision', String(revision));
  reply.header('content-type', 'application/json; charset=utf-8');
  return Buffer.from(json.buffer, json.byteOffset, json.byteLength);
};

const nobodyAsked = (): Problem =>
  new Problem({
    slug: 'no-inquiries',
    status: 501,
    title: 'Nobody here finds that out',
    detail: 'This server was started without anybody to answer such questions.',
    errors: [
      {
        pointer: '',
        in: 'path',
        problem: 'is answered by `berth up` alone',
        remedy: 'ask the ledger itself: berth why, berth diff, berth whatif --ledger FILE',
      },
    ],
  });
