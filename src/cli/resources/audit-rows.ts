import { isLeft } from '../../../domain/foundation/fp.ts';
import { type AuditFilter, changesOf } from '../../../projections/audit-trail/view.ts';
import type { LedgerThen, ThenFault } from '../../main/moments/of-file.ts';
import type { RemoteFault } from '../remote/faults.ts';
import { fetchRows } from '../remote/pages.ts';
import { formOf } from '../remote/row-forms.ts';
import type { Server } from '../remote/server.ts';
import type { AuditRow } from './audit-row.ts';

/** The deeds of a ledger file that a filter lets through, in log order. */
export const auditIn = async (
  then: LedgerThen,
  filter: AuditFilter,
): Promise<readonly AuditRow[] | ThenFault> => {
  const { entriesOf } = await import('../../../projections/audit-trail/index.ts');
  const { viewsThen } = await import('../../main/moments/of-file.ts');
  const seen = await viewsThen(then, { names: ['audit'], ended: 'none', deeds: filter });
  if (isLeft(seen)) return seen.left;
  return entriesOf(seen.right.views.audit, filter).map((entry) => ({
    ...entry,
    changes: changesOf(entry),
  }));
};

const form = formOf<AuditRow>({
  revision: 'number',
  atMs: 'number',
  actor: 'text',
  verb: 'text',
  subject: 'record',
  type: 'text',
  commandId: 'text',
  changes: 'list',
});

/** The deeds that a server still knows, in log order; the newest only where the filter says so. */
export const auditOf = async (
  server: Server,
  { actor, subject, fromMs, untilMs, entriesMax }: AuditFilter,
): Promise<readonly AuditRow[] | RemoteFault> => {
  const isKind = subject !== undefined && !subject.includes('/');
  const filterBy = [
    ...(actor === undefined ? [] : [`actor==${actor}`]),
    ...(subject === undefined ? [] : [isKind ? `kind==${subject}` : `subject==${subject}`]),
    ...(fromMs === undefined ? [] : [`atMs>=${instantOf(fromMs)}`]),
    // The server knows "at most", the ledger counts whole milliseconds.
    ...(untilMs === undefined ? [] : [`atMs<=${instantOf(untilMs - 1)}`]),
  ];
  const page = await fetchRows(server, {
    path: 'berth/v1/audit',
    form,
    query: { filterBy, sortBy: 'revision', sortOrder: 'desc' },
    max: entriesMax ?? usualMax,
  });
  if (isLeft(page)) return page.left;
  return page.right.rows.toReversed();
};

/** Deeds that are told where nobody says how many. */
const usualMax = 1_000;

const instantOf = (atMs: number): string => new Date(atMs).toISOString();
