import type { Plan } from '../../../domain/allocation/index.ts';
import { podsAt } from '../../oracles/books.ts';
import { act, happen, type Tale } from './world.ts';

/** Everybody who was told to leave has left. */
export const allGone = (tale: Tale): void => {
  for (const [id, job] of tale.books.jobs) {
    const leaving = podsAt(job, 'leaving');
    if (leaving.length === 0) continue;
    const pods = leaving.map(({ subGroup, pod }) => ({ subGroup, pod }));
    happen(tale, { type: 'released', id, pods });
    if (job.exit === 'ends') happen(tale, { type: 'forgotten', id });
  }
};

/** Whether a plan changes nothing but what is told. */
export const isQuiet = ({ placements, nominations, evictions }: Plan): boolean =>
  placements.length + nominations.length + evictions.length === 0;

/**
 * Lets plans be carried out without any news, whoever is told to leave leaving at once, until nothing happens any more.
 *
 * @shape all plans that did something; `undefined` where that has no end
 */
export const settle = (tale: Tale, roundsMax: number): readonly Plan[] | undefined => {
  const made: Plan[] = [];
  for (let round = 0; round < roundsMax; round += 1) {
    allGone(tale);
    const next = act(tale);
    if (isQuiet(next)) return made;
    made.push(next);
  }
  return undefined;
};
