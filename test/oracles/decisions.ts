import type { Eviction, Placement, Plan } from '../../domain/allocation/index.ts';
import { note } from './book-facts.ts';
import { type Books, copied } from './books.ts';
import type { Fact } from './facts.ts';

/** One thing that a plan decided: a place for somebody, and who goes for it. */
export interface Decision {
  readonly evictions: readonly Eviction[];
  /** Absent for a stale gang, which goes for nobody. */
  readonly gives?: Placement;
  readonly isNow: boolean;
}

/** The decisions of a plan, list by list: their order inside a list is that in which they were made. */
export interface Decided {
  readonly now: readonly Decision[];
  readonly later: readonly Decision[];
  readonly forNobody: readonly Decision[];
}

/** Puts each eviction to the place that it serves. */
export const decidedIn = ({ placements, nominations, evictions }: Plan): Decided => {
  const goFor = (id: string): readonly Eviction[] =>
    evictions.filter(({ preemptorId }) => preemptorId === id);
  const decided = (gives: Placement, isNow: boolean): Decision => ({
    gives,
    isNow,
    evictions: goFor(gives.workloadId),
  });
  const given = new Set([...placements, ...nominations].map(({ workloadId }) => workloadId));
  const others = new Set(
    evictions.map(({ preemptorId }) => preemptorId).filter((id) => !given.has(id)),
  );
  return {
    now: placements.map((gives) => decided(gives, true)),
    later: nominations.map((gives) => decided(gives, false)),
    forNobody: [...others].map((id) => ({ evictions: goFor(id), isNow: false })),
  };
};

/** The fact that an eviction becomes. */
export const evictionFact = ({ workloadId, pods, movesTo }: Eviction): Fact => ({
  type: 'leaving',
  id: workloadId,
  returns: true,
  ...(pods !== undefined && { pods }),
  ...(movesTo !== undefined && { movesTo }),
});

/** The fact that a place becomes that is given now, or is held until others have left. */
export const givenFact = (
  { workloadId, attempt, pods }: Placement,
  isNow: boolean,
  atMs = 0,
): Fact =>
  isNow
    ? { type: 'bound', id: workloadId, assignment: { attempt, pods, atMs } }
    : { type: 'nominated', id: workloadId, assignment: { attempt, pods } };

const factsOf = ({ evictions, gives, isNow }: Decision): readonly Fact[] => [
  ...evictions.map(evictionFact),
  ...(gives === undefined ? [] : [givenFact(gives, isNow)]),
];

/** The books as they are once decisions are carried out; those given stay as they are. */
export const after = (books: Books, ...decisions: readonly Decision[]): Books => {
  const next = copied(books);
  for (const decision of decisions) for (const fact of factsOf(decision)) note(next, fact);
  return next;
};

/** The books as they are once a whole plan is carried out. */
export const afterAll = (books: Books, made: Plan): Books => {
  const { now, later, forNobody } = decidedIn(made);
  return after(books, ...now, ...later, ...forNobody);
};

/**
 * All the books that a decision of a plan may have been made on: what stands before it in its own list was decided
 * before it, and so was some beginning of the other list.
 */
export const booksBefore = (books: Books, made: Plan, decision: Decision): readonly Books[] => {
  const { now, later } = decidedIn(made);
  const isSame = ({ gives }: Decision): boolean => gives?.workloadId === decision.gives?.workloadId;
  const own = decision.isNow ? now : later;
  const other = decision.isNow ? later : now;
  const before = own.slice(0, Math.max(0, own.findIndex(isSame)));
  return [...other.keys(), other.length].map((count) =>
    after(books, ...before, ...other.slice(0, count)),
  );
};
