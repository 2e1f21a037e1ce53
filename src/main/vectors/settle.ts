import { type Board, changed, type TaskNow } from './board.ts';

/**
 * What happens between two rounds: what was placed runs, what waits for room waits again, and what was evicted is gone
 * and waits again, unless its pods never exit.
 */
export const settled = (board: Board): Board =>
  new Map(
    [...board].map(([name, now]) => {
      const isStuck = now.job.stuckReleasing === true;
      return [name, changed(now, (one) => settledTask(one, isStuck))];
    }),
  );

const settledTask = (one: TaskNow, isStuck: boolean): TaskNow => {
  const { leaving, ...rest } = one;
  if (one.status === 'Binding') return { ...rest, status: 'Running' };
  if (isStuck && leaving !== undefined) return { ...rest, ...leaving, status: 'Releasing' };
  if (one.status !== 'Pipelined' && (isStuck || one.status !== 'Releasing')) return rest;
  return { ...rest, status: 'Pending', node: undefined, devices: [] };
};
