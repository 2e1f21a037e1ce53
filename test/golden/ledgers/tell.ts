import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { memoryLedger } from '../../../adapters/event-log-memory/index.ts';
import type { Scenario, ScenarioJob } from '../../../adapters/ports/scenario.ts';
import type { BerthCommand } from '../../../domain/catalogue/index.ts';
import type { Policy } from '../../../domain/foundation/policy-shape.ts';
import { subjectOf } from '../../../domain/foundation/recent.ts';
import type { createBrain } from '../../../src/app/brain.ts';
import type { dueRequests } from '../../../src/app/deadlines.ts';
import type { Request } from '../../../src/app/handle.ts';
import type { setupRequests, submitRequest } from '../../../src/app/scenario-requests.ts';
import type { runAllocation, runTurn } from '../../../src/app/turn.ts';
import type { createWriter } from '../../../src/app/writer.ts';
import { rightOf } from '../../src/app/stage.ts';

/** What somebody asks, or a cluster reports. */
export interface Asked {
  readonly subject: string;
  readonly command: BerthCommand;
  readonly origin?: 'command' | 'observation';
}

/** A job of a story; it ends when the story says so. */
export type Job = Omit<ScenarioJob, 'submitAtMs' | 'runMs' | 'cancelAtMs' | 'exitCode'>;

/** What one minute of a story brings, or that so many pass without anything. */
export type Step = Asked | { readonly job: Job } | { readonly minutes: number };

/** What a golden ledger tells, and which program is to write it. */
export interface Story {
  /** The commit whose program writes it; absent: the tree at hand. */
  readonly revision?: string;
  readonly scenario: Omit<Scenario, 'jobs' | 'failures'>;
  /** The steps, by what that program has as its own rules. */
  readonly steps: (own: Policy) => readonly Step[];
}

const minuteMs = 60_000;

/** What a story needs of a program. */
interface Program {
  readonly defaultPolicy: Policy;
  readonly createBrain: typeof createBrain;
  readonly createWriter: typeof createWriter;
  readonly memoryLedger: typeof memoryLedger;
  readonly runAllocation: typeof runAllocation;
  readonly runTurn: typeof runTurn;
  readonly setupRequests: typeof setupRequests;
  readonly submitRequest: typeof submitRequest;
  /** The first programs had no deadlines. */
  readonly dueRequests?: typeof dueRequests;
}

const partsOfPrograms = [
  'domain/allocation/index.ts',
  'src/app/brain.ts',
  'src/app/writer.ts',
  'adapters/event-log-memory/index.ts',
  'src/app/turn.ts',
  'src/app/scenario-requests.ts',
  'src/app/deadlines.ts',
];

/** The program in a folder, which may be older than this one. */
const programIn = async (folder: string): Promise<Program> => {
  const paths = partsOfPrograms
    .map((path) => join(folder, path))
    .filter((path) => existsSync(path));
  const parts = await Promise.all(paths.map((path) => import(pathToFileURL(path).href)));
  return Object.assign({}, ...parts);
};

/**
 * Tells a story to the program in a folder, a step a minute, and gives the bodies that it wrote.
 *
 * After each step the program decides whatever it has to; a step that it refuses ends the telling.
 */
export const tell = async (folder: string, story: Story): Promise<readonly string[]> => {
  const program = await programIn(folder);
  const { submitRequest } = program;
  const log = rightOf(await program.memoryLedger().open()());
  const brain = program.createBrain(program.defaultPolicy);
  brain.epoch = 1;
  const writer = program.createWriter(log, 0, 64);
  const scenario: Scenario = { ...story.scenario, jobs: [], failures: [] };
  let nowMs = scenario.startMs;
  const ask = async (requests: readonly Request[]): Promise<void> => {
    for (const answer of rightOf(await program.runTurn(brain, writer, requests))) rightOf(answer);
    rightOf(await program.runAllocation(brain, writer, nowMs));
    brain.effects.length = 0;
  };
  await ask([elect(nowMs), ...program.setupRequests(scenario)]);
  for (const [place, step] of story.steps(program.defaultPolicy).entries()) {
    nowMs += minuteMs * ('minutes' in step ? step.minutes : 1);
    const asked = 'command' in step ? [requestOf(step, { place, nowMs })] : [];
    if ('job' in step) asked.push(submitRequest(brain.states, scenario, jobOf(step.job, nowMs)));
    await ask([...asked, ...(program.dueRequests?.(brain, nowMs) ?? [])]);
  }
  rightOf(await writer.flush());
  return rightOf(await log.read(0, 10_000)()).map(({ body }) => body);
};

const elect = (atMs: number): Request => ({
  commandId: 'elect:1',
  subject: { kind: 'ledger', id: 'main' },
  command: { type: 'Elect', holder: 'golden' },
  atMs,
  origin: 'command',
});

const jobOf = (job: Job, nowMs: number): ScenarioJob => ({
  ...job,
  submitAtMs: nowMs,
  runMs: undefined,
  cancelAtMs: undefined,
  exitCode: 0,
});

const requestOf = (
  { subject, command, origin = 'command' }: Asked,
  { place, nowMs }: { readonly place: number; readonly nowMs: number },
): Request => ({
  commandId: `step:${place}`,
  subject: subjectOf(subject),
  command,
  atMs: nowMs,
  origin,
  actor: origin === 'command' ? 'ana' : 'cluster',
});
