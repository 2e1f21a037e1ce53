import type { AuditEntry, FieldChange } from '../../../projections/audit-trail/view.ts';

/** A deed with what it changed, wherever it was read. */
export type AuditRow = Omit<AuditEntry, 'before' | 'after'> & {
  readonly changes: readonly FieldChange[];
};
