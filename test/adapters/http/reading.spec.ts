import { describe, expect, it } from 'vitest';
import { askOf, stage, training } from './stage.ts';

describe('reading over HTTP', () => {
  it('says with every read which revision it shows', async () => {
    const { brain, server } = await stage();
    for (const url of ['/berth/v1/workloads', '/berth/v1/nodes/node-1', '/berth/v1/ledger']) {
      const answer = await server.inject(url);
      expect(answer.headers['berth-revision'], url).toBe(String(brain.revision()));
    }
  });

  it('waits for a revision that is still to come', async () => {
    const { brain, server } = await stage();
    const wanted = brain.revision() + 1;
    const reading = server.inject(`/berth/v1/workloads?minRevision=${wanted}`);
    await askOf(brain, training('a'));
    const answer = await reading;
    expect(answer.statusCode).toBe(200);
    expect(answer.json().total).toBe(1);
  });

  it('gives up when a revision does not come in time', async () => {
    const { brain, server } = await stage({ http: { bounds: { minRevisionMsMax: 20 } } });
    const answer = await server.inject('/berth/v1/workloads?minRevision=9000');
    expect(answer.statusCode).toBe(412);
    expect(answer.json()).toMatchObject({
      type: '/problems/revision-not-reached',
      errors: [
        { pointer: '/minRevision', in: 'query', problem: `the ledger is at ${brain.revision()}` },
      ],
    });
  });

  it('sends nothing to who has it already', async () => {
    const { brain, server } = await stage();
    await askOf(brain, training('a'));
    const first = await server.inject('/berth/v1/workloads/a');
    const etag = String(first.headers.etag);
    const again = await server.inject({
      url: '/berth/v1/workloads/a',
      headers: { 'if-none-match': `"1", ${etag}` },
    });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    await askOf(brain, { type: 'StopWorkload', workloadId: 'a', reason: 'enough' });
    const changed = await server.inject({
      url: '/berth/v1/workloads/a',
      headers: { 'if-none-match': etag },
    });
    expect(changed.statusCode).toBe(200);
  });

  it('names what somebody may have meant who asks for what is not there', async () => {
    const { server } = await stage();
    const answer = await server.inject('/berth/v1/nodes/nod-1');
    expect(answer.statusCode).toBe(404);
    expect(answer.json().errors).toEqual([
      {
        pointer: '/id',
        in: 'path',
        value: 'nod-1',
        problem: 'there is no node of that id',
        remedy: 'did you mean node-1?',
      },
    ]);
  });
});
