import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { countOf, keptRows, pageOf } from '../../../../adapters/http/list/index.ts';
import { anyQuery, anyRows, asked, idsOf, naively, type Query, type Row, table } from './oracle.ts';

const manyRows = (length: number): readonly Row[] =>
  Array.from({ length }, (_, k) => {
    const id = `r${(k * 7_919) % length}`;
    return { id, name: 'ant', team: ['red', 'blue'][k % 2], count: k % 5, isOpen: k % 3 === 0 };
  });

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

  test.prop([fc.integer({ min: 4_100, max: 6_000 }), anyQuery], { numRuns: 15 })(
    '∀ long lists: an order that is left half-way leads to the same page',
    (length, query) => {
      const rows = manyRows(length);
      const kept = keptRows(new Map(rows.map((row) => [row.id, row])));
      const page = pageOf(table, asked(query), { source: kept(), see: undefined });
      const { offset = 0, limit = 50 } = query;
      expect(idsOf(page.rows)).toEqual(idsOf(naively(rows, query).slice(offset, offset + limit)));
    },
  );

  test.prop([fc.integer({ min: 1_100, max: 3_000 }), anyQuery], { numRuns: 20 })(
    '∀ pages: together they are the whole list, each row once',
    (length, query) => {
      const rows = manyRows(length);
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
