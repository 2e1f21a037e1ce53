import {
  readVectorExceptions,
  readVectorFile,
  type Vector,
  type VectorException,
  type VectorRefusal,
} from '../../../adapters/traces/index.ts';
import type { InputFault } from '../../../adapters/ports/scenario.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { type Difference, vacuousIn } from './compare.ts';
import { playVector } from './play-vector.ts';

export type { Difference } from './compare.ts';

/** What became of a case. @shape `exception` is the reason that is listed for it */
export interface VectorOutcome {
  readonly id: string;
  readonly mode: string;
  readonly file: string;
  readonly needs: readonly string[];
  readonly differences: readonly Difference[];
  /** Expectations about what the case does not have. */
  readonly vacuous: readonly string[];
  readonly exception?: string;
}

/** Plays every case of the files, and looks each one up in the list of exceptions, if there is one. */
export const runVectors = async (
  files: readonly string[],
  exceptionsFile: string | undefined,
): Promise<Either<InputFault, readonly VectorOutcome[]>> => {
  const listed =
    exceptionsFile === undefined ? right([]) : await readVectorExceptions(exceptionsFile)();
  if (isLeft(listed)) return listed;
  const outcomes: VectorOutcome[] = [];
  for (const file of files) {
    const read = await readVectorFile(file)();
    if (isLeft(read)) return read;
    for (const one of read.right) outcomes.push(excepted(outcomeOf(file, one), listed.right));
  }
  return right(outcomes);
};

const outcomeOf = (file: string, one: Either<VectorRefusal, Vector>): VectorOutcome => {
  if (isLeft(one)) {
    const { id, pointer: at, problem } = one.left;
    const refused = { at, problem: `${file}: ${problem}` };
    return { id, mode: '', file, needs: [], differences: [refused], vacuous: [] };
  }
  const { id, mode, needs = [] } = one.right;
  return {
    id,
    mode,
    file,
    needs,
    differences: playVector(one.right),
    vacuous: vacuousIn(one.right),
  };
};

const excepted = (one: VectorOutcome, listed: readonly VectorException[]): VectorOutcome => {
  const found = listed.find(({ id, mode }) => id === one.id && mode === one.mode);
  return found === undefined ? one : { ...one, exception: found.reason };
};
