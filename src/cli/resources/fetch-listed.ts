import { isLeft } from '../../../domain/foundation/fp.ts';
import type { Server } from '../remote/server.ts';
import type { Kind, ListArguments, Wish } from './kind.ts';
import { type ListPlan, sorted } from './listing.ts';

/** The rows that the filters let through. */
export const wantedOf = <Row>(
  { isWanted }: Kind<Row>,
  args: ListArguments,
  rows: readonly Row[],
): readonly Row[] => (isWanted === undefined ? rows : rows.filter((row) => isWanted(row, args)));

/** Reads the rows of a list from a server, filtered and in their order, not cut yet. */
export const fetchListed = async <Row>(
  kind: Kind<Row>,
  server: Server,
  { args, listed, onPage }: ListPlan<Row> & Pick<Wish, 'onPage'>,
) => {
  const isSortedOutHere = manyFilters.some((filter) => (args[filter]?.length ?? 0) > 1);
  const { sortBy, sortOrder, max, shape } = listed;
  const fetched = await kind.fetch(server, {
    ...kind.wishOf?.(args, server),
    ...(sortBy === undefined ? {} : { sortBy, sortOrder }),
    max: isSortedOutHere ? undefined : max,
    pageSize: args.pageSize,
    isWhole: shape.format !== 'table' && shape.format !== 'wide' && shape.format !== 'name',
    onPage,
  });
  if (isLeft(fetched)) return fetched;
  const rows = sorted(kind, listed, wantedOf(kind, args, fetched.right.rows));
  const total = isSortedOutHere ? rows.length : Math.max(fetched.right.total, rows.length);
  return { ...fetched, right: { ...fetched.right, rows, total } };
};

const manyFilters = ['project', 'phase', 'queue', 'type', 'nodePool'] as const;
