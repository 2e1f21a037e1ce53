import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Projection } from '../../domain/foundation/projection.ts';
import { applyWith, handles } from './apply.ts';
import type { AuditFilter, AuditTrail } from './view.ts';

export { entriesOf, matches } from './filter.ts';
export { changesOf } from './view.ts';
export type * from './view.ts';

/** The trail of the deeds that a filter lets through: what it does not ask for costs no memory. */
export const auditTrailOf = (filter: AuditFilter): Projection<AuditTrail, BerthEvent> => ({
  name: 'audit-trail',
  version: 3,
  handles,
  initial: () => ({ entries: [], known: new Map(), phases: new Map() }),
  apply: applyWith(filter),
});

/** Answers "who did what, when, to what, and what did it change?" for everything that was ever asked for. */
export const auditTrail: Projection<AuditTrail, BerthEvent> = auditTrailOf({});
