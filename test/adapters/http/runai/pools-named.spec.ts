import { describe, expect, it } from 'vitest';
import { path, staged } from './staged-units.ts';

/** Where a promise is refused whose pool is named like this. */
const refusedAt = async (nodePool: object): Promise<unknown> => {
  const { send } = await staged();
  const body = [{ nodePool, gpu: { deserved: 1 } }];
  const answer = await send(`PATCH ${path}/projects/vision/resources`, { body });
  expect(answer.status).toBe(422);
  return answer.body['errors'];
};

describe('a promise in a node pool that there is not', () => {
  it('is refused where the pool was named: by its id, or by its name', async () => {
    expect(await refusedAt({ id: 'h10' })).toMatchObject([
      { pointer: '/0/nodePool/id', value: 'h10', remedy: 'did you mean h100?' },
    ]);
    expect(await refusedAt({ name: 'h10' })).toMatchObject([
      { pointer: '/0/nodePool/name', value: 'h10', remedy: 'did you mean h100?' },
    ]);
  });

  it('is refused as a whole where it names none', async () => {
    expect(await refusedAt({ id: null })).toMatchObject([
      { pointer: '/0/nodePool', problem: 'names no node pool' },
    ]);
  });
});
