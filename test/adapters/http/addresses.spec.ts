import { describe, expect, it } from 'vitest';
import { stage } from './stage.ts';

describe('bad addresses at the HTTP door', () => {
  it('refuses queries that it does not know, and numbers that no list reaches', async () => {
    const { server } = await stage();
    for (const query of [
      'limt=3',
      'offset=1e99',
      'offset=-1',
      'limit=0',
      'limit=5001',
      'limit=2&limit=3',
      'sortOrder=up',
      'sortBy=nothing',
      'filterBy=phase',
      'minRevision=0.5',
      'minRevision=99999999999999999999',
    ]) {
      const answer = await server.inject(`/berth/v1/workloads?${query}`);
      expect(answer.statusCode, query).toBe(400);
      expect(answer.json().errors[0], query).toMatchObject({ in: 'query' });
    }
  });

  it('takes no path for another one', async () => {
    const { server } = await stage();
    for (const url of [
      '/berth/v1/workloads/..%2f..%2fhealthz',
      '/berth/v1/workloads/%2e%2e%2f%2e%2e',
      '/berth%2fv1%2fworkloads',
      '//berth/v1/workloads',
      '/berth/v1/workloads/a%00b',
    ]) {
      expect((await server.inject(url)).statusCode, url).toBe(404);
    }
    expect((await server.inject('/berth/v1/workloads/%ff')).statusCode).toBe(400);
    expect((await server.inject('/berth/v1/workloads/%')).statusCode).toBe(400);
  });

  it('refuses addresses that are longer than any that means something', async () => {
    const { server } = await stage();
    for (const url of [`?search=${'a'.repeat(9_000)}`, `/${'a'.repeat(2_000)}`]) {
      expect((await server.inject(`/berth/v1/workloads${url}`)).statusCode).toBe(414);
    }
  });

  it('names the nearest route where there is none', async () => {
    const { server } = await stage();
    const answer = await server.inject('/berth/v1/worklods/train-1');
    expect(answer.json()).toMatchObject({
      status: 404,
      errors: [{ remedy: 'did you mean /berth/v1/workloads/train-1?' }],
    });
  });

  it('offers no path in which the word of another one would be an id', async () => {
    const { server } = await stage();
    const answer = await server.inject({
      method: 'POST',
      url: '/api/v1/workloads/trainings/some-id/pause',
    });
    expect(answer.statusCode).toBe(404);
    const { remedy } = answer.json().errors[0];
    expect(remedy).not.toMatch(/workloads\/trainings\/(?!some-id)/);
  });

  it('takes no path that stands for itself for the id of something', async () => {
    const { server } = await stage();
    for (const type of ['workspaces', 'trainings', 'distributed', 'inferences', 'batch']) {
      for (const method of ['GET', 'DELETE'] as const) {
        const answer = await server.inject({ method, url: `/api/v1/workloads/${type}` });
        expect([answer.statusCode, answer.headers.allow], `${method} ${type}`).toEqual([
          405,
          'POST',
        ]);
      }
    }
  });

  it('says which methods a path takes', async () => {
    const { server } = await stage();
    const answer = await server.inject({ method: 'DELETE', url: '/berth/v1/workloads/train-1' });
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});
