import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { keptRows, listAskedOf, pageOf } from '../../../../adapters/http/list/index.ts';
import { workloadTable } from '../../../../adapters/http/runai/workloads/table.ts';
import { orgUnits } from '../../../../projections/org-units/index.ts';
import { workloadList } from '../../../../projections/workload-list/index.ts';
import { logFrom } from '../../../arbitraries/log.ts';

const filters = [
  'phase==Running',
  'phase!=Deleted',
  'projectId==a',
  'type==Training',
  'priority>=50',
];

const anyQuery = fc.record({
  filterBy: fc.subarray(filters),
  sortBy: fc.constantFrom(...workloadTable.fields.keys()),
  sortOrder: fc.constantFrom('asc' as const, 'desc' as const),
});

describe('the workloads as a server lists them', () => {
  test.prop([logFrom(), anyQuery], { numRuns: 40 })(
    '∀ ledgers: what is kept between two looks shows every fact that came in between',
    (log, query) => {
      let view = workloadList.initial();
      let units = orgUnits.initial();
      const kept = keptRows(view.rows);
      const asked = listAskedOf(workloadTable, query);
      for (const [k, fact] of log.entries()) {
        view = workloadList.apply(view, fact);
        units = orgUnits.apply(units, fact);
        if (k % 7 !== 0) continue;
        const see = { nowMs: fact.atMs, units };
        const plain = { source: { rows: [...view.rows.values()] }, see };
        const listed = pageOf(workloadTable, asked, { source: kept(), see });
        expect(listed).toEqual(pageOf(workloadTable, asked, plain));
      }
    },
  );
});
