import { Type } from 'typebox';
import type { Revision } from '../../../domain/foundation/event.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';
import type { RouteGroup } from '../app.ts';
import { labelIdShape } from '../berth/ids.ts';
import { subjectFilter, typeFilter } from '../berth/subject-filter.ts';
import type { HttpBounds, HttpLog } from '../options.ts';
import { policy } from '../policy.ts';
import { Problem, shown } from '../problem.ts';
import { catchUp } from './catch-up.ts';
import { opening } from './frames.ts';
import { createHub } from './hub.ts';
import { type Reader, readerOf } from './reader.ts';

/** How long a reader that catches up may read nothing. @unit ms */
const stallMsMax = 30_000;

const query = Type.Object(
  {
    after: Type.Optional(
      Type.String({
        pattern: '^\\d{1,15}$',
        description: 'Facts behind this revision; 0 for all. Left out: from now on.',
        examples: ['0'],
      }),
    ),
    ...subjectFilter,
    ...typeFilter,
    project: Type.Optional(labelIdShape),
  },
  { additionalProperties: false },
);

/** Streams facts as they become durable, to whoever reads along; see `docs/API.md`. */
export const eventRoutes =
  (bounds: HttpBounds, log: HttpLog): RouteGroup =>
  (app, brain) => {
    const { eventGatherMs: gatherMs, eventHeartbeatMs: heartbeatMs } = bounds;
    const hub = createHub(brain, { gatherMs, heartbeatMs });
    const readers = new Set<Reader>();
    app.addHook('preClose', async () => {
      hub.close();
      for (const reader of readers) reader.end();
    });
    app.get(
      '/berth/v1/events',
      {
        config: policy('read', 'event'),
        exposeHeadRoute: false,
        schema: {
          operationId: 'streamEvents',
          summary: 'Facts as they become durable, as server-sent events',
          tags: ['Ledger'],
          querystring: query,
          headers: Type.Object({
            'last-event-id': Type.Optional(
              Type.String({ description: 'The id of the last message that was seen.' }),
            ),
          }),
          produces: ['text/event-stream'],
          response: { 200: Type.String({ description: 'a stream of messages' }) },
        },
      },
      async (request, reply) => {
        const { subject, type = [], project } = request.query;
        const filter = { subject, types: [...new Set(type)].toSorted(), project };
        const after = afterOf(brain, request.headers['last-event-id'], request.query.after);
        if (readers.size >= bounds.eventReadersMax) throw tooMany(bounds.eventReadersMax);
        reply.hijack();
        const { raw } = reply;
        for (const [name, value] of Object.entries(reply.getHeaders())) {
          if (value !== undefined) raw.setHeader(name, value);
        }
        // The stream ends with the connection: a chunk can then be the same bytes for every reader.
        raw.removeHeader('transfer-encoding');
        raw.writeHead(200, {
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
          connection: 'close',
        });
        const { id } = request;
        const reader = readerOf(raw, { unreadMax: bounds.eventBufferBytesMax, stallMsMax }, () =>
          log.warn({ requestId: id }, 'a reader of events was too slow and was cut off'),
        );
        readers.add(reader);
        raw.on('close', () => {
          readers.delete(reader);
          hub.leave(reader);
        });
        reader.send(opening);
        try {
          await catchUp(brain, hub, { reader, filter, after });
        } catch (error) {
          log.error({ requestId: id, error: String(error) }, 'a stream of events broke');
          raw.destroy();
        }
      },
    );
  };

const numeric = /^\d{1,15}$/;

/** Where a reader goes on: `Last-Event-ID` tells more than the address it began with. */
const afterOf = (brain: LiveBrain, lastEventId: unknown, after: string | undefined): Revision => {
  const head = brain.revision();
  const text = typeof lastEventId === 'string' && lastEventId !== '' ? lastEventId : after;
  if (text === undefined) return head;
  const place =
    text === after
      ? ({ pointer: '/after', in: 'query' } as const)
      : ({ pointer: '/last-event-id', in: 'header' } as const);
  if (numeric.test(text) && Number(text) <= head) return Number(text);
  const problem = numeric.test(text)
    ? `the ledger ends at revision ${head}`
    : 'is not a revision of this ledger';
  throw new Problem({
    slug: 'event-id',
    status: 400,
    title: 'No place in this ledger',
    detail: `Streams go on behind a revision from 0 to ${head}.`,
    errors: [
      { ...place, value: shown(text), problem, remedy: `send 0 to ${head}, or leave it out` },
    ],
  });
};

const tooMany = (readersMax: number): Problem =>
  new Problem({
    slug: 'too-many-readers',
    status: 503,
    title: 'Too many read along',
    detail: `${readersMax} streams of events are open.`,
    headers: { 'retry-after': '5' },
  });
