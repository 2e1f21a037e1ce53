import type { AuditEntry, AuditFilter, AuditTrail } from './view.ts';

/** Tells whether an entry is one of those that a filter asks for. */
export const matches = (entry: AuditEntry, filter: AuditFilter): boolean =>
  (filter.actor === undefined || entry.actor === filter.actor) &&
  (filter.verb === undefined || entry.verb === filter.verb) &&
  (filter.fromMs === undefined || entry.atMs >= filter.fromMs) &&
  (filter.untilMs === undefined || entry.atMs < filter.untilMs) &&
  (filter.subject === undefined || isAbout(entry, filter.subject));

const isAbout = ({ subject }: AuditEntry, wanted: string): boolean =>
  wanted.includes('/') ? `${subject.kind}/${subject.id}` === wanted : subject.kind === wanted;

/** The entries that a filter asks for, in log order: the newest `entriesMax` of them. */
export const entriesOf = (trail: AuditTrail, filter: AuditFilter = {}): readonly AuditEntry[] => {
  const wanted = trail.entries.filter((entry) => matches(entry, filter));
  return filter.entriesMax === undefined
    ? wanted
    : wanted.slice(Math.max(0, wanted.length - filter.entriesMax));
};
