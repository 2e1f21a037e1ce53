import { existsSync } from 'node:fs';
import { isLeft } from '../../domain/foundation/fp.ts';
import { type Difference, runVectors, type VectorOutcome } from '../main/vectors/run-vectors.ts';
import { complain } from './complain.ts';
import { exitCodes } from './exit-codes.ts';
import { type Terminal, write } from './terminal.ts';

/** `berth vectors`'s arguments. */
export interface VectorsArguments {
  readonly files: readonly string[];
  /** Need not be there. */
  readonly exceptions: string;
}

/** `berth vectors FILE...`: exit 0 when every case passes or is listed as an exception, 1 when one is neither. */
export const vectors = async (
  terminal: Terminal,
  { files, exceptions }: VectorsArguments,
): Promise<number> => {
  const outcome = await runVectors(files, existsSync(exceptions) ? exceptions : undefined);
  if (isLeft(outcome)) return complain(terminal, outcome.left);
  const played = outcome.right;
  const lines = [...played.map(lineOf), { summary: summaryOf(played) }];
  await write(terminal.stdout, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const unlisted = played.filter((one) => !isPassed(one) && one.exception === undefined);
  const needless = played.filter((one) => isPassed(one) && one.exception !== undefined);
  await write(terminal.stderr, [...unlisted.map(failureOf), ...needless.map(needlessOf)].join(''));
  return unlisted.length === 0 ? exitCodes.ok : exitCodes.failure;
};

const isPassed = ({ differences }: VectorOutcome): boolean => differences.length === 0;

const lineOf = (one: VectorOutcome) => ({
  id: one.id,
  mode: one.mode,
  pass: isPassed(one),
  differences: one.differences,
  ...(one.exception === undefined ? {} : { exception: one.exception }),
  ...(one.vacuous.length === 0 ? {} : { vacuous: one.vacuous }),
});

/** How many cases there are, pass, fail, and fail as an exception says. */
interface Tally {
  readonly cases: number;
  readonly passed: number;
  readonly failed: number;
  readonly excepted: number;
}

const summaryOf = (played: readonly VectorOutcome[]) => ({
  ...tallyOf(played),
  byNeeds: Object.fromEntries(
    [...new Set(played.flatMap(needsOf))]
      .toSorted()
      .map((need) => [need, tallyOf(played.filter((one) => needsOf(one).includes(need)))]),
  ),
});

const needsOf = ({ needs }: VectorOutcome): readonly string[] =>
  needs.length === 0 ? ['plain'] : needs;

const tallyOf = (played: readonly VectorOutcome[]): Tally => {
  const passed = played.filter(isPassed).length;
  const excepted = played.filter((one) => !isPassed(one) && one.exception !== undefined).length;
  return { cases: played.length, passed, failed: played.length - passed - excepted, excepted };
};

const failureOf = ({ file, id, differences }: VectorOutcome): string =>
  differences
    .slice(0, 1)
    .map((one) => `error: case ${id} fails: ${saidOf(one)}\n  at: ${file}, ${one.at}\n`)
    .join('');

/** The first thing that is wrong, in a sentence. */
const saidOf = ({ problem, task, round, expected, got }: Difference): string => {
  if (problem !== undefined) return problem;
  const who = task === undefined ? '' : `${task} `;
  const when = round === undefined ? '' : ` in round ${round}`;
  return `${who}expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}${when}`;
};

const needlessOf = ({ file, id }: VectorOutcome): string =>
  `warning: case ${id} is listed as an exception, but passes\n  at: ${file}\n`;
