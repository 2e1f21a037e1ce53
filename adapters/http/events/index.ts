import { Type } from 'typebox';
import type { App, RouteGroup } from '../app.ts';
import { labelIdShape } from '../berth/ids.ts';
import { subjectFilter, typeFilter } from '../berth/subject-filter.ts';
import type { HttpBounds, HttpLog } from '../options.ts';
import { policy } from '../policy.ts';
import { Problem } from '../problem.ts';
import { catchUp } from './catch-up.ts';
import { createHub, type EventHub } from './hub.ts';
import { afterOf } from './place.ts';
import type { Reader } from './reader.ts';
import { beginStream } from './stream.ts';
import { oneAtATime } from '../turns.ts';

const endOnClose = (app: App, hub: EventHub, readers: ReadonlySet<Reader>): void => {
  app.addHook('preClose', async () => {
    hub.close();
    for (const reader of readers) reader.end();
  });
};

const schema = {
  operationId: 'streamEvents',
  summary: 'Facts as they become durable, as server-sent events',
  tags: ['Ledger'],
  querystring: Type.Object(
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
  ),
  headers: Type.Object({
    'last-event-id': Type.Optional(
      Type.String({ description: 'The id of the last message that was seen.' }),
    ),
  }),
  produces: ['text/event-stream'],
  response: { 200: Type.String({ description: 'a stream of messages' }) },
};

const options = { config: policy('read', 'event'), exposeHeadRoute: false, schema };

/** Streams facts as they become durable, to whoever reads along and is in `readers` meanwhile; see `docs/API.md`. */
export const eventRoutes =
  (bounds: HttpBounds, log: HttpLog, readers: Set<Reader>): RouteGroup =>
  (app, brain) => {
    const { eventGatherMs: gatherMs, eventHeartbeatMs: heartbeatMs, eventReadersMax } = bounds;
    const hub = createHub(brain, { gatherMs, heartbeatMs });
    const catchingUp = { brain, hub, turn: oneAtATime() };
    endOnClose(app, hub, readers);
    app.get('/berth/v1/events', options, async (request, reply) => {
      const { subject, type = [], project } = request.query;
      const filter = { subject, types: [...new Set(type)].toSorted(), project };
      const after = afterOf(brain, request.headers['last-event-id'], request.query.after);
      if (readers.size >= eventReadersMax) throw tooMany(eventReadersMax);
      const reader = beginStream(reply, bounds, { log, requestId: request.id });
      readers.add(reader);
      reply.raw.on('close', () => {
        readers.delete(reader);
        hub.leave(reader);
      });
      await catchUp(catchingUp, { reader, filter, after }).catch((error: unknown) => {
        log.error({ requestId: request.id, error: String(error) }, 'a stream of events broke');
        reply.raw.destroy();
      });
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
