/** What the mutation tester and the process that holds the specs say to each other. */

/** One run of every spec, to learn which mutants each reaches; or some specs against one mutant. */
export type Ask =
  | { readonly type: 'learn' }
  | {
      readonly type: 'try';
      readonly mutant: string;
      /** Those that reach it, the quickest first. */
      readonly specs: readonly Timed[];
      readonly hitsMax: number | undefined;
    };

/** A spec, and how long it takes without a mutant. @shape `isWide` one that needs all its cases @unit ms of processor time */
export interface Timed {
  readonly id: string;
  readonly tookMs: number;
  readonly isWide: boolean;
}

/** A spec as it went without a mutant. */
export interface Learnt extends Timed {
  readonly failure: string | undefined;
}

/** How often each mutant was reached, at import and by each spec. */
export interface Coverage {
  readonly static: Readonly<Record<string, number>>;
  readonly perTest: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/**
 * An answer, or news on the way to one.
 *
 * @unit `atMostMs` ms of processor time: the clock of one machine that is shared says little
 */
export type Answer =
  | { readonly type: 'ready' }
  | { readonly type: 'spec'; readonly atMostMs: number }
  | { readonly type: 'learnt'; readonly specs: readonly Learnt[]; readonly coverage: Coverage }
  | { readonly type: 'killed'; readonly by: string; readonly message: string; readonly met: number }
  | { readonly type: 'survived'; readonly met: number }
  /** Mutated loops went on for ever, or nearly. */
  | { readonly type: 'endless' }
  /** A spec that a mutant had broken stays broken without it: no answer of this process counts any more. */
  | { readonly type: 'spoilt' };

/** The name of the channel between the thread of the specs and the process around it. */
export const channelName = 'berth-mutants';
