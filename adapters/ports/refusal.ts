import type { BerthRejection } from '../../domain/catalogue/index.ts';
import type { Revision } from '../../domain/foundation/event.ts';

/** Somebody asked on the ground of what is no longer so. */
export interface RevisionMismatch {
  readonly _tag: 'RevisionMismatch';
  readonly expected: Revision;
  /** 0 where there is nothing of that id. */
  readonly actual: Revision;
}

/** What was asked would make a fact that no ledger takes; others are not affected. */
export interface FactTooLarge {
  readonly _tag: 'FactTooLarge';
  readonly cause: string;
  readonly remedy: string;
}

/** The id of the command was used before for something else. */
export interface CommandIdReused {
  readonly _tag: 'CommandIdReused';
  readonly commandId: string;
  /** What it was about the first time, as `kind/id`. */
  readonly subject: string;
}

/** A copy of what was sealed, and cannot be read any more, or not here. */
export interface SourceSealed {
  readonly _tag: 'SourceSealed';
  readonly sourceId: string;
  /** Its key was destroyed; otherwise the key is elsewhere. */
  readonly isShredded: boolean;
}

/** Why an ask was refused by a rule. */
export type Refusal =
  BerthRejection | RevisionMismatch | FactTooLarge | CommandIdReused | SourceSealed;
