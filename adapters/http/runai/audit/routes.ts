import { type Static, Type } from 'typebox';
import { type AuditEntry, changesOf } from '../../../../projections/audit-trail/index.ts';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import type { App, RouteGroup } from '../../app.ts';
import { listAskedOf, listQuery, pageOf } from '../../list/index.ts';
import { policy } from '../../policy.ts';
import { Problem } from '../../problem.ts';
import { minRevisionQuery, readAt } from '../../reading.ts';
import { closed, instantText } from '../shapes.ts';
import { csvOf } from './csv.ts';
import { auditTable, deedSaid, deedShape } from './record.ts';

const instant = (description: string, example: string) =>
  Type.String({ description, maxLength: 40, examples: [example] });

const span = {
  start: instant('The first moment that is asked for.', '2020-01-01T00:00:00Z'),
  end: instant('The moment before which what is asked for ends.', '2100-01-01T00:00:00Z'),
};

const query = Type.Object({ ...span, ...listQuery, ...minRevisionQuery }, closed);
type Query = Static<typeof query>;

/** Most deeds of a file: what Run:ai exports at most. */
const fileMax = 20_000;

const fileQuery = Type.Object(
  {
    ...span,
    filterBy: listQuery.filterBy,
    sortOrder: listQuery.sortOrder,
    format: Type.Optional(Type.Union([Type.Literal('csv'), Type.Literal('json')])),
    ...minRevisionQuery,
  },
  closed,
);

/** Who did what, when, and what it changed. */
export const auditRoutes: RouteGroup = (app, brain) => {
  logRoute(app, brain);
  fileRoute(app, brain);
};

const oldest = Type.Optional(
  Type.String({
    format: 'date-time',
    description: 'The oldest deed that is looked through; older ones are in the ledger.',
  }),
);
const next = Type.Optional(Type.Integer({ description: 'the offset of the next page' }));

const logRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
    operationId: 'runaiListAuditLog',
    summary: 'Who did what between two moments, when, and what it changed',
    tags: ['Run:ai audit'],
    querystring: query,
    response: { 200: Type.Object({ entries: Type.Array(deedShape), next, oldest }, closed) },
  };
  app.get(
    '/api/v1/audit/log',
    { config: policy('read', 'audit'), schema },
    async (request, reply) => {
      await readAt(brain, reply, request.query);
      const { rows, next: following } = deedsOf(brain, request.query);
      return { entries: rows.map(deedSaid), next: following, oldest: oldestOf(brain) };
    },
  );
};

const oldestOf = ({ views }: LiveBrain): string | undefined => {
  const [first] = views.audit.entries;
  return first === undefined ? undefined : instantText(first.atMs);
};

const deedsOf = ({ views }: LiveBrain, { start, end, ...asked }: Query) => {
  const [fromMs, untilMs] = [momentOf('/start', start), momentOf('/end', end)];
  const rows = views.audit.entries.filter(({ atMs }) => atMs >= fromMs && atMs < untilMs);
  return pageOf(auditTable, listAskedOf(auditTable, asked), { source: { rows }, see: undefined });
};

const momentOf = (pointer: string, text: string): number => {
  const atMs = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(atMs)) return atMs;
  throw new Problem({
    slug: 'list-query',
    status: 400,
    title: 'No moment',
    detail: `${text} is no moment.`,
    errors: [
      {
        pointer,
        in: 'query',
        value: text,
        problem: 'is no moment',
        remedy: 'write it as in 2026-01-31T08:00:00Z',
      },
    ],
  });
};

const fileRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
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
  app.get(
    '/api/v1/audit/log/file',
    { config: policy('read', 'audit'), schema },
    async (request, reply) => {
      await readAt(brain, reply, request.query);
      const { format = 'csv', ...asked } = request.query;
      const { rows } = deedsOf(brain, { ...asked, limit: fileMax });
      reply.header('content-disposition', `attachment; filename="audit.${format}"`);
      if (format === 'json') {
        reply.header('content-type', 'application/json; charset=utf-8');
        return rows.map(deedSaid);
      }
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .send(csvOf([columns, ...rows.map(cellsOf)]));
    },
  );
};

const columns = [
  'id',
  'happenedAt',
  'subjectId',
  'action',
  'entityType',
  'entityId',
  'requestId',
  'changes',
] as const;

const cellsOf = (entry: AuditEntry): readonly string[] => [
  String(entry.revision),
  instantText(entry.atMs),
  entry.actor,
  entry.verb,
  entry.subject.kind,
  entry.subject.id,
  entry.commandId,
  changesOf(entry)
    .map(({ field, before, after }) => `${field}: ${before ?? '-'} → ${after ?? '-'}`)
    .join('; '),
];
