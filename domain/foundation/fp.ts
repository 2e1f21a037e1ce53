/**
 * The only door to fp-ts: the dozen words that Berth speaks, so that the library can be replaced in one file.
 *
 * `Either` carries a decision or a parse; `TaskEither` carries a call to the outside.
 * @source style guide §6 · fp-ts 2.16 (`Either`, `TaskEither`, `function`)
 */
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';

/** A value that is either a refusal (`left`) or an answer (`right`). */
export type Either<L, R> = E.Either<L, R>;

/** A call to the outside that ends in a fault (`left`) or an answer (`right`) and never throws. */
export type TaskEither<L, R> = TE.TaskEither<L, R>;

/** Builds a refusal. */
export const left = E.left;
/** Builds an answer. */
export const right = E.right;
/** Tells whether an `Either` is a refusal. */
export const isLeft = E.isLeft;
/** Tells whether an `Either` is an answer. */
export const isRight = E.isRight;

/** Written out, because an inferred type would name a module of fp-ts in a way that programs of others cannot resolve. */
const tryCatch: <L, R>(
  call: () => Promise<R>,
  faultOf: (reason: unknown) => L,
) => TaskEither<L, R> = TE.tryCatch;

/** The words for calls to the outside: `TE.tryCatch` turns plain async code into a `TaskEither`. */
export const task = {
  left: TE.left,
  right: TE.right,
  tryCatch,
  map: TE.map,
  flatMap: TE.flatMap,
} as const;
