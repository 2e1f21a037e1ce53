import { fc } from '@fast-check/vitest';
import { isLeft } from '../../../../domain/foundation/fp.ts';
import { type ListAsked, type ListTable, readQuery } from '../../../../adapters/http/list/index.ts';

/** A row of a small table. */
export interface Row {
  readonly id: string;
  readonly name: string;
  readonly team: string | undefined;
  readonly count: number | undefined;
  readonly isOpen: boolean;
}

/** A table with a field of each kind. */
export const table: ListTable<Row, undefined> = {
  noun: 'row',
  idOf: (row) => row.id,
  fields: new Map([
    ['id', { kind: 'text', isFixed: true, of: (row: Row) => row.id }],
    ['name', { kind: 'text', isFixed: true, of: (row: Row) => row.name }],
    ['team', { kind: 'text', isFixed: true, isShared: true, of: (row: Row) => row.team }],
    ['count', { kind: 'number', of: (row: Row) => row.count }],
    ['isOpen', { kind: 'boolean', of: (row: Row) => row.isOpen }],
  ]),
  searched: [(row) => row.name],
  usual: { sortBy: 'id', sortOrder: 'desc' },
};

/** Rows of it. */
export const anyRows = fc
  .uniqueArray(fc.integer({ min: 0, max: 5_000 }), { maxLength: 120 })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id) =>
        fc.record<Row>({
          id: fc.constant(`r${id}`),
          name: fc.constantFrom('ant', 'Bee', 'ant-2', 'cat', 'bee'),
          team: fc.constantFrom('red', 'blue', 'green', undefined),
          count: fc.constantFrom(0, 1, 2.5, 10, undefined),
          isOpen: fc.boolean(),
        }),
      ),
    ),
  );

const anyCondition = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('id', 'name', 'team'),
      fc.constantFrom('==', '!=', '<=', '>=', '=@', '!@', '=^', '=$'),
      fc.constantFrom('ant', 'red', 'blue', 'e', 'b', 'r1', '2', ''),
    )
    .map((parts) => parts.join('')),
  fc
    .tuple(
      fc.constantFrom('count'),
      fc.constantFrom('==', '!=', '<=', '>='),
      fc.constantFrom('0', '1', '2.5', '-3'),
    )
    .map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom('isOpen'), fc.constantFrom('==', '!='), fc.constantFrom('true', 'false'))
    .map((parts) => parts.join('')),
);

/** Queries of it. */
export const anyQuery = fc.record(
  {
    filterBy: fc.array(anyCondition, { maxLength: 3 }),
    search: fc.constantFrom('', 'an', 'BEE', '-', 'z'),
    sortBy: fc.constantFrom('id', 'name', 'team', 'count', 'isOpen'),
    sortOrder: fc.constantFrom('asc' as const, 'desc' as const),
    offset: fc.constantFrom(0, 1, 7, 40, 200, 990, 5_000),
    limit: fc.constantFrom(1, 3, 50, 500),
  },
  { requiredKeys: [] },
);
/** A query of it. */
export type Query = Parameters<typeof readQuery>[1];

/** A query, read. */
export const asked = (query: Query): ListAsked<Row, undefined> => {
  const read = readQuery(table, query);
  if (isLeft(read)) throw new Error(JSON.stringify(read.left));
  return read.right;
};

/** Says in the plainest way what a condition means. */
const holds = (row: Row, condition: string): boolean => {
  const [, name = '', operator = '', operand = ''] =
    /^(\w+)(==|!=|<=|>=|=@|!@|=\^|=\$)(.*)$/.exec(condition) ?? [];
  const raw = new Map<string, unknown>(Object.entries(row)).get(name);
  const value = typeof raw === 'string' || raw === undefined ? raw : JSON.stringify(raw);
  const sign = typeof raw === 'number' ? raw - Number(operand) : (value ?? '') < operand ? -1 : 1;
  switch (operator) {
    case '==':
      return value === operand;
    case '!=':
      return value !== operand;
    case '<=':
      return value !== undefined && (value === operand || sign <= 0);
    case '>=':
      return value !== undefined && (value === operand || sign >= 0);
    case '=@':
      return value?.includes(operand) === true;
    case '!@':
      return value?.includes(operand) !== true;
    case '=^':
      return value?.startsWith(operand) === true;
    default:
      return value?.endsWith(operand) === true;
  }
};

/** What a query means, in the plainest way. */
export const naively = (rows: readonly Row[], query: Query): readonly Row[] => {
  const { sortBy = 'id', search = '' } = query;
  const { sortOrder = sortBy === 'id' ? 'desc' : 'asc' } = query;
  const keyOf = (row: Row): number | string | undefined => {
    const value: unknown = new Map<string, unknown>(Object.entries(row)).get(sortBy);
    if (typeof value === 'boolean') return Number(value);
    return typeof value === 'number' || typeof value === 'string' ? value : undefined;
  };
  return rows
    .filter((row) => (query.filterBy ?? []).every((one) => holds(row, one)))
    .filter((row) => row.name.toLowerCase().includes(search.toLowerCase()))
    .toSorted((a, b) => {
      const [left, right] = [keyOf(a), keyOf(b)];
      if (left !== right && (left === undefined || right === undefined)) {
        return left === undefined ? 1 : -1;
      }
      if (left !== undefined && right !== undefined && left !== right) {
        return left < right === (sortOrder === 'asc') ? -1 : 1;
      }
      return a.id < b.id ? -1 : 1;
    });
};

/** The ids of rows. */
export const idsOf = (rows: readonly Row[]): readonly string[] => rows.map((row) => row.id);
