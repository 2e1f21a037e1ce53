import { describe, expect, it } from 'vitest';
import { idsOf, live, range, submitted } from './live-stage.ts';
import { openStream } from './sse.ts';

describe('events over HTTP', () => {
  it('streams facts as they become durable', async () => {
    const on = await live();
    const from = on.brain.revision();
    const stream = await openStream(`${on.server.url}/berth/v1/events`);
    expect([stream.status, stream.headers['content-type']]).toEqual([200, 'text/event-stream']);
    await stream.until(() => stream.comments.length > 0);
    await submitted(on, 1, 3);
    await stream.until(() => stream.messages.length >= 6);
    expect(idsOf(stream.messages)).toEqual(range(from + 1, from + 6));
    expect(stream.messages[0]?.event).toBe('WorkloadSubmitted');
    expect(JSON.parse(stream.messages[0]?.data ?? '')).toMatchObject({
      revision: from + 1,
      type: 'WorkloadSubmitted',
      subject: { kind: 'workload', id: 'w1' },
      data: { projectId: 'vision' },
    });
  });

  it('resumes behind Last-Event-ID without a gap or a repeat, while facts come', async () => {
    const on = await live();
    const writing = submitted(on, 1, 400);
    let last = '0';
    const seen: number[] = [];
    while (seen.length < 600) {
      const headers = last === '0' ? {} : { 'last-event-id': last };
      const stream = await openStream(`${on.server.url}/berth/v1/events?after=0`, headers);
      const wanted = 20 + Math.floor(Math.random() * 200);
      await stream.until(() => stream.messages.length >= wanted || seen.length > 600);
      seen.push(...idsOf(stream.messages));
      last = stream.messages.at(-1)?.id ?? last;
      stream.close();
    }
    await writing;
    expect(seen).toEqual(range(1, seen.length));
  });

  it('lets through the facts that a filter names', async () => {
    const on = await live();
    const cases: readonly (readonly [
      string,
      (fact: { subject: { kind: string; id: string }; type: string }) => boolean,
    ])[] = [
      ['subject=workload', ({ subject }) => subject.kind === 'workload'],
      ['subject=workload/w2', ({ subject }) => subject.id === 'w2'],
      ['subject=node-pool', ({ subject }) => subject.kind === 'node-pool'],
      [
        'type=WorkloadQueued&type=NodeJoined',
        ({ type }) => type === 'WorkloadQueued' || type === 'NodeJoined',
      ],
      [
        'project=vision',
        ({ subject }) => subject.kind === 'workload' || subject.id.startsWith('vision'),
      ],
    ];
    await submitted(on, 1, 2);
    const streams = await Promise.all(
      cases.map(([query]) => openStream(`${on.server.url}/berth/v1/events?after=0&${query}`)),
    );
    await submitted(on, 3, 4);
    const all = await openStream(`${on.server.url}/berth/v1/events?after=0`);
    const head = on.brain.revision();
    await all.until(() => all.messages.length === head);
    const facts = all.messages.map(({ data }) => JSON.parse(data));
    for (const [place, [query, isWanted]] of cases.entries()) {
      const stream = streams[place];
      const wanted = facts.filter(isWanted).map(({ revision }) => revision);
      await stream?.until(() => Number(stream.lastId()) >= head);
      expect(idsOf(stream?.messages ?? []), query).toEqual(wanted);
      expect(wanted.length, query).toBeGreaterThan(0);
    }
  });

  it('tells a reader of little how far the ledger is, so that it resumes near the head', async () => {
    const on = await live();
    const stream = await openStream(`${on.server.url}/berth/v1/events?type=NodeLost`);
    await submitted(on, 1, 3);
    await stream.until(() => stream.lastId() === String(on.brain.revision()));
    expect(stream.messages).toEqual([]);
    expect(stream.comments.at(-1)).toBe(`at ${on.brain.revision()}`);
  });

  it('refuses an id that is none, and one beyond the head, which it names', async () => {
    const on = await live();
    const url = `${on.server.url}/berth/v1/events`;
    for (const headers of [
      { 'last-event-id': 'abc' },
      { 'last-event-id': '-1' },
      { 'last-event-id': '1.5' },
    ]) {
      expect((await openStream(url, headers)).status).toBe(400);
    }
    expect((await openStream(`${url}?after=x`)).status).toBe(400);
    const beyond = await openStream(`${url}?after=5000`);
    await beyond.until(beyond.isEnded);
    expect([beyond.status, beyond.body()]).toEqual([
      400,
      expect.stringContaining(`the ledger ends at revision ${on.brain.revision()}`),
    ]);
  });
});
