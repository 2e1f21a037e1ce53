import type { Either } from '../../../domain/foundation/fp.ts';
import type { ReadFault } from '../../app/read.ts';
import type { Noun } from '../nouns.ts';
import type { Column, Described } from '../print/index.ts';

/** `berth NOUN list`'s arguments; the filters are those of workloads. */
export interface ListArguments {
  readonly ledger: string;
  readonly output: string;
  readonly headers: boolean;
  readonly project?: readonly string[];
  readonly phase?: readonly string[];
  readonly queue?: readonly string[];
}

/** `berth NOUN describe ID`'s arguments. */
export interface DescribeArguments {
  readonly id: string;
  readonly ledger: string;
  readonly output: string;
}

/** All that is known of one thing: as text, and as data. */
export interface Details {
  readonly lines: readonly Described[];
  readonly record: unknown;
}

/** How the things of one noun are read from a ledger and shown. */
export interface Kind<Row> {
  readonly noun: Noun;
  /** In the order of the list. */
  readonly read: (ledger: string) => Promise<Either<ReadFault, readonly Row[]>>;
  readonly idOf: (row: Row) => string;
  readonly columns: readonly Column<Row>[];
  readonly recordOf: (row: Row) => object;
  readonly details: (row: Row, ledger: string) => Promise<Either<ReadFault, Details>>;
  /** What is wrong with the filters, as the text to print. */
  readonly problemOf?: (args: ListArguments) => string | undefined;
  readonly isWanted?: (row: Row, args: ListArguments) => boolean;
}
