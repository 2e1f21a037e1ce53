import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { Revision } from '../../../domain/foundation/event.ts';

/** What was kept of a moment: of each part what lived then, and what had ended until then. */
export interface KeptParts {
  /** @throws PartMissing */
  readonly live: (part: string) => unknown;
  /** What had ended, in the order of its keeping: later pieces know better. @throws PartMissing */
  readonly ended: (part: string) => readonly unknown[];
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

/** Folds that are kept together. */
export interface Suite<State> {
  readonly kind: string;
  /** Facts that cost as much to fold as one should wait for them at most. */
  readonly factsMax: number;
  readonly initial: () => State;
  readonly load: (parts: KeptParts) => State;
  /** Folds one fact, in place. */
  readonly apply: (state: State, fact: BerthRecorded) => void;
  readonly keep: (state: State, since: Since) => Readonly<Record<string, Part>>;
}

/** The name of what has ended of a part. */
export const endedOf = (part: string): string => `${part}, ended`;
