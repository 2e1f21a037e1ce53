import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { type Capacity, capacity } from '../../../projections/capacity/index.ts';
import type { ReadFault } from '../../app/read.ts';
import { loadedFrom, newestBelieved, type Until } from './believed.ts';
import { foldUntil } from './fold-until.ts';
import { brainSuite, capacitySuite } from './kept-brain.ts';
import type { MomentSource } from './place.ts';

/** The capacity of all pools as it was at a moment. @cost the nearest brain that was kept, then about 10 µs a fact */
export const capacityAt = async (
  { log, store }: MomentSource,
  until: Until,
  sliceMs?: number,
): Promise<Either<ReadFault, Capacity>> => {
  const believed = await newestBelieved(log, store, { kind: brainSuite.kind, until });
  const { state, reached } = await loadedFrom(believed, capacitySuite, sliceMs);
  const folded = await foldUntil(log, { from: reached, until, sliceMs }, (fact) => {
    if (capacity.handles.has(fact.type)) capacity.apply(state, fact);
    return true;
  });
  return isLeft(folded) ? folded : right(state);
};
