import { type AnyState, deciders } from '../../domain/catalogue/index.ts';
import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { Subject, SubjectKind } from '../../domain/foundation/ids.ts';
import { invariant } from '../../domain/foundation/invariant.ts';

/** One aggregate as it stands: its state and the number of facts about it. */
export interface Standing {
  readonly state: AnyState;
  readonly subjectRevision: number;
}

/** Every aggregate of a ledger, by kind and id: the fold of all facts up to `revision`. */
export interface States {
  readonly byKind: Readonly<Record<SubjectKind, Map<string, Standing>>>;
  revision: number;
}

/** The states before the first fact. */
export const emptyStates = (): States => ({
  byKind: {
    ledger: new Map(),
    cluster: new Map(),
    'node-pool': new Map(),
    node: new Map(),
    department: new Map(),
    project: new Map(),
    queue: new Map(),
    workload: new Map(),
  },
  revision: 0,
});

/** The standing of a subject; one that was never heard of has its decider's initial state. */
export const standingOf = (states: States, subject: Subject): Standing =>
  states.byKind[subject.kind].get(subject.id) ?? {
    state: deciders[subject.kind].initial,
    subjectRevision: 0,
  };

/**
 * Folds one fact into the states, which change in place.
 *
 * @throws InvariantViolation when the fact does not follow: a gap, a repetition, or an illegal fact.
 * @cost about 0.3 µs
 */
export const foldFact = (states: States, fact: BerthRecorded): void => {
  const { subject } = fact;
  const map = states.byKind[subject.kind];
  const before = map.get(subject.id);
  const seen = before === undefined ? 0 : before.subjectRevision;
  const decider = deciders[subject.kind];
  invariant(
    fact.revision === states.revision + 1,
    () => `revision ${fact.revision} does not follow ${states.revision}`,
  );
  invariant(
    fact.subjectRevision === seen + 1,
    () => `${subject.kind}/${subject.id} has ${seen} facts, not ${fact.subjectRevision - 1}`,
  );
  map.set(subject.id, {
    state: decider.evolve(before === undefined ? decider.initial : before.state, fact),
    subjectRevision: fact.subjectRevision,
  });
  states.revision = fact.revision;
};

/** Takes a fact back that was folded last: the way out of a speculation that was refused. */
export const restore = (states: States, fact: BerthRecorded, before: Standing): void => {
  const map = states.byKind[fact.subject.kind];
  if (before.subjectRevision === 0) map.delete(fact.subject.id);
  else map.set(fact.subject.id, before);
  states.revision = fact.revision - 1;
};
