import { globSync } from 'node:fs';
import { cwd } from 'node:process';
import { describe, it, type RunnerTask, type RunnerTestCase, TestRunner } from 'vitest';
import { pace, usualCases } from './pace.ts';
import {
  type Answer,
  type Ask,
  channelName,
  type Coverage,
  type Learnt,
  type Timed,
} from './talk.ts';

/**
 * All specs of the kernel in one thread that stays: mutants are told one after another, and each meets the specs that
 * reach it, the quickest first, without loading anything again.
 */
const found = globSync(
  'test/{domain/allocation,scenarios,vectors,golden/decisions}/**/*.spec.ts',
).toSorted();

/** What the mutated sources and the mutation tester share. */
interface Switch {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: Coverage;
  /** Nobody asks any more who reaches what: see `host.ts`. */
  isTrying?: boolean;
}

const mutated: Switch = {};
Object.assign(globalThis, { __stryker__: mutated });
const channel = new BroadcastChannel(channelName);
const say = (answer: Answer): void => channel.postMessage(answer);

const specsIn = (
  tasks: readonly RunnerTask[],
  path: string,
): readonly (readonly [string, RunnerTestCase])[] =>
  tasks.flatMap((task) => {
    const name = `${path}${path.endsWith('#') || path === '' ? '' : ' › '}${task.name}`;
    if (task.type === 'suite') return specsIn(task.tasks, path === '' ? `${task.name}#` : name);
    return path === '' || task.mode === 'skip' ? [] : [[name, task] as const];
  });

const failureOf = async (spec: RunnerTestCase, isWide: boolean): Promise<string | undefined> => {
  pace.casesMax = isWide ? Number.POSITIVE_INFINITY : usualCases;
  try {
    await TestRunner.getTestFn(spec)();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const threadMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

const learn = async (specs: ReadonlyMap<string, RunnerTestCase>): Promise<Answer> => {
  const learnt: Learnt[] = [];
  for (const [id, spec] of specs) {
    say({ type: 'spec', atMostMs: 120_000 });
    mutated.currentTestId = id;
    const before = threadMs();
    let failure = await failureOf(spec, false);
    const isWide = failure !== undefined;
    if (isWide) failure = await failureOf(spec, true);
    const tookMs = threadMs() - before;
    mutated.currentTestId = undefined;
    learnt.push({ id, failure, tookMs, isWide });
  }
  return {
    type: 'learnt',
    specs: learnt,
    coverage: mutated.mutantCoverage ?? { static: {}, perTest: {} },
  };
};

/** Longer than a law gives each of its cases, so that this law tells of an endless loop itself. */
const atMostOf = ({ tookMs }: Timed): number => 6000 + 5 * tookMs;

const verdictOf = (failed: { by: string; message: string; met: number }): Answer =>
  mutated.hitLimit !== undefined && (mutated.hitCount ?? 0) > mutated.hitLimit
    ? { type: 'endless' }
    : { type: 'killed', ...failed };

const tryOut = async (
  specs: ReadonlyMap<string, RunnerTestCase>,
  ask: Ask & { readonly type: 'try' },
): Promise<Answer> => {
  mutated.isTrying = true;
  mutated.hitCount = 0;
  mutated.hitLimit = ask.hitsMax;
  for (const [met, timed] of ask.specs.entries()) {
    const spec = specs.get(timed.id);
    if (spec === undefined) continue;
    say({ type: 'spec', atMostMs: atMostOf(timed) });
    mutated.activeMutant = ask.mutant;
    const message = await failureOf(spec, timed.isWide);
    mutated.activeMutant = undefined;
    if (message === undefined) continue;
    const verdict = verdictOf({ by: timed.id, message, met: met + 1 });
    say({ type: 'spec', atMostMs: atMostOf(timed) });
    return (await failureOf(spec, timed.isWide)) === undefined ? verdict : { type: 'spoilt' };
  }
  return { type: 'survived', met: ask.specs.length };
};

it('answers until it is ended', async ({ task }) => {
  const specs = new Map(specsIn(task.file.tasks, ''));
  const asks: Ask[] = [];
  let wake = (): void => {};
  channel.onmessage = ({ data }: { data: Ask | Answer }): void => {
    if (data.type !== 'learn' && data.type !== 'try') return;
    asks.push(data);
    wake();
  };
  say({ type: 'ready' });
  for (;;) {
    const ask = asks.shift();
    if (ask === undefined) await new Promise<void>((resolve) => (wake = resolve));
    else say(ask.type === 'learn' ? await learn(specs) : await tryOut(specs, ask));
  }
});

for (const path of found)
  describe(path, async () => {
    await import(`${cwd()}/${path}`);
  });
