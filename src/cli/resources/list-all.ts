import { isLeft } from '../../../domain/foundation/fp.ts';
import { complain, refuse } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { pluralOf } from '../nouns.ts';
import { pagesBar } from '../remote/pages-bar.ts';
import type { Server } from '../remote/server.ts';
import { withServer } from '../remote/with-server.ts';
import { type Terminal, write } from '../terminal.ts';
import type { Fetched, Kind, ListArguments, Need } from './kind.ts';
import { withProjectIds } from './project-id.ts';
import { fetchListed, wantedOf } from './fetch-listed.ts';
import { type Listed, listedOf, type ListPlan, sorted, textOfRows } from './listing.ts';

/** Lists the things of a kind, from a ledger or from a server; answers the exit code. */
export const list = async <Row>(
  kind: Kind<Row>,
  terminal: Terminal,
  args: ListArguments,
): Promise<number> => {
  const listed = listedOf(kind, args);
  if (typeof listed === 'string') return refuse(terminal, listed);
  if (args.ledger !== undefined) return listLedger(kind, terminal, { args, listed });
  return withServer(terminal, args, async (server) => {
    const named = await withProjectIds(server, args);
    if (isLeft(named)) return complain(terminal, named.left);
    const plan = { terminal, args: named.right, listed };
    if (args.watch !== true) return listServer(kind, server, plan);
    const { watchList } = await import('./watch-list.ts');
    return watchList(kind, server, plan);
  });
};

const listLedger = async <Row>(
  kind: Kind<Row>,
  terminal: Terminal,
  { args, listed }: { readonly args: ListArguments; readonly listed: Listed<Row> },
): Promise<number> => {
  const { ledger = '', at, watch } = args;
  if (watch === true) {
    const remedy = 'leave one of them out: --watch looks at a server';
    return refuse(
      terminal,
      `error: a ledger file tells what was\n  at: --watch --ledger\n  remedy: ${remedy}\n`,
    );
  }
  const read = await kind.read({ ledger, at }, needOf(args));
  if (isLeft(read)) return complain(terminal, read.left, ledger);
  const rows = sorted(kind, listed, wantedOf(kind, args, read.right));
  return show(kind, { rows, total: rows.length, revision: 0 }, { terminal, args, listed });
};

const needOf = ({ deleted, phase }: ListArguments): Need => ({
  phases: deleted === true ? ['Deleted'] : phase,
});

const listServer = async <Row>(
  kind: Kind<Row>,
  server: Server,
  plan: ListPlan<Row>,
): Promise<number> => {
  const bar = pagesBar(plan.terminal, `read ${pluralOf(kind.noun)}`);
  const fetched = await fetchListed(kind, server, { ...plan, onPage: bar.onPage });
  bar.stop();
  if (isLeft(fetched)) return complain(plan.terminal, fetched.left);
  return show(kind, fetched.right, plan);
};

const show = async <Row>(
  kind: Kind<Row>,
  { rows, total }: Fetched<Row>,
  { terminal, args, listed }: ListPlan<Row>,
): Promise<number> => {
  const shown = listed.max === undefined ? rows : rows.slice(0, listed.max);
  const text = await textOfRows(kind, listed, { rows: shown, terminal, headers: args.headers });
  await write(terminal.stdout, text);
  const things = pluralOf(kind.noun);
  if (rows.length === 0) await write(terminal.stderr, `No ${things} found.\n`);
  if (shown.length < total && shown.length > 0) {
    await write(
      terminal.stderr,
      `${shown.length} of ${total} ${things} shown; --max-items N shows more, --max-items 0 all\n`,
    );
  }
  return exitCodes.ok;
};
