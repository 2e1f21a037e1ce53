import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { SubjectKind } from '../../domain/foundation/ids.ts';

/** What a walk through legal histories knows while it goes on. */
export interface World {
  /** A number below `below`, off the tape; 0 when the tape has run out. */
  readonly draw: (below: number) => number;
  /** One of several things, off the tape. */
  readonly pick: <const Thing>(things: readonly Thing[]) => Thing;
  readonly isOver: () => boolean;
  /** Appends a fact to the log; the decider of its subject proves it legal. */
  readonly tell: (kind: SubjectKind, id: string, event: BerthEvent) => void;
  readonly phaseOf: (kind: SubjectKind, id: string) => string;
  readonly stateOf: (kind: SubjectKind, id: string) => object;
  readonly idsOf: (kind: SubjectKind) => readonly string[];
}
