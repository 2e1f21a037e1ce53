/** A flag that cannot be as it was written. */
export interface FlagProblem {
  readonly flag: string;
  readonly problem: string;
  readonly remedy: string;
}

/** Tells a problem from what was read; labels may have any keys, but no flag for a value. */
export const isProblem = (value: object | undefined): value is FlagProblem =>
  value !== undefined &&
  'flag' in value &&
  'problem' in value &&
  'remedy' in value &&
  /^(--|NAME$|ID$)/.test(String(value.flag));

/** A problem of a flag as it is printed. */
export const textOfProblem = ({ flag, problem, remedy }: FlagProblem): string =>
  `error: ${problem}\n  at: ${flag}\n  remedy: ${remedy}\n`;
