import { hasCompany, isNear, moveNeighbour } from './neighbours.ts';
import type { Seat, Workload } from './snapshot.ts';

/** Whether a pod may only be where certain others are. */
export const mustBeNear = ({ kind }: Seat): boolean =>
  (kind.extras?.neighbours?.near.length ?? 0) > 0;

/** Whoever must be near others may not take the place of one who is gone only until others have moved. */
export const keepsCompany = ({ kind, node }: Seat): boolean =>
  kind.extras?.neighbours === undefined || hasCompany(kind.extras.neighbours, node.slot);

/** Keeps the pool's list of those for whom places are held near others. */
export const listCompany = (workload: Workload): void => {
  const { company } = workload.pool;
  if (!workload.held.some(mustBeNear)) company.delete(workload);
  else if (!company.has(workload)) company.set(workload, false);
};

const move = (seats: readonly Seat[], sign: 1 | -1): void => {
  for (const { kind, node } of seats)
    if (kind.extras?.neighbours !== undefined && node.slot >= 0)
      moveNeighbour(kind.extras.neighbours, node.slot, { now: 0, future: sign });
};

const isNearNow = ({ kind, node }: Seat): boolean =>
  kind.extras?.neighbours === undefined || isNear(kind.extras.neighbours, node.slot, 'future');

/** Lets pods come one after the other, as they will begin, if each of them may. */
const come = (seats: readonly Seat[]): boolean => {
  for (const [at, seat] of seats.entries()) {
    if (!isNearNow(seat)) {
      move(seats.slice(0, at), -1);
      return false;
    }
    move([seat], 1);
  }
  return true;
};

/**
 * Who of those that are promised places near others can never begin there: neither near who is there or comes anyway,
 * nor near each other.
 *
 * @shape each is the pods of one workload in the order in which they were seated
 * @cost O(pods), and once more for each round in which somebody waits for another of them
 */
export const lonelyAmong = <Promised extends { readonly held: readonly Seat[] }>(
  promised: readonly Promised[],
): ReadonlySet<Promised> => {
  const lonely = new Set(promised);
  for (const { held } of promised) move(held, -1);
  for (let before = -1; before !== lonely.size;) {
    before = lonely.size;
    for (const one of lonely) if (come(one.held)) lonely.delete(one);
  }
  for (const { held } of lonely) move(held, 1);
  return lonely;
};
