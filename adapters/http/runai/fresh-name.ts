import type { SubjectKind } from '../../../domain/foundation/ids.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';
import { freshIdOf, type Repeatable } from '../idempotency.ts';
import { Problem, shown } from '../problem.ts';

/** Something that is called by a name, and has an id. */
interface Named {
  readonly id: string;
  readonly name: string;
}

/** Something that is to have a name, and what there is of its kind. */
export interface NamedAsked {
  readonly kind: SubjectKind;
  readonly name: string;
  readonly rows: ReadonlyMap<string, Named>;
}

/** Room for the end of an id that was used before: a DNS label has 63 characters. */
const stemMax = 57;
const suffixLength = 5;

/**
 * The id of something that is to have a name: the name itself; where something that is gone had it, with an end of its
 * own, for an id is not used twice; where something of that name is there, its id.
 */
export const idForName = (brain: LiveBrain, request: Repeatable, asked: NamedAsked): string => {
  const { kind, name, rows } = asked;
  for (const row of rows.values()) if (row.name === name) return row.id;
  if (!brain.isIdUsed({ kind, id: name })) return name;
  const stem = name.slice(0, stemMax).replace(/-+$/, '');
  return `${stem}-${freshIdOf(request).slice(0, suffixLength)}`;
};

/** Something of that name was there already, and it was not this request that made it. */
export const nameTaken = (noun: string, name: string): Problem =>
  new Problem({
    slug: 'name-taken',
    status: 409,
    title: 'The name is taken',
    detail: `Another ${noun} is called ${JSON.stringify(shown(name))}.`,
    code: 'NameTaken',
    errors: [
      {
        pointer: '/name',
        in: 'body',
        value: shown(name),
        problem: `another ${noun} has this name`,
        remedy: 'choose another name, or change that one',
      },
    ],
  });
