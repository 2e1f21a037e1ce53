import { Type } from 'typebox';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import type { App, RouteGroup } from '../../app.ts';
import { listQuery } from '../../list/index.ts';
import { policy } from '../../policy.ts';
import { Problem } from '../../problem.ts';
import { readingQuery, readAt } from '../../reading.ts';
import { nextShape } from '../collection.ts';
import { closed, instantShape, instantText } from '../shapes.ts';
import { csvOf } from './csv.ts';
import { cellsOf, columns, deedsOf, spanQuery } from './deeds.ts';
import { deedSaid, deedShape } from './record.ts';

const path = '/api/v1/audit/log';
const read = { config: policy('read', 'audit') };

/** Most deeds of a file: what Run:ai exports at most. @source product reference §8.1 */
const fileMax = 20_000;

/** Who did what, when, and what it changed. */
export const auditRoutes: RouteGroup = (app, brain) => {
  logRoute(app, brain);
  fileRoute(app, brain);
};

const oldestShape = Type.Optional({
  ...instantShape,
  description: 'The oldest deed that is looked through; older ones are in the ledger.',
});

const logSchema = {
  operationId: 'runaiListAuditLog',
  summary: 'Who did what between two moments, when, and what it changed',
  tags: ['Run:ai audit'],
  querystring: Type.Object({ ...spanQuery, ...listQuery, ...readingQuery }, closed),
  response: {
    200: Type.Object(
      { entries: Type.Array(deedShape), next: nextShape, oldest: oldestShape },
      closed,
    ),
  },
};

const logRoute = (app: App, brain: LiveBrain): void => {
  app.get(path, { ...read, schema: logSchema }, async (request, reply) => {
    const { seen } = await readAt(brain, reply, request.query);
    const { rows, next } = deedsOf(seen, request.query);
    const [oldest] = seen.views.audit.entries;
    return {
      entries: rows.map(deedSaid),
      next,
      oldest: oldest === undefined ? undefined : instantText(oldest.atMs),
    };
  });
};

const formatShape = Type.Union([Type.Literal('csv'), Type.Literal('json')]);

const fileQuery = Type.Object(
  {
    ...spanQuery,
    filterBy: listQuery.filterBy,
    sortOrder: listQuery.sortOrder,
    downloadFormat: Type.Optional(formatShape),
    format: Type.Optional({ ...formatShape, description: 'The same as downloadFormat.' }),
    ...readingQuery,
  },
  closed,
);

const fileSchema = {
  operationId: 'runaiGetAuditFile',
  summary: `The same as a file of CSV or JSON, at most ${fileMax} deeds`,
  tags: ['Run:ai audit'],
  querystring: fileQuery,
  response: {
    200: {
      description: 'The deeds as a file',
      content: {
        'text/csv': { schema: Type.String() },
        'application/json': { schema: Type.Array(deedShape) },
      },
    },
  },
};

const fileRoute = (app: App, brain: LiveBrain): void => {
  app.get(`${path}/file`, { ...read, schema: fileSchema }, async (request, reply) => {
    const { seen } = await readAt(brain, reply, { ...request.query, limit: fileMax });
    const { format: written, downloadFormat = written ?? 'csv', ...asked } = request.query;
    if (written !== undefined && written !== downloadFormat) throw twoFormats(written);
    const { rows, next } = deedsOf(seen, { ...asked, limit: fileMax });
    if (next !== undefined && rows.length < fileMax) throw tooLong(asked.end);
    reply.header('content-disposition', `attachment; filename="audit.${downloadFormat}"`);
    if (downloadFormat === 'json') return reply.type('application/json').send(rows.map(deedSaid));
    return reply.type('text/csv').send(csvOf([columns, ...rows.map(cellsOf)]));
  });
};

const tooLong = (end: string): Problem =>
  new Problem({
    slug: 'list-query',
    status: 400,
    title: 'More than one file holds',
    detail: 'The deeds between these moments are longer than one answer may be.',
    errors: [
      {
        pointer: '/end',
        in: 'query',
        value: end,
        problem: 'leaves more deeds than one file holds',
        remedy: 'ask for less time, or page by page at /api/v1/audit/log',
      },
    ],
  });

const twoFormats = (format: string): Problem =>
  new Problem({
    slug: 'list-query',
    status: 400,
    title: 'Two formats for one file',
    detail: `A file is written once: format says ${format}, downloadFormat says something else.`,
    errors: [
      {
        pointer: '/format',
        in: 'query',
        value: format,
        problem: 'differs from downloadFormat',
        remedy: 'send one of the two',
      },
    ],
  });
