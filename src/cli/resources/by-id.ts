import { compareIds } from '../../../domain/foundation/ids.ts';

/** Rows as a list of a ledger shows them: ascending by id. */
export const byId = <Row extends { readonly id: string }>(rows: Iterable<Row>): readonly Row[] =>
  [...rows].toSorted((a, b) => compareIds(a.id, b.id));
