import { closestTo } from '../../../domain/foundation/closest.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import { complain, fail, refuse } from '../complain.ts';
import { exitCodes, type Failure } from '../exit-codes.ts';
import type { AnyFault } from '../failures.ts';
import { type Noun, pluralOf } from '../nouns.ts';
import { fill, printData, printDescription } from '../print/index.ts';
import type { RemoteFault } from '../remote/faults.ts';
import type { Server } from '../remote/server.ts';
import { withServer } from '../remote/with-server.ts';
import { type Terminal, write } from '../terminal.ts';
import { type Shape, shapeOf } from './format.ts';
import type { DescribeArguments, Kind, Source } from './kind.ts';

/** Shows all that is known of one thing; answers the exit code. */
export const describe = async <Row>(
  kind: Kind<Row>,
  terminal: Terminal,
  args: DescribeArguments,
): Promise<number> => {
  const shape = shapeOf(args.output, ['text', 'json', 'yaml', 'name']);
  if (typeof shape === 'string') return refuse(terminal, shape);
  const bare = { ...args, id: bareId(kind.noun, args.id) };
  if (args.ledger !== undefined) {
    return describeFrom(kind, { terminal, args, shape }, { ledger: args.ledger });
  }
  return withServer(terminal, args, (server) =>
    describeFrom(kind, { terminal, args: bare, shape }, { server }),
  );
};

/** An id as `list -o name` writes it, `noun/id`, without its noun. */
export const bareId = (noun: Noun, id: string): string =>
  id.startsWith(`${noun}/`) ? id.slice(noun.length + 1) : id;

interface DescribePlan {
  readonly terminal: Terminal;
  readonly args: DescribeArguments;
  readonly shape: Shape;
}

const describeFrom = async <Row>(
  kind: Kind<Row>,
  { terminal, args, shape }: DescribePlan,
  source: Source,
): Promise<number> => {
  const found = await (source.server === undefined
    ? findInLedger(kind, args, source.ledger)
    : findOnServer(kind, args, source.server));
  if (isLeft(found)) return complain(terminal, found.left, args.ledger);
  if ('failure' in found.right) return fail(terminal, found.right.failure);
  const { row } = found.right;
  const details = await kind.details(row, source);
  if (isLeft(details)) return complain(terminal, details.left, args.ledger);
  const { lines, record } = details.right;
  await write(terminal.stdout, await textIn(shape));
  return exitCodes.ok;

  async function textIn({ format, path }: Shape): Promise<string> {
    if (path !== undefined) return fill(path, record);
    if (format === 'json' || format === 'yaml') return printData(format, record);
    if (format === 'name') return `${kind.noun}/${kind.idOf(row)}\n`;
    return printDescription(lines, { color: terminal.isColoured });
  }
};

/** What was looked for, or why there is no such thing. */
export type Sought<Row> = { readonly row: Row } | { readonly failure: Failure };

const findInLedger = async <Row>(
  kind: Kind<Row>,
  { id }: DescribeArguments,
  ledger: string,
): Promise<Either<AnyFault, Sought<Row>>> => {
  const read = await kind.read(ledger);
  if (isLeft(read)) return read;
  const { noun, idOf } = kind;
  const row =
    read.right.find((one) => idOf(one) === id) ??
    read.right.find((one) => `${noun}/${idOf(one)}` === id);
  if (row !== undefined) return right({ row });
  const known = read.right.map(idOf);
  const names = `berth ${noun} list --ledger ${ledger} names all ${known.length}`;
  return right({ failure: unknownId(noun, id, { known, where: ledger, names }) });
};

/** Finds one thing of a server by its id or, where the kind has them, its name. */
export const findOnServer = async <Row>(
  kind: Kind<Row>,
  args: DescribeArguments,
  server: Server,
): Promise<Either<RemoteFault, Sought<Row>>> => {
  const { noun, idOf } = kind;
  const byId = [{ filterBy: [`id==${args.id}`], isWhole: true }];
  for (const wish of kind.lookups?.(args, server) ?? byId) {
    const fetched = await kind.fetch(server, wish);
    if (isLeft(fetched)) return fetched;
    const rows =
      kind.lookups === undefined
        ? fetched.right.rows.filter((row) => idOf(row) === args.id)
        : fetched.right.rows;
    const [row, ...others] = rows;
    if (row === undefined) continue;
    if (others.length === 0) return right({ row });
    return right({ failure: severalOf(noun, args.id, { ids: rows.map(idOf), server }) });
  }
  const all = await kind.fetch(server, { isWhole: false, max: 5_000 });
  if (isLeft(all)) return left(all.left);
  const known = all.right.rows.map(idOf);
  const names = `berth ${noun} list names all ${all.right.total}`;
  return right({ failure: unknownId(noun, args.id, { known, where: server.address, names }) });
};

const severalOf = (
  noun: Noun,
  id: string,
  { ids, server }: { readonly ids: readonly string[]; readonly server: Server },
): Failure => ({
  what: `${ids.length} ${pluralOf(noun)} are called '${id}'`,
  where: server.address,
  remedy: `name the project with --project, or one by its id: ${ids.join(', ')}`,
  exitCode: exitCodes.usage,
});

interface Known {
  readonly known: readonly string[];
  readonly where: string;
  /** How to see all there are. */
  readonly names: string;
}

const unknownId = (noun: Noun, id: string, { known, where, names }: Known): Failure => {
  const close = closestTo(bareId(noun, id), known);
  return {
    what: `there is no ${noun} '${id}'`,
    where,
    remedy: close.length === 0 ? names : `did you mean ${close.join(', ')}?`,
    exitCode: exitCodes.notFound,
  };
};
