import { type ChildProcess, fork } from 'node:child_process';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawAndKeep, isDrawn, keep, kept, type Planned } from './draw.ts';
import { isMissed, keyOf, type Mutant } from './survivors.ts';
import type { Answer, Ask, Timed } from './talk.ts';

/** What the mutation tester asks of a runner; declared here, for its own types are not among our dependencies. */
interface MutantRun {
  readonly activeMutant: { readonly id: string };
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
}

const host = fileURLToPath(new URL('./host.ts', import.meta.url));

/** Runs the specs of the kernel in a process that stays for many mutants, and that is made anew when one spoils it. */
class KernelRunner {
  #child: ChildProcess | undefined;
  #specs: ReadonlyMap<string, Timed> | undefined;

  capabilities(): object {
    return { reloadEnvironment: false };
  }

  async dryRun(): Promise<object> {
    const answer = await this.#ask({ type: 'learn' });
    if (answer.type !== 'learnt') return { status: 'error', errorMessage: answer.type };
    keep(
      'specs',
      answer.specs.map(({ id, tookMs, isWide }) => ({ id, tookMs, isWide })),
    );
    const tests = answer.specs.map(({ id, failure, tookMs }) => ({
      id,
      name: id,
      fileName: id.split('#')[0],
      timeSpentMs: Math.ceil(tookMs),
      ...(failure === undefined ? { status: 0 } : { status: 1, failureMessage: failure }),
    }));
    return { status: 'complete', tests, mutantCoverage: answer.coverage };
  }

  async mutantRun({ activeMutant, testFilter = [], hitLimit }: MutantRun): Promise<object> {
    if (!isDrawn(activeMutant.id)) return { status: 'error', errorMessage: 'not drawn' };
    const specs = this.#quickestFirst(testFilter);
    const ask: Ask = { type: 'try', mutant: activeMutant.id, specs, hitsMax: hitLimit };
    let answer = await this.#askOrEnd(ask);
    // What was told in a spoilt process is told again in a new one; the same again is then the fault of this mutant.
    if (answer.type === 'spoilt') answer = await this.#askOrEnd(ask);
    switch (answer.type) {
      case 'killed':
        return {
          status: 'killed',
          killedBy: [answer.by],
          failureMessage: answer.message,
          nrOfTests: answer.met,
        };
      case 'spoilt':
        return { status: 'killed', killedBy: [], failureMessage: 'spoils others', nrOfTests: 1 };
      case 'survived':
        return { status: 'survived', nrOfTests: answer.met };
      case 'endless':
        return { status: 'timeout' };
      default:
        return { status: 'error', errorMessage: answer.type };
    }
  }

  dispose(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  #quickestFirst(ids: readonly string[]): readonly Timed[] {
    this.#specs ??= new Map(kept<readonly Timed[]>('specs')?.map((one) => [one.id, one]));
    return ids.flatMap((id) => this.#specs?.get(id) ?? []).toSorted((a, b) => a.tookMs - b.tookMs);
  }

  async #askOrEnd(ask: Ask): Promise<Answer> {
    const answer = await this.#ask(ask);
    if (answer.type === 'endless' || answer.type === 'spoilt') this.dispose();
    return answer;
  }

  async #ask(ask: Ask): Promise<Answer> {
    const child = (this.#child ??= await started());
    const answer = answerOf(child);
    child.send(ask);
    return answer;
  }
}

const answerOf = (child: ChildProcess): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const gone = (): void => reject(new Error('The process that holds the specs has ended.'));
    child.once('exit', gone);
    child.once('message', (answer: Answer) => {
      child.off('exit', gone);
      resolve(answer);
    });
  });

const started = async (): Promise<ChildProcess> => {
  const child = fork(host, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await answerOf(child);
  return child;
};

interface Tried extends Mutant {
  readonly fileName: string;
}

/** Draws the sample once it is known which mutants there are, and tells of each that is missed. */
class Sampler {
  onMutationTestingPlanReady({ mutantPlans }: { readonly mutantPlans: readonly Planned[] }): void {
    drawAndKeep(mutantPlans);
  }

  onMutantTested(mutant: Tried): void {
    if (!isMissed(mutant) || !isDrawn(mutant.id)) return;
    process.stdout.write(`missed ${keyOf(relative('.', mutant.fileName), mutant)}\n`);
  }
}

/** What this file adds to the mutation tester. */
export const strykerPlugins = [
  { kind: 'TestRunner', name: 'kernel', injectableClass: KernelRunner },
  { kind: 'Reporter', name: 'sample', injectableClass: Sampler },
];
