import type { Either } from './fp.ts';

/**
 * The shape of everything that decides: an aggregate or a process.
 *
 * `decide` judges a command against a state and answers with facts or a rejection; a repeated command
 * answers `right([])`. `evolve` folds one fact into a state.
 * @source Chassaing, "Functional Event Sourcing Decider" · style guide §3
 */
export interface Decider<Command, State, Event, Rejection> {
  readonly initial: State;
  readonly decide: (command: Command, state: State) => Either<Rejection, readonly Event[]>;
  readonly evolve: (state: State, event: Event) => State;
}
