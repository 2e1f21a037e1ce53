import { countText } from '../../domain/foundation/amount-text.ts';
import type { AskedAbout } from './asked-about.ts';
import { type ProblemError, type ProblemSaid, shown } from './problem-document.ts';

/** What one refusal says. */
export type RefusalSaid = Omit<ProblemSaid, 'slug'>;

/** A value that breaks a rule. */
export interface Field {
  readonly pointer: string;
  readonly value: unknown;
  readonly problem: string;
  readonly remedy?: string | undefined;
}

/** The subject is not there: 404. */
export const missing =
  (noun: string) =>
  (refusal: { readonly phase?: string }, { id, pointer }: AskedAbout): RefusalSaid => {
    const isGone = refusal.phase !== undefined && refusal.phase !== 'Absent';
    const problem = isGone ? `the ${noun} of that id is gone` : `there is no ${noun} of that id`;
    return {
      status: 404,
      title: isGone ? `The ${noun} is gone` : `No such ${noun}`,
      detail: `${noun} ${JSON.stringify(shown(id))}: ${problem}.`,
      errors: [{ pointer, value: shown(id), problem, remedy: `list the ${noun}s that there are` }],
    };
  };

/** The id stands for something else already: 409. */
export const exists =
  (noun: string) =>
  ({ phase }: { readonly phase: string }, { id, pointer }: AskedAbout): RefusalSaid => ({
    status: 409,
    title: `The ${noun} exists already`,
    detail: `${noun} ${id} is ${phase} with other data: an id is not used twice.`,
    errors: [
      {
        pointer,
        value: shown(id),
        problem: `is taken (${phase})`,
        remedy: 'choose another id, or ask for exactly what stands there',
      },
    ],
  });

/** A value breaks a rule: 422. */
export const field = (noun: string, about: AskedAbout, said: Field): RefusalSaid => ({
  status: 422,
  title: `The ${noun} cannot be like this`,
  detail: `${about.prefix}${said.pointer}: ${said.problem}.`,
  errors: [errorAt(about, said)],
});

/** One error of a refusal, with the pointer of the ask. */
export const errorAt = (
  { prefix }: AskedAbout,
  { pointer, value, problem, remedy }: Field,
): ProblemError => ({
  pointer: `${prefix}${pointer}`,
  value: shown(value),
  problem,
  remedy: remedy ?? deedOf(problem),
});

/** What to do about a problem that says what must be, or what is needed. */
const deedOf = (problem: string): string => {
  const [, wanted] = /^must be ([^:]+)/.exec(problem) ?? [];
  if (wanted !== undefined) return `send ${wanted === 'empty' ? 'an empty text' : wanted}`;
  const [, needed] = /needs (.+)$/.exec(problem) ?? [];
  return needed === undefined ? 'send another value' : `give it ${needed}, or leave it out`;
};

/** A field of the subject breaks a rule: 422. */
export const invalid =
  (noun: string) =>
  (refusal: Field, about: AskedAbout): RefusalSaid =>
    field(noun, about, refusal);

/** Something that the ask names is not there: 422, for the subject itself may well be. */
export const unknown = (
  noun: string,
  about: AskedAbout,
  at: Omit<Field, 'problem'>,
): RefusalSaid => ({
  status: 422,
  title: `No such ${noun}`,
  detail: `There is no ${noun} ${JSON.stringify(shown(at.value))}.`,
  errors: [
    errorAt(about, {
      ...at,
      problem: `there is no ${noun} of that id`,
      remedy: `create it first, or name one of the ${noun}s that there are`,
    }),
  ],
});

/** Why something cannot be done: the rule, the fact with its numbers, and the deed that helps. */
export interface Conflict {
  readonly title: string;
  readonly problem: string;
  readonly remedy: string;
}

/** It cannot be done as things stand: 409. */
export const conflict = (
  { id, pointer }: AskedAbout,
  { title, problem, remedy }: Conflict,
): RefusalSaid => ({
  status: 409,
  title,
  detail: `${JSON.stringify(shown(id))}: ${problem}.`,
  errors: [{ pointer, value: shown(id), problem, remedy }],
});

/** So many things that stand in the way: `1 project is left`, `2 projects are left`. */
export const leftText = (count: number, noun: string): string =>
  `${countText(count, noun)} ${count === 1 ? 'is' : 'are'} left`;

/** Somebody else has the name: 409. */
export const taken = (name: string, where: string, about: AskedAbout): RefusalSaid => ({
  status: 409,
  title: 'The name is taken',
  detail: `Another ${where} is called ${JSON.stringify(shown(name))}.`,
  errors: [
    errorAt(about, {
      pointer: '/name',
      value: name,
      problem: `another ${where} has this name`,
      remedy: 'choose another name',
    }),
  ],
});
