import type { StoredRecord } from '../../../adapters/ports/event-log.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { decode, type DecodeFault } from '../../../domain/catalogue/decode.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';

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

const ofType: Readonly<Record<string, Happening | undefined>> = {
  WorkloadSubmitted: 'submitted',
  WorkloadStarted: 'started',
  WorkloadInterrupted: 'interrupted',
  WorkloadPodsLost: 'interrupted',
  WorkloadCompleted: 'completed',
  WorkloadFailed: 'failed',
  WorkloadStopped: 'stopped',
  WorkloadDeleted: 'deleted',
};

/** Of these the action matters too. */
const takes: ReadonlySet<string> = new Set(['WorkloadPreempted', 'WorkloadPodsPreempted']);

/** What a fact does to its subject, as far as a difference tells it. */
const happeningOf = (fact: BerthRecorded): Happening | undefined => {
  if (fact.type === 'WorkloadPreempted' || fact.type === 'WorkloadPodsPreempted') {
    return fact.data.action === 'consolidate' ? 'consolidated' : 'preempted';
  }
  return ofType[fact.type];
};

/** Whom facts were about, by `kind/id`, and how often what happened to each as far as a difference tells it. */
export type Touched = Map<string, Map<Happening, number>>;

/** The beginning of a stored fact, which is canonical. */
const headShape = /^\{"type":"([A-Za-z]+)",(?:"schema":\d+,)?"subject":"([a-z-]+\/[^"\\]+)"/;

/** Notes whom a stored fact is about, and what it does. @cost about 1 µs; a fact that takes devices is read whole */
export const noteRecord = (
  touched: Touched,
  { revision, body }: StoredRecord,
): Either<DecodeFault, void> => {
  const [, type, subject] = headShape.exec(body) ?? [];
  if (type !== undefined && subject !== undefined && !takes.has(type)) {
    note(touched, subject, ofType[type]);
    return right(undefined);
  }
  const decoded = decode(revision, body);
  if (isLeft(decoded)) return left(decoded.left);
  const { kind, id } = decoded.right.subject;
  note(touched, `${kind}/${id}`, happeningOf(decoded.right));
  return right(undefined);
};

const note = (touched: Touched, subject: string, happening: Happening | undefined): void => {
  let counts = touched.get(subject);
  if (counts === undefined) {
    counts = new Map();
    touched.set(subject, counts);
  }
  if (happening !== undefined) counts.set(happening, (counts.get(happening) ?? 0) + 1);
};
