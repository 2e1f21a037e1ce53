import type { Excess } from '../fit/bounds.ts';
import type { Unit } from '../state/snapshot.ts';
import type { Field, Hunt } from './field.ts';
import { isLawfulNow } from './quarry.ts';
import { sparesOf } from './spares.ts';
import { sizeFirst, wholeOf } from './units.ts';

/** The cheapest that relieves a limit: one that covers the excess alone, else the largest. */
export const relieverOf = (hunt: Hunt, field: Field, excess: Excess): Unit | undefined => {
  const { queue, resource } = excess;
  const { draft, seeker } = hunt;
  const over =
    queue.allocated[resource] + seeker.shape.amounts[resource] - queue.claims[resource].limit;
  const isBetter = (a: Unit, b: Unit): boolean => {
    const [ours, theirs] = [a.amounts[resource], b.amounts[resource]];
    if (ours >= over !== theirs >= over) return ours >= over;
    const bySize = ours >= over ? ours - theirs : theirs - ours;
    return (Number(a.isWhole) - Number(b.isWhole) || bySize || sizeFirst(a, b)) < 0;
  };
  let best: Unit | undefined;
  for (const victim of field.victims)
    for (const unit of [...sparesOf(draft, victim).slice(0, 1), wholeOf(draft, victim)]) {
      if (unit.amounts[resource] <= 0 || !isLawfulNow(hunt, unit)) continue;
      if (best === undefined || isBetter(unit, best)) best = unit;
    }
  return best;
};
