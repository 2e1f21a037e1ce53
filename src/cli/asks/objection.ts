import { closestTo } from '../../../domain/foundation/closest.ts';
import { isDnsLabel, shortened } from '../../../domain/foundation/field.ts';
import { exitCodes } from '../exit-codes.ts';
import { idsOf, type World } from './world.ts';

/** Why something cannot be asked for as it was written, and where that stands in it. */
export interface Objection {
  /** A path into the document such as `spec.department`. */
  readonly path: string;
  readonly problem: string;
  readonly remedy: string;
  readonly exitCode: number;
}

/** Makes an objection of usage. */
export const objection = (path: string, problem: string, remedy: string): Objection => ({
  path,
  problem,
  remedy,
  exitCode: exitCodes.usage,
});

/** Tells an objection from what was wanted. */
export const isObjection = (value: object): value is Objection =>
  'problem' in value && 'path' in value;

/** What keeps a text from being the id of a unit. */
export const idObjection = (id: string): Objection | undefined =>
  isDnsLabel(id)
    ? undefined
    : objection(
        'metadata.name',
        `'${id}' can be no id`,
        'use a-z, 0-9 and "-" inside, at most 63 of them',
      );

/** What keeps a text from being the name of a workload. */
export const nameObjection = (name: string): Objection | undefined =>
  isDnsLabel(name)
    ? undefined
    : objection(
        'metadata.name',
        `'${shortened(name)}' can be no name`,
        'use a-z, 0-9 and "-" inside, at most 63 of them',
      );

/** What keeps something from leaning on a thing: that it is not there. */
export const missingObjection = (
  world: World,
  noun: Parameters<typeof idsOf>[1],
  { id, path }: { readonly id: string; readonly path: string },
): Objection | undefined => {
  const known = idsOf(world, noun);
  if (known.includes(id)) return undefined;
  const close = closestTo(id, known);
  const none = known.length === 0 ? `there are none yet: berth ${noun} create` : undefined;
  const remedy =
    close.length > 0
      ? `did you mean ${close.join(' or ')}?`
      : (none ?? `berth ${noun} list names all ${known.length}`);
  return { path, problem: `there is no ${noun} '${id}'`, remedy, exitCode: exitCodes.notFound };
};

/** Says that something is there already and is otherwise than it was asked for. */
export const fixedObjection = (
  path: string,
  { what, now, remedy }: { readonly what: string; readonly now: string; readonly remedy: string },
): Objection => ({
  path,
  problem: `${what} is '${now}' and stays so`,
  remedy,
  exitCode: exitCodes.conflict,
});
