import { describe, expect, it } from 'vitest';
import { isLeft } from '../../../../domain/foundation/fp.ts';
import { exitCodeOf, failureOfRemote } from '../../../../src/cli/remote/remote-failures.ts';
import { answers, breaks, faulty } from './fake-server.ts';

const cordon = { type: 'CordonNode', nodeId: 'a', reason: '' } as const;
const done = answers(200, { revision: 7, facts: [{}] });

const faultOf = async (asked: Promise<{ readonly _tag: string }>) => {
  const answer = await (asked as Promise<
    Awaited<ReturnType<Awaited<ReturnType<typeof faulty>>['client']['get']>>
  >);
  if (!isLeft(answer)) throw new Error('it was answered');
  return failureOfRemote(answer.left);
};

describe('asks over a bad connection', () => {
  it.each([
    ['breaks', breaks],
    ['is overloaded', answers(503, { title: 'busy' })],
    ['has had too many', answers(429, { title: 'slower' })],
  ])('are sent again under the same key where the server %s', async (_what, snag) => {
    const { client, came } = await faulty(snag, snag, done);
    expect(await client.ask(cordon)).toEqual({
      _tag: 'Right',
      right: { revision: 7, facts: [{}] },
    });
    expect(came).toHaveLength(3);
    expect(new Set(came.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(new Set(came.map(({ body }) => body)).size).toBe(1);
  });

  it('two asks have two keys, and say on which ground and how they are meant', async () => {
    const { client, came } = await faulty(done);
    await client.ask(cordon, { expectedRevision: 41 });
    await client.ask(cordon, { isDryRun: true });
    const [first, second] = came;
    expect(first?.headers).toMatchObject({ authorization: 'Bearer tok', 'if-match': '"41"' });
    expect(second?.url).toBe('/berth/v1/asks?dryRun=true');
    expect(second?.headers['if-match']).toBeUndefined();
    expect(first?.headers['idempotency-key']).not.toBe(second?.headers['idempotency-key']);
  });

  it('are given up in the end, with exit 6', async () => {
    const { client, came } = await faulty(breaks);
    const { exitCode } = await faultOf(client.ask(cordon));
    expect({ exitCode, tries: came.length }).toEqual({ exitCode: 6, tries: 4 });
  });

  it('a server that does not answer in time is told with exit 6, and is not asked again', async () => {
    const { client, came } = await faulty(() => undefined);
    const { what, remedy, exitCode } = await faultOf(client.ask(cordon));
    expect({ what, exitCode, tries: came.length }).toEqual({
      what: 'no answer within 0.3 s',
      exitCode: 6,
      tries: 1,
    });
    expect(remedy).toContain('--timeout');
  });

  it('an answer that breaks off, or that nobody can read, is no answer', async () => {
    const half = await faulty((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"revision":');
      response.socket?.end();
    });
    expect((await faultOf(half.client.get('x'))).exitCode).toBe(6);
    const html = await faulty(answers(200, '<html>'));
    expect((await faultOf(html.client.get('x'))).what).toContain('the answer is no JSON');
    const odd = await faulty(answers(200, { hello: 1 }));
    expect((await faultOf(odd.client.ask(cordon))).what).toContain('what it has done');
  });
});

describe('what a server refuses', () => {
  it.each([
    [400, 2],
    [401, 5],
    [403, 5],
    [404, 3],
    [409, 4],
    [412, 4],
    [413, 2],
    [422, 2],
    [500, 1],
    [504, 6],
  ])('by status %i exits %i', (status, code) => {
    expect(exitCodeOf(status)).toBe(code);
  });

  it('is told field by field: what, where with its value, and the remedy', async () => {
    const { client } = await faulty(
      answers(422, {
        title: 'It cannot be like this',
        errors: [
          { pointer: '/a/b', value: 'x'.repeat(200), problem: 'is odd', remedy: 'make it even' },
          { pointer: '', problem: 'is late', remedy: 'be early' },
        ],
      }),
    );
    expect(await faultOf(client.get('x'))).toMatchObject({
      what: 'It cannot be like this: is odd',
      where: `/a/b, value "${'x'.repeat(79)}…`,
      remedy: 'make it even',
      more: [{ what: 'is late', where: '', remedy: 'be early' }],
    });
  });

  it.each([
    [401, {}, 'name a file with a token'],
    [403, { detail: 'no' }, 'who may do this'],
    [418, 'no JSON at all', undefined],
    [500, null, undefined],
  ])('without fields is told as well: status %i of %j', async (status, document, remedy) => {
    const { client } = await faulty(answers(status, document));
    const failure = await faultOf(client.get('x'));
    expect(failure.what).not.toBe('');
    if (remedy !== undefined) expect(failure.remedy).toContain(remedy);
  });
});
