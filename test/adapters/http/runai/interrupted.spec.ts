import { describe, expect, it, onTestFinished } from 'vitest';
import { createHttpServer } from '../../../../adapters/http/index.ts';
import type { LiveBrain } from '../../../../adapters/ports/live-brain.ts';
import { left } from '../../../../domain/foundation/fp.ts';
import { silent, stage } from '../stage.ts';
import { sending, textOf } from './send.ts';

/** A brain that decides so many asks in earnest, and then is closed for one. */
const failingAfter = (brain: LiveBrain, asks: number): LiveBrain => {
  let asked = 0;
  return {
    ...brain,
    ask: (asking) => {
      if (asking.isDryRun !== true) asked += 1;
      if (asked !== asks + 1) return brain.ask(asking);
      asked += 1;
      return Promise.resolve(left({ _tag: 'EngineClosed', retry: 'never', reason: 'a test' }));
    },
  };
};

const serve = async (brain: LiveBrain) => {
  const server = await createHttpServer(brain, {
    host: '127.0.0.1',
    port: 0,
    log: silent,
    version: '0.0.0-test',
  });
  onTestFinished(() => server.close());
  return sending(server);
};

const pool = { name: 'h100', clusterId: 'cluster', labelKey: 'gpu', labelValue: 'h100' };
const promised = (gpus: number) => [
  { nodePool: { id: 'default' }, gpu: { deserved: gpus } },
  { nodePool: { id: 'h100' }, gpu: { deserved: gpus } },
];

describe('a request of several asks that ends in between', () => {
  it('does what is left of it when it is sent again', async () => {
    const { brain, server } = await stage();
    await sending(server)('POST /api/v1/node-pools', { body: pool });
    for (const asks of [0, 1, 2]) {
      const send = await serve(failingAfter(brain, asks));
      const name = `robots-${asks}`;
      const request = {
        body: { name, parentId: 'department', resources: promised(2) },
        headers: { 'idempotency-key': name },
      };
      expect((await send('POST /api/v1/org-unit/projects', request)).status).toBe(503);
      const again = await send('POST /api/v1/org-unit/projects', request);
      expect(again).toMatchObject({
        status: 201,
        body: { id: name, resources: [{ gpu: { deserved: 2 } }, { gpu: { deserved: 2 } }] },
      });
    }
  });

  it('stands on what somebody looked at, also when it is sent again', async () => {
    const { brain, server } = await stage();
    const first = sending(server);
    await first('POST /api/v1/node-pools', { body: pool });
    await first('PUT /api/v1/org-unit/projects/vision/resources', { body: promised(1) });
    const { headers } = await first('GET /api/v1/org-unit/projects/vision');
    const send = await serve(failingAfter(brain, 1));
    const request = {
      body: promised(3),
      headers: { 'idempotency-key': 'three', 'if-match': textOf(headers['etag']) },
    };
    const at = 'PUT /api/v1/org-unit/projects/vision/resources';
    expect((await send(at, request)).status).toBe(503);
    expect(await send(at, request)).toMatchObject({
      status: 200,
      body: [{ gpu: { deserved: 3 } }, { gpu: { deserved: 3 } }],
    });
  });
});
