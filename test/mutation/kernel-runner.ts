import { relative } from 'node:path';
import { type Asker, createAsker } from './asker.ts';
import { type Draw, drawAndKeep, isDrawn, keep, kept, type Planned } from './draw.ts';
import { isMissed, keyOf, type Mutant } from './survivors.ts';
import type { Answer, Ask, Timed } from './talk.ts';

/** What the mutation tester asks of a runner; declared here, for its own types are not among our dependencies. */
interface MutantRun {
  readonly activeMutant: { readonly id: string };
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
}

/** Runs all specs without a mutant, and keeps how long each takes. */
const dryRun = async ({ ask }: Asker): Promise<object> => {
  const answer = await ask({ type: 'learn' });
  if (answer.type !== 'learnt') return { status: 'error', errorMessage: answer.type };
  const all = answer.specs.map(({ id, tookMs, isWide }): Timed => ({ id, tookMs, isWide }));
  keep('specs', all);
  const tests = answer.specs.map(({ id, failure, tookMs }) => ({
    id,
    name: id,
    fileName: id.split('#')[0],
    timeSpentMs: Math.ceil(tookMs),
    ...(failure === undefined ? { status: 0 } : { status: 1, failureMessage: failure }),
  }));
  return { status: 'complete', tests, mutantCoverage: answer.coverage };
};

const resultOf = (answer: Answer): object => {
  switch (answer.type) {
    case 'killed': {
      const { by, message, met } = answer;
      return { status: 'killed', killedBy: [by], failureMessage: message, nrOfTests: met };
    }
    case 'spoilt':
      return { status: 'killed', killedBy: [], failureMessage: 'spoils others', nrOfTests: 1 };
    case 'survived':
      return { status: 'survived', nrOfTests: answer.met };
    case 'endless':
      return { status: 'timeout' };
    case 'ready':
    case 'spec':
    case 'learnt':
      return { status: 'error', errorMessage: answer.type };
  }
};

let timed: ReadonlyMap<string, Timed> | undefined;

const quickestFirst = (ids: readonly string[]): readonly Timed[] => {
  const known = (timed ??= new Map(kept<readonly Timed[]>('specs')?.map((one) => [one.id, one])));
  const quickMs = kept<Draw>('draw')?.quickMs ?? Number.POSITIVE_INFINITY;
  return ids
    .flatMap((id) => known.get(id) ?? [])
    .filter(({ tookMs }) => tookMs <= quickMs)
    .toSorted((a, b) => a.tookMs - b.tookMs);
};

const mutantRun = async (
  { ask }: Asker,
  { activeMutant, testFilter = [], hitLimit }: MutantRun,
): Promise<object> => {
  if (!isDrawn(activeMutant.id)) return { status: 'error', errorMessage: 'not drawn' };
  const specs = quickestFirst(testFilter);
  const question: Ask = { type: 'try', mutant: activeMutant.id, specs, hitsMax: hitLimit };
  const answer = await ask(question);
  // What was told in a spoilt process is told again in a new one; the same again is then the fault of this mutant.
  return resultOf(answer.type === 'spoilt' ? await ask(question) : answer);
};

/** Runs the specs of the kernel in a process that stays for many mutants, and that is made anew when one spoils it. */
const createRunner = (): object => {
  const asker = createAsker();
  return {
    capabilities: () => ({ reloadEnvironment: false }),
    dryRun: () => dryRun(asker),
    mutantRun: (run: MutantRun) => mutantRun(asker, run),
    dispose: asker.close,
  };
};

interface Tried extends Mutant {
  readonly fileName: string;
}

/** Draws the sample once it is known which mutants there are, and tells of each that is missed. */
const createSampler = (): object => ({
  onMutationTestingPlanReady: ({ mutantPlans }: { readonly mutantPlans: readonly Planned[] }) =>
    drawAndKeep(mutantPlans),
  onMutantTested: (mutant: Tried): void => {
    if (!isMissed(mutant) || !isDrawn(mutant.id)) return;
    process.stdout.write(`missed ${keyOf(relative('.', mutant.fileName), mutant)}\n`);
  },
});

/** What this file adds to the mutation tester. */
export const strykerPlugins = [
  { kind: 'TestRunner', name: 'kernel', factory: createRunner },
  { kind: 'Reporter', name: 'sample', factory: createSampler },
];
