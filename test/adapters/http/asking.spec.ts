import { describe, expect, it } from 'vitest';
import { askOf, type Stage, stage, training } from './stage.ts';

const post = ({ server }: Stage, payload: object, headers: Record<string, string> = {}) =>
  server.inject({ method: 'POST', url: '/berth/v1/asks', payload, headers });

const stop = { type: 'StopWorkload', workloadId: 'a', reason: 'enough' };

describe('asking over HTTP', () => {
  it('answers after durability, with the revision that shows what was done', async () => {
    const on = await stage();
    const answer = await post(on, training('a'));
    expect(answer.statusCode).toBe(200);
    const { revision, facts } = answer.json();
    expect(facts.map(({ type }: { type: string }) => type)).toEqual([
      'WorkloadSubmitted',
      'WorkloadQueued',
    ]);
    expect(answer.headers).toMatchObject({
      'berth-revision': String(revision),
      etag: `"${revision}"`,
    });
    const read = await on.server.inject(`/berth/v1/workloads/a?minRevision=${revision}`);
    expect(read.json()).toMatchObject({ phase: 'Pending', submittedBy: 'anonymous@loopback' });
  });

  it('does a request that is sent again under its key once', async () => {
    const on = await stage();
    const key = { 'idempotency-key': 'k-1' };
    const first = await post(on, training('a'), key);
    const head = on.brain.revision();
    const again = await post(on, training('a'), key);
    expect(again.json()).toEqual(first.json());
    expect(on.brain.revision()).toBe(head);
  });

  it('refuses a key that comes again with another body', async () => {
    const on = await stage();
    await post(on, training('a'), { 'idempotency-key': 'k-1' });
    const other = await post(on, training('b'), { 'idempotency-key': 'k-1' });
    expect(other.statusCode).toBe(422);
    expect(other.json()).toMatchObject({
      type: '/problems/idempotency-key-reused',
      errors: [{ pointer: '/idempotency-key', in: 'header', value: 'k-1' }],
    });
    expect(on.brain.views.workloads.rows.has('b')).toBe(false);
  });

  it('refuses a key that is not 1 to 255 printable characters', async () => {
    const on = await stage();
    for (const key of [' ', 'x'.repeat(256), 'zwei worte', 'ü']) {
      const answer = await post(on, training('a'), { 'idempotency-key': key });
      expect(answer.statusCode, key).toBe(400);
    }
    expect(on.brain.views.workloads.rows.has('a')).toBe(false);
  });

  it('takes an ask on the ground of what its sender saw, and refuses it when that has changed', async () => {
    const on = await stage();
    await askOf(on.brain, training('a'));
    const seen = await on.server.inject('/berth/v1/workloads/a');
    const etag = String(seen.headers.etag);
    expect((await post(on, stop, { 'if-match': etag })).statusCode).toBe(200);
    const stale = await post(on, { ...stop, type: 'DeleteWorkload' }, { 'if-match': etag });
    expect(stale.statusCode).toBe(412);
    expect(stale.json()).toMatchObject({ code: 'RevisionMismatch', errors: [{ in: 'header' }] });
  });

  it('refuses an If-Match that is no ETag of this server', async () => {
    const on = await stage();
    for (const etag of ['W/"3"', 'abc', '"3", "4"']) {
      expect((await post(on, stop, { 'if-match': etag })).statusCode, etag).toBe(400);
    }
  });

  it('judges a dry run as if it were meant, and writes nothing', async () => {
    const on = await stage();
    const head = on.brain.revision();
    const answer = await on.server.inject({
      method: 'POST',
      url: '/berth/v1/asks?dryRun=true',
      payload: training('a'),
    });
    expect(answer.json()).toMatchObject({
      isDryRun: true,
      revision: head,
      facts: [{ type: 'WorkloadSubmitted' }, { type: 'WorkloadQueued' }],
    });
    expect(on.brain.revision()).toBe(head);
  });

  it('ties facts to the trace that a request is part of, and passes the trace on', async () => {
    const on = await stage();
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const answer = await post(on, training('a'), { traceparent });
    expect(answer.headers['traceparent']).toBe(traceparent);
    expect(answer.json().facts[0].correlationId).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
  });

  it('ties facts to the request where it is part of no valid trace', async () => {
    const on = await stage();
    const traceparent = '00-00000000000000000000000000000000-00f067aa0ba902b7-01';
    const answer = await post(on, training('a'), { traceparent });
    expect(answer.headers['traceparent']).toBeUndefined();
    expect(answer.json().facts[0].correlationId).toBe(answer.headers['x-request-id']);
  });

  it('says of a refusal which rule it was, where, which value, and what to do', async () => {
    const on = await stage();
    const answer = await post(on, {
      ...training('a'),
      spec: { ...specOf('a'), projectId: 'nobody' },
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({
      type: '/problems/unknown-project',
      status: 422,
      code: 'UnknownProject',
      context: { projectId: 'nobody' },
      errors: [{ pointer: '/spec/projectId', value: 'nobody' }],
    });
  });
});

const specOf = (id: string): object => {
  const ask = training(id);
  return 'spec' in ask ? ask.spec : {};
};
