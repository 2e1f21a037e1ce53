import { expect } from 'vitest';
import { askOf, stage, type Stage, training } from './stage.ts';

/** A stage with two workloads that wait and one that is stopped. */
export const busy = async (): Promise<Stage> => {
  const on = await stage();
  for (const id of ['train-1', 'train-2', 'train-3']) await askOf(on.brain, training(id, 2));
  await askOf(on.brain, { type: 'StopWorkload', workloadId: 'train-3', reason: 'enough' });
  return on;
};

/** What a read of our own answers. */
export const json = async ({ server }: Stage, path: string) => {
  const answer = await server.inject(`/berth/v1/${path}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
