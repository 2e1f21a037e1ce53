/**
 * A defect of our own: something that the rules make impossible has happened.
 *
 * Nobody catches it to go on; the brain closes with the reason and only `src/main` ends the process.
 * @source style guide §6
 */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
}

/**
 * States what must hold at this point, in every build.
 *
 * `reason` may be a function, so that a hot loop does not build a sentence that nobody reads.
 * @throws InvariantViolation when the condition is false.
 */
export function invariant(holds: boolean, reason: string | (() => string)): asserts holds {
  if (!holds) throw new InvariantViolation(typeof reason === 'string' ? reason : reason());
}
