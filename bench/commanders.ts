import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realClock } from '../adapters/clock/index.ts';
import { createClusterSim } from '../adapters/cluster-sim/index.ts';
import { openLedger } from '../adapters/event-log-sqlite/index.ts';
import { defaultPolicy } from '../domain/allocation/index.ts';
import { isLeft } from '../domain/foundation/fp.ts';
import { createBrain } from '../src/app/brain.ts';
import { createLiveEngine, type LiveEngine } from '../src/app/live.ts';
import { setupRequests, submitRequest } from '../src/app/scenario-requests.ts';
import type { States } from '../src/app/states.ts';
import { createWriter } from '../src/app/writer.ts';
import { medianOf, repeatsOf, type Row, rowOf } from './row.ts';
import { syntheticScenario } from './synthetic.ts';

const repeats = repeatsOf(5);
const commandersCount = 256;
/** Commands of each before the clock starts: the first ones pay for compiling. */
const warmUpEach = 50;
const commandsEach = 150;
const scenario = syntheticScenario({ nodes: 8, jobs: 1, projects: 4, seed: 1 });

interface Running {
  readonly engine: LiveEngine;
  readonly states: States;
}

const withEngine = async <T>(use: (running: Running) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'berth-bench-'));
  const opened = await openLedger({ path: join(folder, 'live.db'), mode: 'write' })();
  if (isLeft(opened)) throw new Error(JSON.stringify(opened.left));
  const log = opened.right;
  const brain = createBrain(defaultPolicy);
  brain.epoch = 1;
  const cluster = createClusterSim({
    seed: 1,
    runMsOf: () => undefined,
    exitCodeOf: () => 0,
    failures: [],
    startLatencyMs: { min: 1, max: 1 },
    restartLossMs: () => 0,
  });
  // The kernel rests: this measures the way of a command to the disk and back.
  const options = { waitingMax: 100_000, batchMax: 1024, cycleMs: 3_600_000, onDefect: rethrow };
  const parts = { brain, log, writer: createWriter(log, 0, 1), cluster, clock: realClock() };
  const engine = createLiveEngine(parts, options);
  for (const request of setupRequests(scenario)) await engine.submit(request);
  try {
    return await use({ engine, states: brain.states });
  } finally {
    await engine.close();
    await log.close()();
    await rm(folder, { recursive: true, force: true });
  }
};

const rethrow = (reason: Error): void => {
  throw reason;
};

const submit = async ({ engine, states }: Running, id: string): Promise<number> => {
  const [job] = scenario.jobs;
  if (job === undefined) throw new Error('no job');
  const outcome = await engine.submit(submitRequest(states, scenario, { ...job, id }));
  if (isLeft(outcome) || isLeft(outcome.right)) throw new Error(JSON.stringify(outcome));
  return outcome.right.right.length;
};

const crowd = (): Promise<{ readonly rate: number; readonly p99Ms: number }> =>
  withEngine(async (running) => {
    const waits: number[] = [];
    let facts = 0;
    const commander = async (who: number, from: number, count: number): Promise<void> => {
      for (let k = from; k < from + count; k += 1) {
        const startedMs = performance.now();
        const made = await submit(running, `w-${who}-${k}`);
        facts += made;
        waits.push(performance.now() - startedMs);
      }
    };
    const everybody = (from: number, count: number) =>
      Promise.all(Array.from({ length: commandersCount }, (_, who) => commander(who, from, count)));
    await everybody(0, warmUpEach);
    waits.length = 0;
    facts = 0;
    const startedMs = performance.now();
    await everybody(warmUpEach, commandsEach);
    const rate = (facts / (performance.now() - startedMs)) * 1000;
    const ordered = waits.toSorted((a, b) => a - b);
    return { rate, p99Ms: ordered[Math.floor(ordered.length * 0.99)] ?? 0 };
  });

/** Rounds of one command and one bare sync in turn, so that both meet the same disk. */
const rounds = 300;

/** One command alone, over a bare append and sync of as many bytes as SQLite writes for a small commit. */
const aloneOverSync = (): Promise<number> =>
  withEngine(async (running) => {
    const folder = await mkdtemp(join(tmpdir(), 'berth-bench-'));
    const file = openSync(join(folder, 'bare'), 'w');
    const bytes = Buffer.alloc(3 * (4096 + 24), 1);
    // A server is warm when somebody comes alone.
    const early = Array.from({ length: 5000 }, (_, k) => submit(running, `early-${k}`));
    await Promise.all(early);
    const commands: number[] = [];
    const syncs: number[] = [];
    for (let k = 0; k < rounds; k += 1) {
      const startedMs = performance.now();
      await submit(running, `w-${k}`);
      const betweenMs = performance.now();
      writeSync(file, bytes);
      fsyncSync(file);
      commands.push(betweenMs - startedMs);
      syncs.push(performance.now() - betweenMs);
    }
    closeSync(file);
    await rm(folder, { recursive: true, force: true });
    return medianOf(commands) / medianOf(syncs);
  });

/** Commands from many at once and from one alone, each answered after its facts are on the disk. */
export const rows = async (): Promise<readonly Row[]> => {
  const rates: number[] = [];
  const p99s: number[] = [];
  const ratios: number[] = [];
  for (let k = 0; k < repeats; k += 1) {
    const { rate, p99Ms } = await crowd();
    rates.push(rate);
    p99s.push(p99Ms);
    ratios.push(await aloneOverSync());
  }
  return [
    rowOf({
      table: 'commanders',
      name: 'durable facts, 256 commanders at once',
      unit: 'events/s',
      runs: rates,
      target: '≥ 60,000',
      reference: 'a bare chain into SQLite: 262,000; single FULL commits: 391',
      note: '2 facts a command; aim 100,000',
    }),
    rowOf({
      table: 'commanders',
      name: 'answer after the disk, p99 of 256 commanders',
      unit: 'ms',
      runs: p99s,
      target: '≤ 15',
      reference: 'etcd, 1,000 clients: 22 ms mean',
      note: '',
    }),
    rowOf({
      table: 'commanders',
      name: 'one command alone, in bare syncs of as many bytes (in turn, medians)',
      unit: '×',
      runs: ratios,
      target: '≤ 1.5',
      reference: '',
      note: '',
    }),
  ];
};
