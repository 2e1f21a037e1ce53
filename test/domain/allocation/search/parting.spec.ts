import { describe, expect, it } from 'vitest';
import { linkQueues } from '../../../../domain/allocation/index.ts';
import { partingOf } from '../../../../domain/allocation/search/parting.ts';
import { poolUnder } from '../pool.ts';
import { queueIn } from './hunt-of.ts';

/** Two departments, one with a queue below a queue below it. */
const tree = () => {
  const pool = poolUnder();
  for (const [id, parent] of [
    ['left', ''],
    ['right', ''],
    ['near', 'left'],
    ['deep', 'near'],
    ['beside', 'near'],
    ['far', 'right'],
  ] as const)
    pool.queue(id, { parent });
  linkQueues(pool.snapshot);
  return (ours: string, theirs: string): readonly string[] => {
    const parting = partingOf(queueIn(pool, ours), queueIn(pool, theirs));
    return [parting.ours.id, parting.theirs.id];
  };
};

describe('where queues part', () => {
  it('is at siblings, be they the two themselves', () => {
    const parting = tree();
    expect(parting('deep', 'beside')).toEqual(['deep', 'beside']);
    expect(parting('left', 'right')).toEqual(['left', 'right']);
  });

  it('is on top where they have nothing in common, whichever is deeper', () => {
    const parting = tree();
    expect(parting('deep', 'far')).toEqual(['left', 'right']);
    expect(parting('far', 'deep')).toEqual(['right', 'left']);
    expect(parting('near', 'far')).toEqual(['left', 'right']);
    expect(parting('right', 'beside')).toEqual(['right', 'left']);
  });
});
