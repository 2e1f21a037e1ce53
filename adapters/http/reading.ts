import type { IncomingHttpHeaders } from 'node:http';
import { Type } from 'typebox';
import type { Revision } from '../../domain/foundation/event.ts';
import { isLeft } from '../../domain/foundation/fp.ts';
import type { LiveBrain, LiveViews } from '../ports/live-brain.ts';
import { etagOf, isKnown } from './etag.ts';
import { type HttpBounds, usualBounds } from './options.ts';
import { Problem } from './problem-document.ts';
import { problemOfFault } from './problem-of-fault.ts';
import { isOfMoment, problemOfMoment } from './problem-of-moment.ts';
import { oneAtATime, type Turn } from './turns.ts';

/** What every read takes: the moment that its answer is to show, or the revision that it is to show at least. */
export const readingQuery = {
  at: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 64,
      description:
        'Answers as of a moment: a revision (1041), a time with its zone (2026-01-05T14:03:00Z), ' +
        'milliseconds since 1970 (1767621780000ms), or so long before the last fact (-2h).',
      examples: ['-2h'],
    }),
  ),
  minRevision: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description:
        'Waits until the answer shows this revision: the Berth-Revision of a write reads it back.',
    }),
  ),
};

/** A reply as far as reading is concerned; every reply of fastify is one. */
export interface ReadingReply {
  statusCode: number;
  readonly header: (name: string, value: string) => unknown;
}

/** What a read says of what it wants to see, and how much of it. */
interface ReadingAsked {
  readonly at?: string | undefined;
  /** Whether what is told needs what queues have used over time. */
  readonly isUseWanted?: boolean;
  /** The views that it is told from; all unless said. */
  readonly views?: readonly (keyof LiveViews)[];
  readonly minRevision?: number | undefined;
  readonly limit?: number | undefined;
}

/** Reads of more rows than that are made one at a time, so that they keep nobody waiting who asks for little. */
const shortMax = 100;

const turns = new WeakMap<LiveBrain, Turn>();

const turnOf = (brain: LiveBrain): Turn => {
  const turn = turns.get(brain) ?? oneAtATime();
  turns.set(brain, turn);
  return turn;
};

/** What a reader sees: the brain as it is now, or as it was. */
export interface Seen {
  readonly seen: LiveBrain;
  readonly revision: Revision;
}

/**
 * Waits until the views show what a reader wants to see, or goes back to when they did, then says in a header which
 * revision that is.
 *
 * @throws Problem when it takes too long, or the ledger ends before, or has no such moment
 */
export const readAt = async (
  brain: LiveBrain,
  reply: ReadingReply,
  asked: ReadingAsked,
): Promise<Seen> => {
  const { minRevision, at } = asked;
  if (minRevision !== undefined && minRevision > brain.revision()) {
    const isShown = await brain.shows(minRevision, waitMsOf(brain));
    if (!isShown) throw tooLate(brain, minRevision);
  }
  if ((asked.limit ?? 0) > shortMax) await turnOf(brain)();
  const seen = at === undefined ? brain : await thenOf(brain, at, asked);
  const revision = seen.revision();
  reply.header('berth-revision', String(revision));
  return { seen, revision };
};

/** The brain as it was at a moment. @throws Problem where there is no such moment, or too many ask for one */
const thenOf = async (
  brain: LiveBrain,
  at: string,
  { isUseWanted = false, views }: ReadingAsked,
): Promise<LiveBrain> => {
  const then = await brain.at(at, { isUseWanted, ...(views === undefined ? {} : { views }) });
  if (!isLeft(then)) return then.right;
  const fault = then.left;
  throw isOfMoment(fault) ? problemOfMoment(fault, at) : problemOfFault(fault);
};

/** Sets the tag of a single thing; answers whether its reader has it already, and then needs no body. */
export const isUnchanged = (
  headers: IncomingHttpHeaders,
  reply: ReadingReply,
  revision: Revision,
): boolean => {
  reply.header('etag', etagOf(revision));
  if (!isKnown(headers['if-none-match'], revision)) return false;
  reply.statusCode = 304;
  return true;
};

const waits = new WeakMap<LiveBrain, number>();

/** Notes how long reads of a brain may wait. */
export const boundReading = (brain: LiveBrain, { minRevisionMsMax }: HttpBounds): void => {
  waits.set(brain, minRevisionMsMax);
};

const waitMsOf = (brain: LiveBrain): number => waits.get(brain) ?? usualBounds.minRevisionMsMax;

const tooLate = (brain: LiveBrain, minRevision: Revision): Problem =>
  new Problem({
    slug: 'revision-not-reached',
    status: 412,
    title: 'That revision is not here yet',
    detail: `The views show revision ${brain.revision()}; ${minRevision} was asked for.`,
    errors: [
      {
        pointer: '/minRevision',
        in: 'query',
        value: minRevision,
        problem: `the ledger is at ${brain.revision()}`,
        remedy: 'try again, or ask for a revision that this ledger has',
      },
    ],
    headers: { 'retry-after': '1' },
  });
