import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { fairShares } from '../../../domain/allocation/index.ts';
import { shareTrees } from '../../arbitraries/kernel/shares.ts';
import { digest, type History, played, type Told } from './history.ts';
import { madeHistories } from './made.ts';
import { drawnHistories } from './drawn.ts';
import { themes } from './themes.ts';

/** Something that is decided again: plan by plan what was told and what came of it. */
export interface Case {
  readonly name: string;
  readonly tell: () => Iterable<Told>;
}

const caseOf = ({ name, make }: { readonly name: string; readonly make: () => History }): Case => ({
  name,
  tell: () => played(make()),
});

/** Pools that are divided; each stands for a plan. */
const divisions: readonly Case[] = Array.from({ length: 10 }, (_, seed) => ({
  name: `divided pools ${seed + 1}`,
  tell: () =>
    fc.sample(fc.noBias(shareTrees), { seed: seed + 1, numRuns: 48 }).map((tree) => ({
      inputs: digest(tree, 2),
      plan: digest([...fairShares(tree.total, tree.queues, tree.usageFactorMilli)], 4),
    })),
}));

/** All that is recorded. */
export const cases = (): readonly Case[] => [
  ...madeHistories.map(caseOf),
  ...drawnHistories(themes).map(caseOf),
  ...divisions,
];

/**
 * What a version of the kernel decided.
 *
 * @shape by the name of a history, plan after plan a word of six digits: two of what was told, four of what was decided.
 * Whoever changes the kernel or the generators so that it decides otherwise, while that version is not released, records
 * anew: `node test/golden/decisions/record.ts`. Once it is released, the version is raised instead.
 */
export interface Recorded {
  readonly kernel: string;
  readonly decisions: Readonly<Record<string, string>>;
}

/** The file in which they stand. */
export const recordedFile = new URL('kernel.json', import.meta.url);

/** What was recorded last. */
export const recorded = (): Recorded => JSON.parse(readFileSync(recordedFile, 'utf8'));

/** The words of a case, as they are recorded. */
export const wordsOf = ({ tell }: Case): string =>
  Array.from(tell(), ({ inputs, plan }) => `${inputs}${plan}`).join(' ');

/** Where two recordings part, and through whom; nothing where they do not. */
export const parting = (before: string, now: string): string | undefined => {
  if (before === now) return undefined;
  const [old, fresh] = [before.split(' '), now.split(' ')];
  const at = old.findIndex((word, index) => word !== fresh[index]);
  const plan = at < 0 ? old.length : at;
  const [was = '', is = ''] = [old[plan], fresh[plan]];
  const isToldAlike = was !== '' && is !== '' && was.slice(0, 2) === is.slice(0, 2);
  return isToldAlike
    ? `plan ${plan} of ${old.length} decides otherwise after the same facts`
    : `plan ${plan} of ${old.length} is told something else: the generators of the tests are others`;
};
