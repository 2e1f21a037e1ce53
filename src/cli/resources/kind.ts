import type { Either } from '../../../domain/foundation/fp.ts';
import type { LedgerThen, ThenFault } from '../../main/moments/of-file.ts';
import type { AnyFault } from '../failures.ts';
import type { Noun } from '../nouns.ts';
import type { Column, Described } from '../print/index.ts';
import type { ServerFlags } from '../remote/destination.ts';
import type { RemoteFault } from '../remote/faults.ts';
import type { Server } from '../remote/server.ts';

/** `berth NOUN list`'s arguments; the filters are those of workloads. */
export interface ListArguments extends ServerFlags {
  /** The file to read instead of asking a server. */
  readonly ledger?: string;
  readonly output: string;
  readonly headers: boolean;
  readonly json?: boolean;
  readonly yaml?: boolean;
  readonly columns?: string;
  readonly sortBy?: string;
  readonly sortOrder?: string;
  readonly maxItems?: number;
  readonly pageSize?: number;
  readonly watch?: boolean;
  readonly all?: boolean;
  readonly deleted?: boolean;
  readonly project?: readonly string[];
  readonly phase?: readonly string[];
  readonly queue?: readonly string[];
  readonly type?: readonly string[];
  readonly nodePool?: readonly string[];
}

/** `berth NOUN describe ID`'s arguments. */
export interface DescribeArguments extends ServerFlags {
  readonly id: string;
  readonly ledger?: string;
  readonly output: string;
  /** Where names are told apart by projects. */
  readonly project?: string;
}

/** Where rows come from: a file at some moment, or a server. */
export type Source =
  | (LedgerThen & { readonly server?: undefined })
  | { readonly server: Server; readonly ledger?: undefined };

/** What a server is asked for. */
export interface Wish {
  /** Conditions in the server's words, all of which must hold. */
  readonly filterBy?: readonly string[];
  readonly sortBy?: string | undefined;
  readonly sortOrder?: string | undefined;
  readonly max?: number | undefined;
  readonly pageSize?: number | undefined;
  /** Whether every member of the record is wanted, or only what a table shows. */
  readonly isWhole: boolean;
  readonly onPage?: ((got: number, total: number) => void) | undefined;
}

/** What somebody looks for among the rows of a ledger; of what has ended long ago there may be much that nobody needs. */
export interface Need {
  /** Only in these phases, as users type them. */
  readonly phases?: readonly string[] | undefined;
  /** Only what is called so, by its id or its name. */
  readonly called?: readonly string[] | undefined;
}

/** Rows of a server, when they were true, and how many there are in all. */
export interface Fetched<Row> {
  readonly revision: number;
  readonly total: number;
  readonly rows: readonly Row[];
}

/** All that is known of one thing: as text, and as data. */
export interface Details {
  readonly lines: readonly Described[];
  readonly record: unknown;
}

/** How the things of one noun are read, from a ledger and from a server, and shown. */
export interface Kind<Row> {
  readonly noun: Noun;
  /** In the order of the list. */
  readonly read: (then: LedgerThen, need: Need) => Promise<Either<ThenFault, readonly Row[]>>;
  readonly fetch: (server: Server, wish: Wish) => Promise<Either<RemoteFault, Fetched<Row>>>;
  readonly idOf: (row: Row) => string;
  /** What people call it, where that may differ from its id. */
  readonly nameOf?: (row: Row) => string;
  readonly columns: readonly Column<Row>[];
  readonly recordOf: (row: Row) => object;
  readonly details: (row: Row, source: Source) => Promise<Either<AnyFault, Details>>;
  /** What `--sort-by` takes, and the member of the record and field of the server that it means. */
  readonly sortable: Readonly<Record<string, string>>;
  /** What is wrong with the filters, as the text to print. */
  readonly problemOf?: (args: ListArguments) => string | undefined;
  readonly isWanted?: (row: Row, args: ListArguments) => boolean;
  /** What of the filters, and of what is usual on a server, the server sees to itself. */
  readonly wishOf?: (args: ListArguments, server: Server) => Partial<Wish>;
  /** Which rows of a ledger an id or a name may mean; without it one by its id, else the only one of that name. */
  readonly meant?: (rows: readonly Row[], args: DescribeArguments) => readonly Row[];
  /** All there are of the noun, in the server's words. */
  readonly everyOne?: Partial<Wish>;
  /** Which rows an id or a name may mean, in the server's words, the first that finds one counts. */
  readonly lookups?: (args: DescribeArguments, server: Server) => readonly Wish[];
}
