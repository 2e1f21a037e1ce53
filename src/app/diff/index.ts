import type { Revision } from '../../../domain/foundation/event.ts';
import { compareIds } from '../../../domain/foundation/ids.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { type Happening, happenings, type Touched } from './happened.ts';
import { type Change, partedIn } from '../parted.ts';
import type { Picture } from './picture.ts';

export { type Happening, noteRecord, type Touched } from './happened.ts';
export type { Change } from '../parted.ts';
export { type Picture, pictureOf } from './picture.ts';

/** What is other about one subject. */
export interface SubjectChange {
  /** `kind/id`. */
  readonly subject: string;
  /** What happened to it, and how often. */
  readonly happened: Readonly<Partial<Record<Happening, number>>>;
  /** Where its state parts; empty for what came and went. */
  readonly changes: readonly Change[];
}

/** What is other at one moment than at an earlier one. */
export interface Diff {
  readonly from: { readonly revision: Revision; readonly atMs: InstantMs };
  readonly to: { readonly revision: Revision; readonly atMs: InstantMs };
  /** By subject, ascending; a subject to which nothing happened and whose state is the same is not among them. */
  readonly subjects: readonly SubjectChange[];
  /** How many subjects what happened to, by kind. */
  readonly counts: Readonly<Record<string, number>>;
}

/** What a difference leaves out: a number that is of no use to people. */
const isTold = ({ path }: Change): boolean => !path.endsWith('.fingerprint');

/**
 * Compares two moments, with what happened in between: nothing else than a fact about it changes a state, but for the
 * shares of queues.
 *
 * @cost O(subjects that a fact was about + queues)
 */
export const diffOf = (before: Picture, after: Picture, touched: Touched): Diff => {
  const queues = [...before.figures.keys(), ...after.figures.keys()].map((id) => `queue/${id}`);
  const subjects = new Set([...before.states.keys(), ...after.states.keys(), ...queues]);
  const changed: SubjectChange[] = [];
  for (const subject of subjects) {
    const one = changeOf(subject, { before, after, touched });
    if (one !== undefined) changed.push(one);
  }
  return {
    from: { revision: before.revision, atMs: before.atMs },
    to: { revision: after.revision, atMs: after.atMs },
    subjects: changed.toSorted((a, b) => compareIds(a.subject, b.subject)),
    counts: countsOf(changed),
  };
};

/** Those of a difference alone that are wanted: `kind/id`, or all of a kind. */
export const onlyOf = (diff: Diff, wanted: readonly string[]): Diff => {
  if (wanted.length === 0) return diff;
  const isWanted = ({ subject }: SubjectChange): boolean =>
    wanted.some((one) => subject === one || subject.startsWith(`${one}/`));
  const subjects = diff.subjects.filter(isWanted);
  return { ...diff, subjects, counts: countsOf(subjects) };
};

interface Sides {
  readonly before: Picture;
  readonly after: Picture;
  readonly touched: Touched;
}

const changeOf = (
  subject: string,
  { before, after, touched }: Sides,
): SubjectChange | undefined => {
  const [old, fresh] = [before.states.get(subject), after.states.get(subject)];
  const counts = new Map(touched.get(subject));
  const shares = subject.startsWith('queue/') ? sharesParted(subject.slice(6), before, after) : [];
  if (old === fresh && counts.size === 0 && shares.length === 0) return undefined;
  const changes =
    old === undefined || fresh === undefined ? [] : partedIn(old, fresh).filter(isTold);
  if (old === undefined && fresh !== undefined && !subject.startsWith('workload/'))
    counts.set('added', 1);
  if (old !== undefined && fresh === undefined) counts.set('removed', 1);
  if (isMove(old, fresh)) counts.set('moved', 1);
  if (shares.length > 0) counts.set('share', 1);
  if (counts.size === 0 && changes.length > 0) counts.set('changed', 1);
  if (counts.size === 0) return undefined;
  return { subject, happened: inOrder(counts), changes: [...changes, ...shares] };
};

/** Whether it holds devices at both moments, and others. */
const isMove = (old: object | undefined, fresh: object | undefined): boolean => {
  const [from, to] = [placesOf(old), placesOf(fresh)];
  return from !== undefined && to !== undefined && partedIn(from, to).length > 0;
};

const placesOf = (state: object | undefined): unknown =>
  state !== undefined && 'placements' in state ? state.placements : undefined;

/** What a queue is owed is told where it is another; what it holds changes all the time and is told beside it. */
const sharesParted = (id: string, before: Picture, after: Picture): readonly Change[] => {
  const [old, fresh] = [before.figures.get(id), after.figures.get(id)];
  if (old === undefined || fresh === undefined) return [];
  const shares = partedIn(old.fairShare, fresh.fairShare, '$.fairShare');
  return shares.length === 0
    ? []
    : [...shares, ...partedIn(old.allocated, fresh.allocated, '$.allocated')];
};

const inOrder = (counts: ReadonlyMap<Happening, number>): SubjectChange['happened'] =>
  Object.fromEntries(
    happenings.flatMap((one) => {
      const count = counts.get(one);
      return count === undefined ? [] : [[one, count]];
    }),
  );

const countsOf = (changed: readonly SubjectChange[]): Diff['counts'] => {
  const counts = new Map<string, number>();
  for (const { subject, happened } of changed) {
    const kind = subject.slice(0, subject.indexOf('/'));
    for (const one of Object.keys(happened)) {
      const key = `${kind} ${one}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return Object.fromEntries([...counts].toSorted(([a], [b]) => compareIds(a, b)));
};
