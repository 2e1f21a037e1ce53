import { closestTo } from '../../../domain/foundation/closest.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { LedgerThen } from '../../main/moments/of-file.ts';
import { exitCodes, type Failure } from '../exit-codes.ts';
import type { AnyFault } from '../failures.ts';
import { type Noun, pluralOf } from '../nouns.ts';
import type { RemoteFault } from '../remote/faults.ts';
import type { Server } from '../remote/server.ts';
import type { DescribeArguments, Kind } from './kind.ts';
import { meantIn } from './meant.ts';

/** An id as `list -o name` writes it, `noun/id`, without its noun. */
export const bareId = (noun: Noun, id: string): string =>
  id.startsWith(`${noun}/`) ? id.slice(noun.length + 1) : id;

/** What was looked for, or why there is no such thing. */
export type Sought<Row> = { readonly row: Row } | { readonly failure: Failure };

/** Finds one thing of a ledger file by its id or its name. */
export const findInLedger = async <Row>(
  kind: Kind<Row>,
  args: DescribeArguments,
  then: LedgerThen,
): Promise<Either<AnyFault, Sought<Row>>> => {
  const { id } = args;
  const { ledger } = then;
  const read = await kind.read(then, { called: [id, bareId(kind.noun, id)] });
  if (isLeft(read)) return read;
  const { noun, idOf } = kind;
  const [row, ...others] = meantBy(kind, read.right, args);
  if (others.length > 0 && row !== undefined) {
    return right({
      failure: severalOf(noun, id, { ids: [row, ...others].map(idOf), where: ledger }),
    });
  }
  if (row !== undefined) return right({ row });
  const all = await kind.read(then, {});
  if (isLeft(all)) return all;
  const known = all.right.flatMap((one) => namesOf(kind, one));
  const names = `berth ${noun} list --ledger ${ledger} names all ${all.right.length}`;
  return right({ failure: unknownId(noun, id, { known, where: ledger, names }) });
};

/** The rows that may be meant: the one with that id, else the only one of that name, or as the kind sees it. */
const meantBy = <Row>(
  { noun, idOf, nameOf = idOf, meant }: Kind<Row>,
  rows: readonly Row[],
  args: DescribeArguments,
): readonly Row[] => {
  const called = rows.map((row) => ({ id: idOf(row), name: nameOf(row), row }));
  for (const id of new Set([args.id, bareId(noun, args.id)])) {
    const found =
      meant === undefined
        ? [meantIn(called, { id, name: id })?.row].filter((row) => row !== undefined)
        : meant(rows, { ...args, id });
    if (found.length > 0) return found;
  }
  return [];
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
      kind.lookups === undefined ? meantBy(kind, fetched.right.rows, args) : fetched.right.rows;
    const [row, ...others] = rows;
    if (row === undefined) continue;
    if (others.length === 0) return right({ row });
    return right({
      failure: severalOf(noun, args.id, { ids: rows.map(idOf), where: server.address }),
    });
  }
  const all = await kind.fetch(server, { ...kind.everyOne, isWhole: false, max: 5_000 });
  if (isLeft(all)) return left(all.left);
  const known = all.right.rows.flatMap((row) => namesOf(kind, row));
  const names = `berth ${noun} list names all ${all.right.total}`;
  return right({ failure: unknownId(noun, args.id, { known, where: server.address, names }) });
};

const severalOf = (
  noun: Noun,
  id: string,
  { ids, where }: { readonly ids: readonly string[]; readonly where: string },
): Failure => ({
  what: `${ids.length} ${pluralOf(noun)} are called '${id}'`,
  where,
  remedy: `name the project with --project, or one by its id: ${ids.join(', ')}`,
  exitCode: exitCodes.usage,
});

/** What a thing may be called by. */
const namesOf = <Row>({ idOf, nameOf = idOf }: Kind<Row>, row: Row): readonly string[] => [
  ...new Set([nameOf(row), idOf(row)]),
];

interface Known {
  readonly known: readonly string[];
  readonly where: string;
  /** How to see all there are. */
  readonly names: string;
}

const unknownId = (noun: Noun, id: string, { known, where, names }: Known): Failure => {
  const close = closestTo(bareId(noun, id), [...new Set(known)]);
  return {
    what: `there is no ${noun} '${id}'`,
    where,
    remedy: close.length === 0 ? names : `did you mean ${close.join(', ')}?`,
    exitCode: exitCodes.notFound,
  };
};
