import { describe, expect, it } from 'vitest';
import { type Stage, stage, training } from './stage.ts';

const json = { 'content-type': 'application/json' };

const post = (
  { server }: Stage,
  payload: string | Buffer,
  headers: Record<string, string> = json,
) => server.inject({ method: 'POST', url: '/berth/v1/asks', payload, headers });

/** Expects a clear refusal that leaves no trace in the ledger. */
const refused = async (on: Stage, answering: ReturnType<typeof post>, status: number) => {
  const head = on.brain.revision();
  const answer = await answering;
  expect(answer.statusCode).toBe(status);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(on.brain.revision()).toBe(head);
  return answer.json();
};

describe('bad bodies at the HTTP door', () => {
  it('refuses bodies above a MiB', async () => {
    const on = await stage();
    await refused(on, post(on, `"${'x'.repeat(10 * 1024 * 1024)}"`), 413);
  });

  it('refuses bodies that are nested deeper than 64 levels', async () => {
    const on = await stage();
    await refused(on, post(on, `${'['.repeat(100_000)}${']'.repeat(100_000)}`), 400);
  });

  it('refuses bodies with more than 10,000 keys', async () => {
    const on = await stage();
    const keys = Array.from({ length: 10_001 }, (_, place) => `"k${place}":1`);
    await refused(on, post(on, `{${keys.join(',')}}`), 400);
  });

  it('refuses keys that reach for the prototype', async () => {
    const on = await stage();
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const body = JSON.stringify(training('a')).replace('{', `{"${key}":{"isAdmin":true},`);
      expect((await refused(on, post(on, body), 400)).code).toBe('JsonRefused');
    }
    expect('isAdmin' in {}).toBe(false);
  });

  it('refuses what two programs could read differently', async () => {
    const on = await stage();
    const bodies = ['{"a":1,"a":2}', '{"a":1e400}', '{"a":9007199254740993}', '"\\ud800"', '{', ''];
    for (const body of bodies) await refused(on, post(on, body), 400);
    await refused(on, post(on, Buffer.from([0x22, 0xff, 0xfe, 0x22])), 400);
  });

  it('refuses bodies that are not said to be JSON in UTF-8', async () => {
    const on = await stage();
    const body = JSON.stringify(training('a'));
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/jsonp',
      'application/json; charset=utf-16',
    ]) {
      await refused(on, post(on, body, { 'content-type': type }), 415);
    }
  });

  it('names every value that is wrong, with what to do about it', async () => {
    const on = await stage();
    const body = { type: 'ScaleWorkload', workloadID: 'a', replicas: -1 };
    const { errors } = await refused(on, post(on, JSON.stringify(body)), 400);
    expect(errors).toEqual([
      { pointer: '/workloadId', in: 'body', problem: 'is missing', remedy: 'add "workloadId"' },
      {
        pointer: '/workloadID',
        in: 'body',
        value: 'a',
        problem: 'is not known here',
        remedy: 'did you mean workloadId?',
      },
      {
        pointer: '/replicas',
        in: 'body',
        value: -1,
        problem: 'is less than 0',
        remedy: 'send at least 0',
      },
    ]);
  });

  it('reads no number out of a text in a body', async () => {
    const on = await stage();
    const body = { type: 'ScaleWorkload', workloadId: 'a', replicas: '2' };
    const { errors } = await refused(on, post(on, JSON.stringify(body)), 400);
    expect(errors).toMatchObject([{ pointer: '/replicas', value: '2' }]);
  });

  it('shortens values that it tells back', async () => {
    const on = await stage();
    const body = { type: 'x'.repeat(500_000) };
    const answer = await refused(on, post(on, JSON.stringify(body)), 400);
    expect(JSON.stringify(answer).length).toBeLessThan(2_000);
  });
});
