import { closestTo } from '../../../domain/foundation/closest.ts';
import { Problem, type ProblemError, shown } from '../problem.ts';

/** What is wrong with a body, gathered while it is read, so that all of it is told at once. */
export interface Errors {
  /** Notes a value that cannot stand. */
  readonly add: (pointer: string, value: unknown, said: Said) => void;
  /** @throws Problem when anything was noted */
  readonly raise: (title: string) => void;
}

/** What is wrong with a value, and what to do about it. */
interface Said {
  readonly problem: string;
  readonly remedy: string;
}

/** Nothing is wrong yet. */
export const noErrors = (): Errors => {
  const found: ProblemError[] = [];
  return {
    add: (pointer, value, { problem, remedy }) => {
      found.push({ pointer, in: 'body', value: shown(value), problem, remedy });
    },
    raise: (title) => {
      const [first] = found;
      if (first === undefined) return;
      const detail = `${first.pointer} ${first.problem}: ${first.remedy}.`;
      throw new Problem({ slug: 'unprocessable', status: 422, title, detail, errors: found });
    },
  };
};

/** Says of a reference that there is no such thing, and what may have been meant. */
export const noneSuch = (noun: string, id: string, ids: Iterable<string>): Said => {
  const near = id.length > 64 ? [] : closestTo(id, ids);
  return {
    problem: `is no ${noun}`,
    remedy: near.length === 0 ? `name one of the ${noun}s` : `did you mean ${near.join(' or ')}?`,
  };
};
