import { isId } from '../foundation/ids.ts';
import type { InvalidSpec } from './rejections.ts';

/** Most characters of a name. */
const nameLengthMax = 253;

/** Says what keeps a text from being a name, or nothing. */
export const nameProblem = (pointer: string, name: string): InvalidSpec | undefined => {
  if (name.length === 0) return invalid({ pointer, value: name, problem: 'Empty', bound: 1 });
  if (name.length > nameLengthMax) {
    return invalid({ pointer, value: name.length, problem: 'AboveBound', bound: nameLengthMax });
  }
  if (!name.isWellFormed()) return invalid({ pointer, value: name, problem: 'NotWellFormed' });
  return undefined;
};

/** Says what keeps a text from being an id, or nothing. */
export const idProblem = (pointer: string, id: string): InvalidSpec | undefined =>
  isId(id) ? undefined : invalid({ pointer, value: id, problem: 'NotAnId' });

/** Says what keeps a number from being whole, at least 0 or so much, and not above a bound. */
export const boundedProblem = (
  pointer: string,
  value: number | undefined,
  { least = 0, most }: { readonly least?: number; readonly most: number },
): InvalidSpec | undefined => {
  if (value === undefined) return undefined;
  const problem = wholeProblem(pointer, value, least);
  if (problem !== undefined || value <= most) return problem;
  return invalid({ pointer, value, problem: 'AboveBound', bound: most });
};

/** Says what keeps a number from being whole and at least so much, or nothing. */
export const wholeProblem = (
  pointer: string,
  value: number,
  least: number,
): InvalidSpec | undefined =>
  Number.isSafeInteger(value) && value >= least
    ? undefined
    : invalid({ pointer, value, problem: 'NotAWholeNumber', bound: least });

/** A key as a part of a JSON pointer. @source RFC 6901 §3 */
export const pointerPart = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** A submission that cannot mean anything, for one reason. */
export const invalid = (problem: Omit<InvalidSpec, '_tag'>): InvalidSpec => ({
  _tag: 'InvalidSpec',
  ...problem,
});
