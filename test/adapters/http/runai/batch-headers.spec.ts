import { describe, expect, it } from 'vitest';
import { askOf, stage, training } from '../stage.ts';
import { sending } from './send.ts';

describe('a batch with a header that cannot stand', () => {
  it('is refused as a whole, not once for each of its workloads', async () => {
    const { brain, server } = await stage();
    const send = sending(server);
    for (const id of ['a', 'b']) await askOf(brain, training(id));
    const head = brain.revision();
    const body = { ids: ['a', 'b'], action: 'stop' };
    for (const headers of [{ 'if-match': 'W/"1"' }, { 'idempotency-key': 'a b' }]) {
      const answer = await send('POST /api/v1/workloads/batch', { body, headers });
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ in: 'header' }] } });
    }
    expect(brain.revision()).toBe(head);
  });
});
