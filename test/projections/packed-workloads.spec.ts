import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  packWorkloads,
  unpackWorkloads,
  workloadList,
} from '../../projections/workload-list/index.ts';
import { logFrom } from '../arbitraries/log.ts';

test('∀ log: the list is the same after it was packed, kept and unpacked, and so is its order', () => {
  fc.assert(
    fc.property(logFrom(), (log) => {
      const view = log.reduce(workloadList.apply, workloadList.initial());
      const back = unpackWorkloads(deserialize(serialize(packWorkloads(view))));
      expect(back).toStrictEqual(view);
      expect([...back.rows.keys()]).toEqual([...view.rows.keys()]);
    }),
    { numRuns: 40 },
  );
});

test('∀ log, place: a list that was unpacked goes on as if it had never been packed', () => {
  fc.assert(
    fc.property(logFrom(), fc.nat(), (log, draw) => {
      const place = draw % (log.length + 1);
      const first = log.slice(0, place).reduce(workloadList.apply, workloadList.initial());
      const resumed = unpackWorkloads(packWorkloads(first));
      const after = log.slice(place).reduce(workloadList.apply, resumed);
      expect(after).toEqual(log.reduce(workloadList.apply, workloadList.initial()));
    }),
    { numRuns: 40 },
  );
});
