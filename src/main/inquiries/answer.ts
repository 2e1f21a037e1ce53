import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { Inquiry, InquiryTold, WhatIfAsked } from '../../../adapters/ports/inquiries.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import { onlyOf } from '../../app/diff/index.ts';
import { emptyPatch, type Patch, type PatchRefused } from '../../app/whatif/index.ts';
import { type BrainsAt, brainsOf } from '../brain-shelf.ts';
import { diffIn } from '../diff-ledger.ts';
import { momentOf } from '../moments/asked.ts';
import { whatIfIn } from '../whatif/whatif-ledger.ts';
import { whyIn } from '../why-ledger.ts';

/** Reads a patch as people write it, sent as JSON; it names no files. */
export type ReadPatch = (written: unknown) => Promise<Either<PatchRefused, Patch>>;

/** What answers are made of. */
export interface AnswerSource {
  readonly log: EventLog;
  readonly readPatch: ReadPatch;
}

/** Most that an answer may hold. @unit bytes */
const answerBytesMax = 64 * 1024 * 1024;

/** Brains that are kept for the next question: of now, and of two moments. */
const brainsMax = 3;

/** Answers inquiries about a ledger that is open, one after the other; what one has loaded, the next one finds. */
export const answering = ({
  log,
  readPatch,
}: AnswerSource): ((inquiry: Inquiry) => Promise<InquiryTold>) => {
  const source = { log, readPatch, brains: brainsOf(log, { brainsMax }) };
  let before: Promise<unknown> = Promise.resolve();
  return (inquiry) => {
    const told = before.then(() => answerOf(source, inquiry));
    before = told.catch(() => undefined);
    return told;
  };
};

interface Source extends AnswerSource {
  readonly brains: BrainsAt;
}

const answerOf = async (source: Source, inquiry: Inquiry): Promise<InquiryTold> => {
  const { log, brains } = source;
  switch (inquiry.kind) {
    case 'why': {
      const why = await whyIn(log, inquiry, brains);
      if (isLeft(why)) return why;
      return why.right === undefined ? right(undefined) : told(why.right.revision, why.right);
    }
    case 'diff': {
      const diff = await diffIn(log, inquiry, brains);
      if (isLeft(diff)) return diff;
      return told(diff.right.to.revision, onlyOf(diff.right, inquiry.subjects));
    }
    case 'what-if':
      return whatIf(source, inquiry);
  }
};

const whatIf = async (
  { log, readPatch }: AnswerSource,
  asked: WhatIfAsked,
): Promise<InquiryTold> => {
  const at = momentOf(asked.at);
  if (isLeft(at)) return at;
  const until = asked.until === undefined ? right(undefined) : momentOf(asked.until);
  if (isLeft(until)) return until;
  const patch = asked.patch === undefined ? right(emptyPatch) : await readPatch(asked.patch);
  if (isLeft(patch)) return patch;
  const found = await whatIfIn(log, { at: at.right, until: until.right, patch: patch.right });
  return isLeft(found) ? found : told(found.right.until.revision, found.right);
};

const told = (revision: Revision, answer: object): InquiryTold => {
  const json = new TextEncoder().encode(JSON.stringify(answer));
  const bytes = json.byteLength;
  return bytes > answerBytesMax
    ? left({ _tag: 'AnswerTooLarge', bytes, bytesMax: answerBytesMax })
    : right({ revision, json });
};
