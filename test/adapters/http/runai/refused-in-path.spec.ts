import { describe, expect, it } from 'vitest';
import { stage } from '../stage.ts';
import { sending } from './send.ts';

describe('what a rule refuses of something that the path names', () => {
  it('is told to be in the path, for the body does not name it', async () => {
    const { server } = await stage();
    const send = sending(server);
    const blocked = await send('DELETE /api/v1/org-unit/departments/department');
    expect(blocked).toMatchObject({
      status: 409,
      body: { errors: [{ pointer: '/id', in: 'path', value: 'department' }] },
    });
    const absent = await send('DELETE /api/v1/clusters/nowhere');
    expect(absent).toMatchObject({
      status: 404,
      body: { errors: [{ pointer: '/id', in: 'path' }] },
    });
  });

  it('stays in the body where the body names it', async () => {
    const { server } = await stage();
    const body = { type: 'DeleteProject', projectId: 'nobody' };
    const answer = await sending(server)('POST /berth/v1/asks', { body });
    expect(answer.status).toBe(404);
    expect(answer.body['errors']).toMatchObject([{ pointer: '/projectId', value: 'nobody' }]);
  });
});
