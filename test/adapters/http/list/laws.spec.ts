import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { isLeft } from '../../../../domain/foundation/fp.ts';
import {
  countOf,
  keptRows,
  type ListAsked,
  type ListTable,
  pageOf,
  readQuery,
} from '../../../../adapters/http/list/index.ts';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly team: string | undefined;
  readonly count: number | undefined;
  readonly isOpen: boolean;
}

const table: ListTable<Row, undefined> = {
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

const anyRows = fc
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

const anyQuery = fc.record(
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
type Query = Parameters<typeof readQuery>[1];

const asked = (query: Query): ListAsked<Row, undefined> => {
  const read = readQuery(table, query);
  if (isLeft(read)) throw new Error(JSON.stringify(read.left));
  return read.right;
};

/** Says in the plainest way what a condition means. */
const holds = (row: Row, condition: string): boolean => {
  const [, name = '', operator = '', operand = ''] =
    /^(\w+)(==|!=|<=|>=|=@|!@|=\^|=\$)(.*)$/.exec(condition) ?? [];
  const raw = new Map<string, unknown>(Object.entries(row)).get(name);
  const value = typeof raw === 'string' || raw === undefined ? raw : String(raw);
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

const naively = (rows: readonly Row[], query: Query): readonly Row[] => {
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

const idsOf = (rows: readonly Row[]): readonly string[] => rows.map((row) => row.id);

describe('a list', () => {
  test.prop([anyRows, anyQuery], { numRuns: 150 })(
    '∀ rows and queries: a page is what filtering, sorting and cutting plainly gives',
    (rows, query) => {
      const all = naively(rows, query);
      const { offset = 0, limit = 50 } = query;
      const page = pageOf(table, asked(query), { source: { rows }, see: undefined });
      expect(idsOf(page.rows)).toEqual(idsOf(all.slice(offset, offset + limit)));
      expect(page.next).toBe(offset + limit < all.length ? offset + limit : undefined);
      expect(countOf(table, asked(query), { source: { rows }, see: undefined })).toBe(all.length);
    },
  );

  test.prop([anyRows, anyRows, fc.array(anyQuery, { minLength: 1, maxLength: 4 })], {
    numRuns: 100,
  })(
    '∀ rows that come while it is read: kept orders and groups change no page',
    (some, more, queries) => {
      const view = new Map(some.map((row) => [row.id, row]));
      const kept = keptRows(view);
      for (const rows of [[], more, []]) {
        for (const row of rows) if (!view.has(row.id)) view.set(row.id, row);
        for (const query of queries) {
          const plain = { source: { rows: [...view.values()] }, see: undefined };
          const listed = { source: kept(), see: undefined };
          expect(pageOf(table, asked(query), listed)).toEqual(pageOf(table, asked(query), plain));
          expect(countOf(table, asked(query), listed)).toBe(countOf(table, asked(query), plain));
        }
      }
    },
  );

  test.prop([fc.integer({ min: 1_100, max: 3_000 }), anyQuery], { numRuns: 20 })(
    '∀ pages: together they are the whole list, each row once',
    (length, query) => {
      const rows = Array.from({ length }, (_, k): Row => {
        const id = `r${(k * 7_919) % length}`;
        return { id, name: 'ant', team: ['red', 'blue'][k % 2], count: k % 5, isOpen: k % 3 === 0 };
      });
      const whole = { ...query, filterBy: [], search: '' };
      const seen: string[] = [];
      let offset: number | undefined = 0;
      while (offset !== undefined) {
        const next: Query = { ...whole, offset, limit: 500 };
        const page = pageOf(table, asked(next), { source: { rows }, see: undefined });
        seen.push(...idsOf(page.rows));
        offset = page.next;
      }
      expect(seen).toEqual(idsOf(naively(rows, whole)));
    },
  );
});
