import type { Origin, Revision } from '../../domain/foundation/event.ts';
import type { Subject } from '../../domain/foundation/ids.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';

/** What was true of a thing, field by field; `undefined` where it did not exist. */
export type Fields = Readonly<Record<string, unknown>> | undefined;

/** One deed of somebody: who, what, when, to what, and what it changed. */
export interface AuditEntry {
  readonly revision: Revision;
  readonly atMs: InstantMs;
  readonly actor: string;
  readonly tenant: string;
  /** `submit`, `stop`, `grant` …: what was asked for, in one word. */
  readonly verb: string;
  readonly subject: Subject;
  readonly type: string;
  readonly origin: Origin;
  readonly commandId: string;
  readonly causationId: string | undefined;
  /** Shared with the fact and the state, not copied; `changesOf` says what differs. */
  readonly before: Fields;
  readonly after: Fields;
}

/** One field that a deed changed. */
export interface FieldChange {
  /** Path with dots: `entitlements.gpuMilli.quota`. */
  readonly field: string;
  /** As JSON; `undefined` where there was nothing. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Which deeds somebody wants to see; what is absent does not restrict. */
export interface AuditFilter {
  readonly actor?: string;
  readonly verb?: string;
  /** A kind (`project`) or one subject (`project/a`). */
  readonly subject?: string;
  /** Inclusive. */
  readonly fromMs?: InstantMs;
  /** Exclusive. */
  readonly untilMs?: InstantMs;
  /** The newest so many; older ones are let go while folding. */
  readonly entriesMax?: number;
}

/** Every deed that was asked for, in log order, and what is needed to say what the next one changes. */
export interface AuditTrail {
  readonly entries: AuditEntry[];
  /** What is true now, by subject, then by node pool for grants (else the empty text); workloads keep their phase alone. */
  readonly known: Map<string, Map<string, Fields>>;
  readonly phases: Map<string, string>;
}

/** The fields that an entry changed, ascending by path; a field that stayed as it was is left out. */
export const changesOf = (entry: AuditEntry): readonly FieldChange[] => {
  const before = leavesOf(entry.before);
  const after = leavesOf(entry.after);
  const fields = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return fields
    .map((field) => ({ field, before: before.get(field), after: after.get(field) }))
    .filter((change) => change.before !== change.after);
};

const leavesOf = (fields: Fields): ReadonlyMap<string, string> => {
  const leaves = new Map<string, string>();
  if (fields !== undefined) collect(leaves, '', fields);
  return leaves;
};

const collect = (leaves: Map<string, string>, path: string, value: unknown): void => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    if (value !== undefined) leaves.set(path, JSON.stringify(value));
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    collect(leaves, path === '' ? key : `${path}.${key}`, member);
  }
};
