import { closestTo } from '../../../domain/foundation/closest.ts';
import { Problem, type ProblemError, shown } from '../problem.ts';

/** What is wrong with a body, gathered while it is read, so that all of it is told at once. */
export class Errors {
  readonly #found: ProblemError[] = [];

  /** Notes a value that cannot stand. */
  add(
    pointer: string,
    value: unknown,
    said: { readonly problem: string; readonly remedy: string },
  ): void {
    this.#found.push({ pointer, in: 'body', value: shown(value), ...said });
  }

  /** @throws Problem when anything was wrong */
  raise(title: string): void {
    const [first] = this.#found;
    if (first === undefined) return;
    throw new Problem({
      slug: 'unprocessable',
      status: 422,
      title,
      detail: `${first.pointer} ${first.problem}: ${first.remedy}.`,
      errors: this.#found,
    });
  }
}

/** Says of a reference that there is no such thing, and what may have been meant. */
export const noneSuch = (noun: string, id: string, ids: Iterable<string>) => {
  const near = id.length > 64 ? [] : closestTo(id, ids);
  return {
    problem: `is no ${noun}`,
    remedy: near.length === 0 ? `name one of the ${noun}s` : `did you mean ${near.join(' or ')}?`,
  };
};
