import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { AuditFilter, FieldChange } from '../../../projections/audit-trail/view.ts';
import { complain, formatProblem, refuse } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Column, instantText, isFormat, printAs, textOr } from '../print/index.ts';
import type { ServerFlags } from '../remote/destination.ts';
import { withServer } from '../remote/with-server.ts';
import { type Terminal, write } from '../terminal.ts';
import type { AuditRow } from './audit-row.ts';
import { subjectOf } from './audit-subject.ts';

/** `berth audit list`'s arguments. */
export interface AuditArguments extends ServerFlags {
  /** The file to read instead of asking a server. */
  readonly ledger?: string;
  readonly output: string;
  readonly headers: boolean;
  readonly actor?: string;
  readonly subject?: string;
  readonly since?: InstantMs;
  readonly until?: InstantMs;
  readonly limit?: number;
}

const formats = ['table', 'wide', 'json', 'yaml'];

/** `berth audit list`: who did what to what, when, what it changed, and on whose account. */
export const auditList = async (terminal: Terminal, args: AuditArguments): Promise<number> => {
  const format = args.output;
  const subject = args.subject === undefined ? undefined : subjectOf(args.subject);
  const problem = formatProblem(format, formats) ?? subject?.problem;
  if (problem !== undefined || !isFormat(format)) return refuse(terminal, problem ?? '');
  const filter = filterOf(args, subject?.wanted);
  const { auditIn, auditOf } = await import('./audit-rows.ts');
  const show = async (rows: readonly AuditRow[]): Promise<number> => {
    const listing = { noun: 'deed', rows, columns, nameOf: subjectText, recordOf };
    const options = { noHeaders: !args.headers, width: terminal.width, color: terminal.isColoured };
    await write(terminal.stdout, await printAs(format, listing, options));
    if (rows.length === 0) await write(terminal.stderr, 'No deeds found.\n');
    return exitCodes.ok;
  };
  if (args.ledger !== undefined) {
    const rows = await auditIn({ ledger: args.ledger, at: args.at }, filter);
    return '_tag' in rows ? complain(terminal, rows, args.ledger) : show(rows);
  }
  return withServer(terminal, args, async (server) => {
    const rows = await auditOf(server, filter);
    return '_tag' in rows ? complain(terminal, rows) : show(rows);
  });
};

const filterOf = (
  { actor, since, until, limit }: AuditArguments,
  subject: string | undefined,
): AuditFilter => ({
  ...(actor === undefined ? {} : { actor }),
  ...(subject === undefined ? {} : { subject }),
  ...(since === undefined ? {} : { fromMs: since }),
  ...(until === undefined ? {} : { untilMs: until }),
  ...(limit === undefined ? {} : { entriesMax: limit }),
});

const subjectText = ({ subject }: AuditRow): string => `${subject.kind}/${subject.id}`;

/** What made the deed happen: another fact, else the command that was given. */
const causeText = ({ causationId, commandId }: AuditRow): string => causationId ?? commandId;

const columns: readonly Column<AuditRow>[] = [
  { header: 'fact', value: ({ revision }) => `#${revision}`, align: 'right', importance: 'keep' },
  { header: 'at', value: ({ atMs }) => instantText(atMs), importance: 'keep' },
  { header: 'who', value: ({ actor }) => textOr(actor) },
  { header: 'did', value: ({ verb }) => verb, importance: 'keep' },
  { header: 'to', value: subjectText, importance: 'keep' },
  { header: 'cause', value: causeText, importance: 50 },
  { header: 'tenant', value: ({ tenant }) => textOr(tenant), isWide: true },
  { header: 'type', value: ({ type }) => type, isWide: true },
  { header: 'changes', value: ({ changes }) => changesText(changes), importance: 10 },
];

/** Most changes that one line shows; JSON shows all. */
const changesMax = 4;

const changesText = (changes: readonly FieldChange[]): string => {
  const shown = changes.slice(0, changesMax).map(changeText);
  const more = changes.length - shown.length;
  return textOr([...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; '));
};

const changeText = ({ field, before, after }: FieldChange): string =>
  before === undefined ? `${field}: ${after}` : `${field}: ${before} → ${after ?? 'gone'}`;

const recordOf = (entry: AuditRow): object => {
  const { revision, atMs, actor, tenant, verb, type, origin, commandId, causationId } = entry;
  return {
    revision,
    atMs,
    actor,
    tenant,
    verb,
    subject: subjectText(entry),
    type,
    origin,
    commandId,
    causationId: causationId ?? null,
    changes: entry.changes.map(({ field, before, after }) => ({
      field,
      before: valueOf(before),
      after: valueOf(after),
    })),
  };
};

const valueOf = (json: string | undefined): unknown =>
  json === undefined ? null : JSON.parse(json);
