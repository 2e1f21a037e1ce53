import { setTimeout as pause } from 'node:timers/promises';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { complain } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import type { RemoteFault } from '../remote/faults.ts';
import { listen } from '../remote/listen.ts';
import type { Server } from '../remote/server.ts';
import { type Terminal, write } from '../terminal.ts';
import { fetchListed } from './fetch-listed.ts';
import type { Kind } from './kind.ts';
import type { ListPlan } from './listing.ts';
import { appending, redrawing } from './watch-show.ts';

/** Least time between two looks: facts come in hundreds, and nobody reads faster. @unit ms */
const lookMs = 400;
/** A table on a terminal is printed anew this often although nothing has happened, for its ages. @unit ms */
const ageMs = 5_000;

/**
 * Lists, and goes on: on a terminal the table is kept up to date in its place, elsewhere each thing that is new or
 * has changed is one more line.
 *
 * @cost one stream of facts, and one reading of the list for each look at which something had changed
 */
export const watchList = async <Row>(
  kind: Kind<Row>,
  server: Server,
  plan: ListPlan<Row>,
): Promise<number> => {
  const { terminal } = plan;
  const first = await fetchListed(kind, server, plan);
  if (isLeft(first)) return complain(terminal, first.left);
  const isInPlace = terminal.height !== undefined && isTable(plan);
  const show = isInPlace ? redrawing(kind, plan) : appending(kind, plan);
  await show(first.right);
  const ended = await follow({ server, plan, after: first.right.revision, isInPlace }, async () => {
    const fetched = await fetchListed(kind, server, plan);
    if (isLeft(fetched)) return fetched.left;
    await show(fetched.right);
    return undefined;
  });
  return ended === undefined ? exitCodes.interrupted : complain(terminal, ended);
};

const isTable = <Row>({ listed: { shape } }: ListPlan<Row>): boolean =>
  shape.format === 'table' || shape.format === 'wide';

interface FollowPlan<Row> {
  readonly server: Server;
  readonly plan: ListPlan<Row>;
  readonly after: number;
  readonly isInPlace: boolean;
}

/** Looks again after facts have come, never twice at once. */
const follow = async <Row>(
  { server, plan, after, isInPlace }: FollowPlan<Row>,
  look: () => Promise<RemoteFault | undefined>,
): Promise<RemoteFault | undefined> => {
  const course = { isStale: false, isOver: false, lookedAtMs: Date.now() };
  const stale = (): void => {
    course.isStale = true;
  };
  const ended = listenTelling(server, plan.terminal, { after, stale }).finally(() => {
    course.isOver = true;
  });
  while (!course.isOver) {
    const isOld = isInPlace && Date.now() - course.lookedAtMs > ageMs;
    if (course.isStale || isOld) {
      course.isStale = false;
      course.lookedAtMs = Date.now();
      const fault = await look();
      if (fault !== undefined && fault._tag === 'ServerRefused' && fault.status < 500) return fault;
    }
    await Promise.race([ended, pause(lookMs)]);
  }
  return ended;
};

const listenTelling = (
  server: Server,
  terminal: Terminal,
  { after, stale }: { readonly after: number; readonly stale: () => void },
): Promise<RemoteFault | undefined> =>
  listen(server, {
    after,
    onFact: stale,
    onLost: () => void write(terminal.stderr, 'the server is gone; looking for it …\n'),
    onBack: () => {
      stale();
      void write(terminal.stderr, 'the server is back\n');
    },
    stopped: terminal.stopped,
  });
