import { closestTo } from '../../../domain/foundation/closest.ts';
import { Problem, shown } from '../problem.ts';

/** Most ids that are looked through for one that was meant. */
const comparedMax = 2_000;

/** There is nothing of that id; names what may have been meant. */
export const noSuch = (noun: string, id: string, ids: Iterable<string>): Problem => {
  const near = id.length > 64 ? [] : closestTo(id, firstOf(ids));
  return new Problem({
    slug: `${noun.replaceAll(' ', '-')}-not-found`,
    status: 404,
    title: `No such ${noun}`,
    detail: `There is no ${noun} ${JSON.stringify(shown(id))}.`,
    errors: [
      {
        pointer: '/id',
        in: 'path',
        value: shown(id),
        problem: `there is no ${noun} of that id`,
        remedy: near.length === 0 ? `list the ${noun}s` : `did you mean ${near.join(' or ')}?`,
      },
    ],
  });
};

function* firstOf(ids: Iterable<string>): Iterable<string> {
  let seen = 0;
  for (const id of ids) {
    if (seen === comparedMax) return;
    seen += 1;
    yield id;
  }
}
