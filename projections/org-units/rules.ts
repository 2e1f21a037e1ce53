import type { Recorded } from '../../domain/foundation/event.ts';
import type { PolicyEvent } from '../../domain/policy/events.ts';
import type { OrgUnits } from './view.ts';

/** Folds one adoption of rules into the units, in place. */
export const foldRules = (view: OrgUnits, event: Recorded<PolicyEvent>): void => {
  const { policy } = event.data;
  const { atMs: createdAtMs, revision, subject } = event;
  const { id } = subject;
  view.policies.set(id, { id, name: policy.version, createdAtMs, revision, policy });
};
