import { closestTo } from '../../../domain/foundation/closest.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { compareIds } from '../../../domain/foundation/ids.ts';
import { complain, formatProblem, refuse } from '../complain.ts';
import { exitCodes } from '../failures.ts';
import {
  type Described,
  formats,
  isFormat,
  printAs,
  printData,
  printDescription,
} from '../print/index.ts';
import { type Terminal, write } from '../terminal.ts';
import type { DescribeArguments, Details, Kind, ListArguments } from './kind.ts';

/** The two questions that can be asked about a noun; each answers an exit code. */
export interface Resource {
  readonly list: (terminal: Terminal, args: ListArguments) => Promise<number>;
  readonly describe: (terminal: Terminal, args: DescribeArguments) => Promise<number>;
}

/** Makes the two commands of a noun. */
export const resourceOf = <Row>(kind: Kind<Row>): Resource => ({
  list: (terminal, args) => list(kind, terminal, args),
  describe: (terminal, args) => describe(kind, terminal, args),
});

const list = async <Row>(
  kind: Kind<Row>,
  terminal: Terminal,
  args: ListArguments,
): Promise<number> => {
  const format = args.output;
  const problem = formatProblem(format, formats) ?? kind.problemOf?.(args);
  if (problem !== undefined || !isFormat(format)) return refuse(terminal, problem ?? '');
  const read = await kind.read(args.ledger);
  if (isLeft(read)) return complain(terminal, read.left, args.ledger);
  const { isWanted } = kind;
  const rows =
    isWanted === undefined ? read.right : read.right.filter((row) => isWanted(row, args));
  const { noun, columns, idOf: nameOf } = kind;
  const listing = {
    noun,
    rows,
    columns,
    nameOf,
    recordOf: (row: Row) => whole(kind.recordOf(row)),
  };
  const options = {
    noHeaders: !args.headers,
    width: terminal.width,
    color: terminal.isColoured,
  };
  await write(terminal.stdout, await printAs(format, listing, options));
  if (rows.length === 0) await write(terminal.stderr, `No ${noun}s found.\n`);
  return exitCodes.ok;
};

/** Every field stays: one that has no value is null, so that readers of JSON find the same keys in every record. */
const whole = (record: object): object =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, value ?? null]));

const describe = async <Row>(
  kind: Kind<Row>,
  terminal: Terminal,
  args: DescribeArguments,
): Promise<number> => {
  const { output, ledger, id } = args;
  const problem = formatProblem(output, ['text', 'json', 'yaml']);
  if (problem !== undefined) return refuse(terminal, problem);
  const read = await kind.read(ledger);
  if (isLeft(read)) return complain(terminal, read.left, args.ledger);
  const row = rowOf(kind, read.right, id);
  if (row === undefined) return unknownId(kind, terminal, { args, known: read.right });
  const details = await kind.details(row, ledger);
  if (isLeft(details)) return complain(terminal, details.left, args.ledger);
  const { lines, record } = details.right;
  const text =
    output === 'json' || output === 'yaml'
      ? await printData(output, record)
      : printDescription(lines, { color: terminal.isColoured });
  await write(terminal.stdout, text);
  return exitCodes.ok;
};

/** The row with an id, which may be written as `list -o name` writes it: `noun/id`. */
const rowOf = <Row>({ noun, idOf }: Kind<Row>, rows: readonly Row[], id: string): Row | undefined =>
  rows.find((one) => idOf(one) === id) ?? rows.find((one) => `${noun}/${idOf(one)}` === id);

const unknownId = async <Row>(
  { noun, idOf }: Kind<Row>,
  terminal: Terminal,
  asked: { readonly args: DescribeArguments; readonly known: readonly Row[] },
): Promise<number> => {
  const { id, ledger } = asked.args;
  const bare = id.startsWith(`${noun}/`) ? id.slice(noun.length + 1) : id;
  const close = closestTo(bare, asked.known.map(idOf));
  const remedy =
    close.length === 0
      ? `berth ${noun} list --ledger ${ledger} names all ${asked.known.length}`
      : `did you mean ${close.join(', ')}?`;
  await write(
    terminal.stderr,
    `error: there is no ${noun} '${id}'\n  at: ${ledger}\n  remedy: ${remedy}\n`,
  );
  return exitCodes.notFound;
};

/** Rows as a list shows them: ascending by id. */
export const byId = <Row extends { readonly id: string }>(rows: Iterable<Row>): readonly Row[] =>
  [...rows].toSorted((a, b) => compareIds(a.id, b.id));

/** The record of a description: like that of a list, with every field. */
export const detailsOf = (lines: readonly Described[], record: object): Details => ({
  lines,
  record: whole(record),
});
