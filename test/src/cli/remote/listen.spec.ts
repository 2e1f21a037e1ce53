import { describe, expect, it } from 'vitest';
import { listen } from '../../../../src/cli/remote/listen.ts';
import { answers, breaks, type Deed, faulty } from './fake-server.ts';

const streams =
  (text: string): Deed =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(text, () => response.socket?.destroy());
  };

const fact = (revision: number): string =>
  `id: ${revision}\nevent: T${revision}\ndata: {"revision":${revision}}\n\n`;

describe('facts that are followed', () => {
  it('come each once and in order, though connections break: each begins behind the last', async () => {
    const { client, came } = await faulty(
      streams(`retry: 1\n\n${fact(3)}${fact(4)}`),
      streams(`: at 6\nid: 6\n\nid: 7\nevent: T7\nda`),
      streams(fact(7) + fact(8)),
    );
    const seen: string[] = [];
    const said: string[] = [];
    const ended = await listen(client, {
      after: 2,
      query: { subject: 'workload' },
      onFact: ({ revision, type, fact: data }) => {
        seen.push(`${revision} ${type} ${JSON.stringify(data)}`);
        return revision === 8;
      },
      onLost: () => said.push('lost'),
      onBack: () => said.push('back'),
    });
    expect(ended).toBeUndefined();
    expect(seen.map((one) => one.split(' ')[0])).toEqual(['3', '4', '7', '8']);
    expect(seen[2]).toBe('7 T7 {"revision":7}');
    expect(came.map(({ headers }) => headers['last-event-id'])).toEqual(['2', '4', '6']);
    expect(came.map(({ url }) => url)).toEqual(Array(3).fill('/berth/v1/events?subject=workload'));
    expect(said).toEqual(['lost', 'back', 'lost', 'back']);
  });

  it('end at once where the server was never there, or refuses', async () => {
    const onFact = (): boolean => true;
    const gone = await faulty(breaks);
    expect(await listen(gone.client, { after: 0, onFact })).toMatchObject({
      _tag: 'ServerUnreachable',
    });
    const closed = await faulty(answers(401, { title: 'Who are you?' }));
    expect(await listen(closed.client, { after: 0, onFact })).toMatchObject({ status: 401 });
  });

  it('a refusal after a loss ends them too', async () => {
    const { client } = await faulty(streams(fact(1)), answers(400, { title: 'no such place' }));
    const fault = await listen(client, { after: 0, onFact: () => false });
    expect(fault).toMatchObject({ _tag: 'ServerRefused', status: 400 });
  });

  it('end when somebody stops them', async () => {
    const stop = new AbortController();
    const { client } = await faulty((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(fact(1), () => stop.abort());
    });
    const following = { after: 0, onFact: () => false, stopped: stop.signal };
    expect(await listen(client, following)).toBeUndefined();
  });
});
