import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { RemoteFault } from './faults.ts';
import { listAt, memberOf } from './problem.ts';
import { type Form, misfitOf } from './row-forms.ts';
import type { Query, Server } from './server.ts';

/** One page of a list, and when it was true. */
export interface RowPage<Row> {
  readonly revision: number;
  /** @unit ms since epoch */
  readonly nowMs: number;
  /** How many there are in all that the filter lets through. */
  readonly total: number;
  readonly rows: readonly Row[];
}

/** What is wanted of a list. */
export interface RowsAsked<Row> {
  readonly path: string;
  readonly form: Form<Row>;
  readonly query?: Query | undefined;
  /** Most rows; all where absent. */
  readonly max?: number | undefined;
  /** Rows in one answer. */
  readonly pageSize?: number | undefined;
  /** Told after each page, for a bar. */
  readonly onPage?: ((got: number, total: number) => void) | undefined;
}

/** Rows in one answer, at most, as the server has it. */
export const pageSizeMax = 5_000;

/** Reads a list page by page; a row that moved while pages were read is shown once. */
export const fetchRows = async <Row>(
  server: Server,
  asked: RowsAsked<Row>,
): Promise<Either<RemoteFault, RowPage<Row>>> => {
  const max = asked.max ?? Infinity;
  const byId = new Map<string, Row>();
  let offset = 0;
  for (;;) {
    const limit = Math.min(asked.pageSize ?? pageSizeMax, pageSizeMax, max - offset);
    const page = await fetchPage(server, asked, { offset, limit });
    if (isLeft(page)) return page;
    const { rows, total } = page.right;
    for (const [place, row] of rows.entries()) byId.set(idOf(row) ?? `${offset + place}`, row);
    offset += rows.length;
    asked.onPage?.(offset, Math.min(total, max));
    const isLast = rows.length === 0 || offset >= total || offset >= max;
    if (isLast) return right({ ...page.right, rows: [...byId.values()] });
  }
};

const idOf = (row: unknown): string | undefined => {
  const id = memberOf(row, 'id');
  return typeof id === 'string' ? id : undefined;
};

const fetchPage = async <Row>(
  server: Server,
  { path, form, query = {} }: RowsAsked<Row>,
  window: { readonly offset: number; readonly limit: number },
): Promise<Either<RemoteFault, RowPage<Row>>> => {
  const answer = await server.get(path, { ...query, ...window });
  if (isLeft(answer)) return answer;
  const figure = (key: string): number => Number(memberOf(answer.right, key) ?? NaN);
  const [revision, nowMs, total] = [figure('revision'), figure('nowMs'), figure('total')];
  if (![revision, nowMs, total].every(Number.isSafeInteger)) {
    return left(unreadable(server, `${path} gives no list`));
  }
  const rows: Row[] = [];
  for (const [place, item] of listAt(answer.right, 'items').entries()) {
    if (!form.fits(item))
      return left(unreadable(server, `${path}: items/${place}${misfitOf(form, item)}`));
    rows.push(item);
  }
  return right({ revision, nowMs, total, rows });
};

const unreadable = ({ address }: Server, problem: string): RemoteFault => ({
  _tag: 'AnswerUnreadable',
  address,
  problem,
});
