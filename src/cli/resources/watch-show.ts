import { pluralOf } from '../nouns.ts';
import type { TableKeep } from '../print/index.ts';
import { createRepainter } from '../print/repaint.ts';
import { write } from '../terminal.ts';
import type { Fetched, Kind } from './kind.ts';
import { type Listed, type ListPlan, type Shown, textOfRows } from './listing.ts';
import { whole } from './record.ts';

const clearScreen = '\u001b[2J\u001b[H';

/** Shows what was read last. */
export type Show<Row> = (fetched: Fetched<Row>) => Promise<void>;

const cutTo = <Row>({ listed: { max } }: ListPlan<Row>, rows: readonly Row[]): readonly Row[] =>
  max === undefined ? rows : rows.slice(0, max);

/** Keeps one table in its place; what does not fit below the cursor is counted in its last line. */
export const redrawing = <Row>(kind: Kind<Row>, plan: ListPlan<Row>): Show<Row> => {
  const { terminal } = plan;
  const keep: TableKeep = { widths: [] };
  let repaint = createRepainter(terminal.stdout);
  let { width } = terminal;
  return async (fetched) => {
    if (terminal.width !== width) {
      // Lines have wrapped at the old width: nothing stands where it was put.
      ({ width } = terminal);
      keep.widths = [];
      repaint = createRepainter(terminal.stdout);
      await write(terminal.stdout, clearScreen);
    }
    await repaint(await linesOf(kind, { plan, keep }, fetched));
  };
};

const linesOf = async <Row>(
  kind: Kind<Row>,
  { plan, keep }: { readonly plan: ListPlan<Row>; readonly keep: TableKeep },
  { rows, total }: Fetched<Row>,
): Promise<readonly string[]> => {
  const { terminal, args, listed } = plan;
  const { headers } = args;
  const shown = cutTo(plan, rows).slice(0, Math.max(1, (terminal.height ?? 24) - 3));
  const text = await textOfRows(kind, listed, { rows: shown, terminal, headers, keep });
  const things = pluralOf(kind.noun);
  if (shown.length === 0) return [`No ${things} found.`];
  const more = total - shown.length;
  const lines = text.split('\n').slice(0, -1);
  return more > 0 ? [...lines, `… and ${more} more ${things}`] : lines;
};

/** What of a record changes with the clock alone. */
const ofTheClock = new Set(['asOfMs', 'pendingMs', 'runningMs']);

/** Appends what is new or has changed, as lines of the table, or as one document each. */
export const appending = <Row>(kind: Kind<Row>, plan: ListPlan<Row>): Show<Row> => {
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
    const shown = { rows: changed, terminal, headers: args.headers && isFirst, keep };
    isFirst = false;
    await write(terminal.stdout, await changesText(kind, listed, shown));
  };
};

const changesText = async <Row>(
  kind: Kind<Row>,
  listed: Listed<Row>,
  shown: Shown<Row>,
): Promise<string> => {
  const { format } = listed.shape;
  const { rows } = shown;
  if (format === 'json') {
    return rows.map((row) => `${JSON.stringify(whole(kind.recordOf(row)))}\n`).join('');
  }
  if (format !== 'yaml' && format !== 'jsonpath') return textOfRows(kind, listed, shown);
  const texts = await Promise.all(
    rows.map((row) => textOfRows(kind, listed, { ...shown, rows: [row] })),
  );
  const between = format === 'yaml' ? '---\n' : '\n';
  return texts.map((text) => `${between}${text}`).join('');
};

const stampOf = (record: object): string =>
  JSON.stringify(record, (key, value: unknown) =>
    ofTheClock.has(key) ? undefined : value instanceof Map ? [...value] : value,
  );
