import { compareIds } from '../../foundation/ids.ts';
import type { Excess } from '../fit/bounds.ts';
import type { Field, Hunt } from './field.ts';
import { isLawfulNow } from './quarry.ts';
import type { Workload } from '../state/snapshot.ts';

/** The cheapest that relieves a limit: one that covers the excess alone, else the largest. */
export const relieverOf = (hunt: Hunt, field: Field, excess: Excess): Workload | undefined => {
  const { queue, resource } = excess;
  const over =
    queue.allocated[resource] + hunt.one.shape.amounts[resource] - queue.claims[resource].limit;
  let best: Workload | undefined;
  const isBetter = (a: Workload, b: Workload): boolean => {
    const [ours, theirs] = [a.shape.amounts[resource], b.shape.amounts[resource]];
    if (ours >= over !== theirs >= over) return ours >= over;
    const bySize = ours >= over ? ours - theirs : theirs - ours;
    return (bySize || b.age - a.age || compareIds(b.id, a.id)) < 0;
  };
  for (const victim of field.victims) {
    if (victim.shape.amounts[resource] <= 0 || !isLawfulNow(hunt, victim)) continue;
    if (best === undefined || isBetter(victim, best)) best = victim;
  }
  return best;
};
