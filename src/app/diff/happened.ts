import type { BerthRecorded } from '../../../domain/catalogue/events.ts';

/** What may happen to a subject between two moments, in the order in which it is told. */
export const happenings = [
  'submitted',
  'started',
  'preempted',
  'consolidated',
  'interrupted',
  'moved',
  'completed',
  'failed',
  'stopped',
  'deleted',
  'added',
  'removed',
  'changed',
  'share',
] as const;

/** See `happenings`. */
export type Happening = (typeof happenings)[number];

const ofType: Readonly<Record<string, Happening>> = {
  WorkloadSubmitted: 'submitted',
  WorkloadStarted: 'started',
  WorkloadInterrupted: 'interrupted',
  WorkloadPodsLost: 'interrupted',
  WorkloadCompleted: 'completed',
  WorkloadFailed: 'failed',
  WorkloadStopped: 'stopped',
  WorkloadDeleted: 'deleted',
};

/** What a fact does to its subject, as far as a difference tells it. */
export const happeningOf = (fact: BerthRecorded): Happening | undefined => {
  if (fact.type === 'WorkloadPreempted' || fact.type === 'WorkloadPodsPreempted') {
    return fact.data.action === 'consolidate' ? 'consolidated' : 'preempted';
  }
  return ofType[fact.type];
};

/** How often what happened to whom, by subject. */
export type Happened = Map<string, Map<Happening, number>>;

/** Notes what a fact does. */
export const noteFact = (happened: Happened, fact: BerthRecorded): void => {
  const happening = happeningOf(fact);
  if (happening === undefined) return;
  const subject = `${fact.subject.kind}/${fact.subject.id}`;
  const counts = happened.get(subject) ?? new Map<Happening, number>();
  counts.set(happening, (counts.get(happening) ?? 0) + 1);
  happened.set(subject, counts);
};
