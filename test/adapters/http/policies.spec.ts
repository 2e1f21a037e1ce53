import { describe, expect, it } from 'vitest';
import { defaultPolicy, type Policy } from '../../../domain/allocation/index.ts';
import { stage } from './stage.ts';

const patient: Policy = { ...defaultPolicy, version: 'patient', preemptionDelayMs: 60_000 };

describe('rules over HTTP', () => {
  const begun = async () => {
    const { server } = await stage();
    const adopt = (policy: object, ifMatch?: string) =>
      server.inject({
        method: 'POST',
        url: '/berth/v1/asks',
        headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
        payload: { type: 'AdoptPolicy', policy },
      });
    const main = (headers = {}) =>
      server.inject({ method: 'GET', url: '/berth/v1/policies/main', headers });
    return { server, adopt, main };
  };

  it('are those of the program until others are adopted', async () => {
    const { adopt, main } = await begun();
    expect((await main()).json()).toMatchObject({ name: defaultPolicy.version, revision: 0 });
    const { statusCode, headers } = await adopt(patient);
    expect(statusCode).toBe(200);
    const after = await main();
    expect(after.json()).toMatchObject({ id: 'main', name: 'patient', policy: patient });
    expect(after.headers['etag']).toBe(headers['etag']);
    expect((await main({ 'if-none-match': headers['etag'] })).statusCode).toBe(304);
  });

  it('are adopted on the ground of those that somebody has seen', async () => {
    const { adopt } = await begun();
    expect((await adopt(patient, '"7"')).statusCode).toBe(412);
    const { headers } = await adopt(patient);
    const hasty: Policy = { ...patient, version: 'hasty', preemptionDelayMs: 1 };
    expect((await adopt(hasty, '"1"')).statusCode).toBe(412);
    expect((await adopt(hasty, String(headers['etag']))).statusCode).toBe(200);
  });

  it('that cannot stand are refused with the place', async () => {
    const { adopt } = await begun();
    const refusals = [
      [{ ...patient, actions: ['reclaim'] }, 422, '/policy/actions'],
      [{ ...patient, actions: ['allocate', 'allocate'] }, 422, '/policy/actions/1'],
      [{ ...patient, bypassesMax: -2 }, 400, '/policy/bypassesMax'],
      [{ ...patient, version: defaultPolicy.version }, 409, '/policy/version'],
    ] as const;
    for (const [policy, status, pointer] of refusals) {
      const answer = await adopt(policy);
      expect([answer.statusCode, answer.json().errors[0].pointer]).toEqual([status, pointer]);
    }
  });
});
