import { isLeft, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { OrgUnits } from '../../../projections/org-units/view.ts';
import { byId } from './by-id.ts';
import { rowsOf } from './from-server.ts';
import type { Listed } from './server-lists.ts';
import type { Kind } from './kind.ts';

/** A row with the moment that it holds for. */
export interface EstateLine<Row> {
  readonly row: Row;
  readonly nowMs: InstantMs;
}

/** How rows of the estate are read: those of a view in a ledger file, those of a list on a server. */
export const ofEstate = <Row extends { readonly id: string }>(
  rowsIn: (units: OrgUnits) => Iterable<Row>,
  list: Listed<Row>,
): Pick<Kind<EstateLine<Row>>, 'read' | 'fetch'> => ({
  read: async (then) => {
    const folded = await (await import('./from-ledger.ts')).estateIn(then);
    if (isLeft(folded)) return folded;
    const { views, nowMs } = folded.right;
    return right(byId(rowsIn(views.units)).map((row) => ({ row, nowMs })));
  },
  fetch: async (server, wish) => {
    const page = await rowsOf(server, list, wish);
    if (isLeft(page)) return page;
    const { nowMs, rows } = page.right;
    return right({ ...page.right, rows: rows.map((row) => ({ row, nowMs })) });
  },
});
