import { expect } from 'vitest';
import type { Decider } from '../../domain/foundation/decider.ts';
import type { PlainEvent } from '../../domain/foundation/event.ts';
import { left, right } from '../../domain/foundation/fp.ts';

/** What must come of a command: its facts in their order, or one rejection. */
export type Outcome<Event, Rejection> = readonly Event[] | readonly [Rejection];

/** What is said about a command. */
export interface Judged<Event, Rejection> {
  readonly then: (...outcome: Outcome<Event, Rejection>) => void;
  /** It is a repetition, or says nothing new. */
  readonly thenNothing: () => void;
}

/** The words of a specification: `given(…facts).when(command).then(…facts | rejection)`. */
export interface Given<Command, State, Event, Rejection> {
  /** What a command would be judged against. */
  readonly state: State;
  readonly when: (command: Command) => Judged<Event, Rejection>;
}

/**
 * The door of every specification of an aggregate: `const given = givenFor(workload)`.
 *
 * The facts given are folded from the beginning, so an impossible history fails by itself.
 */
export const givenFor =
  <
    Command,
    State,
    Event extends PlainEvent,
    Rejection extends { readonly _tag: string; readonly type?: never },
  >(
    decider: Decider<Command, State, Event, Rejection>,
  ) =>
  (...facts: readonly Event[]): Given<Command, State, Event, Rejection> => {
    const state = facts.reduce(decider.evolve, decider.initial);
    const judge = (command: Command): Judged<Event, Rejection> => ({
      // oxlint-disable-next-line unicorn/no-thenable -- the word of the style guide; nobody awaits a specification
      then: (...outcome) => {
        const [first] = outcome;
        const isRefusal = first !== undefined && '_tag' in first;
        expect(decider.decide(command, state)).toEqual(isRefusal ? left(first) : right(outcome));
      },
      thenNothing: () => {
        expect(decider.decide(command, state)).toEqual(right([]));
      },
    });
    return { state, when: judge };
  };
