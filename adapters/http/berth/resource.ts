import type { TSchema } from 'typebox';
import type { LiveBrain, LiveViews } from '../../ports/live-brain.ts';
import type { ListTable, RowSource } from '../list/index.ts';

/** Something that there are many of: where its rows come from, and how they are listed and told. */
export interface Resource<Row> {
  /** In the path: `node-pools`. */
  readonly path: string;
  /** What is read, as policies name it. */
  readonly kind: string;
  /** As operation ids spell one and many of it. */
  readonly one: string;
  readonly many: string;
  readonly summary: string;
  readonly table: ListTable<Row, unknown>;
  readonly shape: TSchema;
  readonly exampleId: string;
  /** Whether its rows tell what queues have used over time. */
  readonly isOfUse?: boolean;
  /** The views that its rows are told from: of the past no others are made. */
  readonly views: readonly (keyof LiveViews)[];
  readonly rows: (brain: LiveBrain) => RowSource<Row>;
  readonly find: (brain: LiveBrain, id: string) => Row | undefined;
  /** Finds a row of a moment of the past from its own facts, where no others move it: no view is made for it. */
  readonly findThen?: (brain: LiveBrain, id: string) => Promise<Row | undefined>;
  /** The row as it is written: maps as objects. */
  readonly told: (row: Row) => object;
  /** The last fact about a row, where facts about it alone change it; `undefined` where others do too. */
  readonly tagOf: (row: Row) => number | undefined;
}
