import type { Amounts } from '../../foundation/shapes.ts';
import type { QueueState } from '../state/snapshot.ts';
import { compareStandings, type Standing, standingOf } from './order.ts';

/** A queue in a race, for the leaf below it that would be served. */
interface Entrant {
  readonly standing: Standing;
  readonly leaf: QueueState;
}

/** Siblings against each other, as a tournament. @shape entrants stand from `offset` on; entry k beats 2k and 2k + 1 */
interface Heat {
  readonly offset: number;
  readonly best: (Entrant | undefined)[];
}

/** Which leaf is served next, at each level of the tree the best child judged by its best ask, kept as they are served. */
export interface Race {
  readonly total: Amounts;
  /** By the queue whose children they are; the roots' by nothing. */
  readonly heats: Map<QueueState | undefined, Heat>;
  readonly placeOf: Map<QueueState, number>;
}

const better = (a: Entrant | undefined, b: Entrant | undefined): Entrant | undefined => {
  if (a === undefined) return b;
  return b === undefined || compareStandings(a.standing, b.standing) < 0 ? a : b;
};

const entrantOf = ({ heats, total }: Race, queue: QueueState): Entrant | undefined => {
  const leaf = queue.isServed ? queue : heats.get(queue)?.best[1]?.leaf;
  const asked = leaf?.next?.shape.amounts;
  if (leaf === undefined || asked === undefined) return undefined;
  return { standing: standingOf({ queue, asked }, total), leaf };
};

const run = (race: Race, parent: QueueState | undefined, siblings: readonly QueueState[]): void => {
  let offset = 1;
  while (offset < siblings.length) offset *= 2;
  const best: (Entrant | undefined)[] = Array.from({ length: 2 * offset });
  for (const [place, queue] of siblings.entries()) {
    if (!queue.isServed) run(race, queue, queue.children);
    race.placeOf.set(queue, place);
    best[offset + place] = entrantOf(race, queue);
  }
  for (let at = offset - 1; at >= 1; at -= 1) best[at] = better(best[2 * at], best[2 * at + 1]);
  race.heats.set(parent, { offset, best });
};

/** Lets all queues that have somebody to serve run against each other. @cost O(queues) */
export const raceOf = (roots: readonly QueueState[], total: Amounts): Race => {
  const race: Race = { total, heats: new Map(), placeOf: new Map() };
  run(race, undefined, roots);
  return race;
};

/** The leaf that is served next. */
export const firstIn = ({ heats }: Race): QueueState | undefined =>
  heats.get(undefined)?.best[1]?.leaf;

/** Lets a leaf run again whose figures or whose next ask are others than before. @cost O(depth · log siblings) */
export const rerun = (race: Race, leaf: QueueState): void => {
  for (let queue: QueueState | undefined = leaf; queue !== undefined; queue = queue.parent) {
    const heat = race.heats.get(queue.parent);
    const place = race.placeOf.get(queue);
    if (heat === undefined || place === undefined) return;
    const { best, offset } = heat;
    best[offset + place] = entrantOf(race, queue);
    for (let at = (offset + place) >> 1; at >= 1; at >>= 1)
      best[at] = better(best[2 * at], best[2 * at + 1]);
  }
};
