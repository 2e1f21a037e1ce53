import { type AnyState, deciders } from '../../domain/catalogue/index.ts';
import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { Subject, SubjectKind } from '../../domain/foundation/ids.ts';
import { invariant } from '../../domain/foundation/invariant.ts';

/** One aggregate as it stands: its state and the number of facts about it. Changes in place, owned by `States`. */
export interface Standing {
  state: AnyState;
  subjectRevision: number;
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
    policy: new Map(),
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

/** The standing of a subject, to be kept; one that was never heard of has its decider's initial state. */
export const standingOf = (states: States, subject: Subject): Readonly<Standing> => {
  const known = states.byKind[subject.kind].get(subject.id);
  return known === undefined
    ? { state: deciders[subject.kind].initial, subjectRevision: 0 }
    : { state: known.state, subjectRevision: known.subjectRevision };
};

/**
 * Folds one fact into the states, which change in place.
 *
 * @throws InvariantViolation when the fact does not follow: a gap, a repetition, or an illegal fact.
 * @cost about 0.3 µs
 */
export const foldFact = (states: States, fact: BerthRecorded): void => {
  const { kind, id } = fact.subject;
  // Nearly every fact is about a workload: naming the kind is faster than looking it up.
  const isWorkload = kind === 'workload';
  const map = isWorkload ? states.byKind.workload : states.byKind[kind];
  const standing = map.get(id);
  const seen = standing === undefined ? 0 : standing.subjectRevision;
  if (fact.revision !== states.revision + 1 || fact.subjectRevision !== seen + 1) {
    invariant(false, outOfOrder(states, fact, seen));
  }
  const decider = isWorkload ? deciders.workload : deciders[kind];
  if (standing === undefined) {
    map.set(id, { state: decider.evolve(decider.initial, fact), subjectRevision: 1 });
  } else {
    standing.state = decider.evolve(standing.state, fact);
    standing.subjectRevision = fact.subjectRevision;
  }
  states.revision = fact.revision;
};

const outOfOrder = (states: States, fact: BerthRecorded, seen: number): string =>
  `revision ${fact.revision} is number ${fact.subjectRevision} of ${fact.subject.kind}/${fact.subject.id}; ` +
  `it does not follow revision ${states.revision} and ${seen} facts about it`;

/** Takes a fact back that was folded last: the way out of a speculation that was refused. */
export const restore = (states: States, fact: BerthRecorded, before: Readonly<Standing>): void => {
  const map = states.byKind[fact.subject.kind];
  if (before.subjectRevision === 0) map.delete(fact.subject.id);
  else map.set(fact.subject.id, { ...before });
  states.revision = fact.revision - 1;
};
