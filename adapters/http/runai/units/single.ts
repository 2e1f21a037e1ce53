import type { LiveBrain } from '../../../ports/live-brain.ts';
import { foundRow, type Single } from '../single.ts';
import { unitSaid, unitShape, unitsSeen } from './record.ts';
import type { UnitKind, UnitRow } from './unit.ts';

/** One project or department, as Run:ai's paths have it. */
export const singleOf = (kind: UnitKind): Single<UnitRow> => ({
  path: `/api/v1/org-unit/${kind.path}`,
  kind: kind.kind,
  noun: kind.kind,
  one: kind.one,
  tag: `Run:ai ${kind.path}`,
  shape: unitShape,
  exampleId: kind.exampleId,
  rows: ({ views }) => kind.rows(views.units),
  told: (row, brain) => unitSaid(row, unitsSeen(brain, kind)),
});

/** The unit of an id. @throws Problem when there is none */
export const foundUnit = (brain: LiveBrain, kind: UnitKind, id: string): UnitRow =>
  foundRow(brain, singleOf(kind), id);
