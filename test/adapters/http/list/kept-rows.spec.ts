import { expect, test } from 'vitest';
import { keptRows } from '../../../../adapters/http/list/index.ts';

const row = (id: string) => ({ id });

test('rows that a view has let go of are listed no more, however many came instead', () => {
  const view = new Map(['a', 'b', 'c'].map((id) => [id, row(id)]));
  let forgotten = 0;
  const rows = keptRows(view, () => forgotten);
  expect(rows().rows).toHaveLength(3);
  view.delete('b');
  forgotten += 1;
  view.set('d', row('d'));
  expect(rows().rows.map(({ id }) => id)).toEqual(['a', 'c', 'd']);
});
