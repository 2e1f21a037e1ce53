import type { LiveBrain } from '../../../ports/live-brain.ts';
import { noSuch } from '../../berth/missing.ts';
import type { UnitKind, UnitRow } from './unit.ts';

/** The unit of an id. @throws Problem when there is none */
export const foundUnit = ({ views }: LiveBrain, kind: UnitKind, id: string): UnitRow => {
  const rows = kind.rows(views.units);
  const row = rows.get(id);
  if (row === undefined) throw noSuch(kind.kind, id, rows.keys());
  return row;
};
