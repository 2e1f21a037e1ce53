import { setTimeout as pause } from 'node:timers/promises';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { complain } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { pluralOf } from '../nouns.ts';
import type { TableKeep } from '../print/index.ts';
import type { RemoteFault } from '../remote/faults.ts';
import { listen } from '../remote/listen.ts';
import type { Server } from '../remote/server.ts';
import { write } from '../terminal.ts';
import { createRepainter } from '../print/repaint.ts';
import type { Fetched, Kind } from './kind.ts';
import { fetchListed, type ListPlan } from './list-all.ts';
import { textOfRows } from './listing.ts';
import { whole } from './record.ts';

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
  const { terminal } = plan;
  let isStale = false;
  let isOver = false;
  const ended = listen(server, {
    after,
    onFact: () => {
      isStale = true;
    },
    onLost: () => void write(terminal.stderr, 'the server is gone; looking for it …\n'),
    onBack: () => {
      isStale = true;
      void write(terminal.stderr, 'the server is back\n');
    },
    stopped: terminal.stopped,
  }).finally(() => {
    isOver = true;
  });
  let lookedAtMs = Date.now();
  while (!isOver) {
    const isOld = isInPlace && Date.now() - lookedAtMs > ageMs;
    if (isStale || isOld) {
      isStale = false;
      lookedAtMs = Date.now();
      const fault = await look();
      if (fault !== undefined && fault._tag === 'ServerRefused' && fault.status < 500) return fault;
    }
    await Promise.race([ended, pause(lookMs)]);
  }
  return ended;
};

const clearScreen = '\u001b[2J\u001b[H';

type Show<Row> = (fetched: Fetched<Row>) => Promise<void>;

const cutTo = <Row>({ listed: { max } }: ListPlan<Row>, rows: readonly Row[]): readonly Row[] =>
  max === undefined ? rows : rows.slice(0, max);

/** Keeps one table in its place; what does not fit below the cursor is counted in its last line. */
const redrawing = <Row>(kind: Kind<Row>, plan: ListPlan<Row>): Show<Row> => {
  const { terminal, args, listed } = plan;
  const keep: TableKeep = { widths: [] };
  let repaint = createRepainter(terminal.stdout);
  let { width } = terminal;
  return async ({ rows, total }) => {
    if (terminal.width !== width) {
      // Lines have wrapped at the old width: nothing stands where it was put.
      ({ width } = terminal);
      keep.widths = [];
      repaint = createRepainter(terminal.stdout);
      await write(terminal.stdout, clearScreen);
    }
    const room = Math.max(1, (terminal.height ?? 24) - 3);
    const shown = cutTo(plan, rows).slice(0, room);
    const text = await textOfRows(kind, listed, {
      rows: shown,
      terminal,
      headers: args.headers,
      keep,
    });
    const things = pluralOf(kind.noun);
    const more = total - shown.length;
    const foot =
      shown.length === 0 ? `No ${things} found.` : more > 0 ? `… and ${more} more ${things}` : '';
    await repaint([...text.split('\n').slice(0, -1), ...(foot === '' ? [] : [foot])]);
  };
};

/** What of a record changes with the clock alone. */
const ofTheClock = new Set(['asOfMs', 'pendingMs', 'runningMs']);

/** Appends what is new or has changed, as lines of the table, or as one document each. */
const appending = <Row>(kind: Kind<Row>, plan: ListPlan<Row>): Show<Row> => {
  const { terminal, args, listed } = plan;
  const seen = new Map<string, string>();
  const keep: TableKeep = { widths: [] };
  let isFirst = true;
  return async ({ rows }) => {
    const changed = cutTo(plan, rows).filter((row) => {
      const stamp = stampOf(kind.recordOf(row));
      const isNew = seen.get(kind.idOf(row)) !== stamp;
      seen.set(kind.idOf(row), stamp);
      return isNew;
    });
    if (changed.length === 0) return;
    const headers = args.headers && isFirst;
    isFirst = false;
    await write(terminal.stdout, await textOf(changed, headers));
  };

  async function textOf(rows: readonly Row[], headers: boolean): Promise<string> {
    const { shape } = listed;
    if (shape.format === 'json') {
      return rows.map((row) => `${JSON.stringify(whole(kind.recordOf(row)))}\n`).join('');
    }
    if (shape.format === 'yaml' || shape.format === 'jsonpath') {
      const texts = await Promise.all(
        rows.map((row) => textOfRows(kind, listed, { rows: [row], terminal, headers: false })),
      );
      const between = shape.format === 'yaml' ? '---\n' : '\n';
      return texts.map((text) => `${between}${text}`).join('');
    }
    return textOfRows(kind, listed, { rows, terminal, headers, keep });
  }
};

const stampOf = (record: object): string =>
  JSON.stringify(record, (key, value: unknown) =>
    ofTheClock.has(key) ? undefined : value instanceof Map ? [...value] : value,
  );
