import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { Revision } from '../../../domain/foundation/event.ts';

/** What was kept of a moment: of each part what lived then, and what had ended until then. */
export interface KeptParts {
  /** @throws PartMissing */
  readonly live: (part: string) => unknown;
  /** What had ended, each piece read when it is come to; of two pieces the one that was kept later knows better. @throws PartMissing */
  readonly ended: (part: string, order: 'oldest first' | 'newest first') => Iterable<unknown>;
}

/** Something of a moment was kept and is not whole any more. */
export class PartMissing extends Error {
  public override readonly name = 'PartMissing';
}

/** What has happened since a moment was kept the last time. */
export interface Since {
  readonly revision: Revision;
  /** The workloads that any fact was about. */
  readonly touched: ReadonlySet<string>;
}

/** One part of a moment, to be kept. */
export interface Part {
  readonly live: unknown;
  /** What has ended since, and will hardly change any more; absent where a part has nothing of the kind. */
  readonly ended?: unknown;
}

/** Work that somebody else may get a turn in: between any two steps. */
export type Steps<Answer> = Generator<undefined, Answer, undefined>;

/** Does work step by step, and lets others have their turn after some. @unit `sliceMs`: ms */
export const inSlices = async <Answer>(steps: Steps<Answer>, sliceMs: number): Promise<Answer> => {
  for (let beganAt = performance.now(); ;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (performance.now() - beganAt < sliceMs) continue;
    await new Promise(setImmediate);
    beganAt = performance.now();
  }
};

/** Folds that are kept together. */
export interface Suite<State> {
  /** What they are called, and what the bytes mean that were kept of them: two words. */
  readonly kind: string;
  /** Facts that cost as much to fold as one should wait for them at most. */
  readonly factsMax: number;
  /** What all that is kept may weigh of the facts that it was kept of; of all suites together 0.32. */
  readonly shareMax: number;
  readonly initial: () => State;
  readonly load: (parts: KeptParts) => Steps<State>;
  /** Folds one fact, in place. */
  readonly apply: (state: State, fact: BerthRecorded) => void;
  readonly keep: (state: State, since: Since) => Readonly<Record<string, Part>>;
}

/** The name of what has ended of a part. */
export const endedOf = (part: string): string => `${part}, ended`;
