import { type AuditEntry, changesOf } from '../../../projections/audit-trail/index.ts';
import type { RouteGroup } from '../app.ts';
import { countOf, listAskedOf, type ListTable, pageOf } from '../list/index.ts';
import { policy } from '../policy.ts';
import { readAt } from '../reading.ts';
import { fieldsOf, instant, number, text } from './field.ts';
import { pageQuery } from './query.ts';
import { auditShape } from './fact-shapes.ts';
import { pageShape } from './page-shape.ts';

const table: ListTable<AuditEntry, unknown> = {
  noun: 'audit entry',
  idOf: ({ revision }) => String(revision).padStart(16, '0'),
  usual: { sortBy: 'revision', sortOrder: 'desc' },
  searched: [({ actor }) => actor, ({ verb }) => verb, ({ subject }) => subject.id],
  fields: fieldsOf<AuditEntry>([
    ['revision', number(({ revision }) => revision)],
    ['atMs', instant(({ atMs }) => atMs)],
    ['actor', text(({ actor }) => actor)],
    ['tenant', text(({ tenant }) => tenant)],
    ['verb', text(({ verb }) => verb)],
    ['type', text(({ type }) => type)],
    ['kind', text(({ subject }) => subject.kind)],
    ['subject', text(({ subject }) => `${subject.kind}/${subject.id}`)],
    ['commandId', text(({ commandId }) => commandId)],
  ]),
};

/** Tells who asked for what, when, and what it changed; the newest deeds only. */
export const auditRoutes: RouteGroup = (app, brain) => {
  app.get(
    '/berth/v1/audit',
    {
      config: policy('read', 'audit'),
      schema: {
        operationId: 'listAudit',
        summary: 'Who asked for what, when, and what it changed: the newest deeds',
        tags: ['Ledger'],
        querystring: pageQuery,
        response: { 200: pageShape(auditShape) },
      },
    },
    async (request, reply) => {
      const { seen, revision } = await readAt(brain, reply, request.query);
      const asked = listAskedOf(table, request.query);
      const listed = { source: { rows: seen.views.audit.entries }, see: undefined };
      const items = pageOf(table, asked, listed).rows.map(toldEntry);
      const total = countOf(table, asked, listed);
      return { revision, nowMs: seen.nowMs(), total, offset: asked.offset, items };
    },
  );
};

const toldEntry = ({ before, after, ...rest }: AuditEntry): object => ({
  ...rest,
  changes: changesOf({ before, after, ...rest }),
});
