import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isLeft } from '../domain/foundation/fp.ts';
import { emptyPatch, type Patch } from '../src/app/whatif/index.ts';
import { runScenario } from '../src/main/run-scenario.ts';
import { whatIfInLedger } from '../src/main/whatif/whatif-ledger.ts';
import { repeatsOf, type Row, rowOf } from './row.ts';
import { syntheticScenario } from './synthetic.ts';

const repeats = repeatsOf(3);
const file = fileURLToPath(new URL('./out/day.db', import.meta.url));

/** A day on 26 nodes of 8 GPUs at about 80 % load: 10,000 workloads of five projects. */
const dayLedger = async (): Promise<string> => {
  if (existsSync(file)) return file;
  await mkdir(new URL('./out/', import.meta.url), { recursive: true });
  const made = await runScenario({
    scenario: syntheticScenario({ nodes: 26, jobs: 10_000, projects: 5, seed: 1 }),
    ledgerPath: file,
    isOverwriting: true,
    seed: 1,
    onProgress: () => undefined,
  });
  if (isLeft(made)) throw new Error(`no ledger of a day: ${JSON.stringify(made.left)}`);
  return file;
};

/** Seconds of one what-if over the whole day. */
const secondsOf = async (path: string, patch: Patch): Promise<number> => {
  const startedMs = performance.now();
  const found = await whatIfInLedger(path, { at: { kind: 'revision', revision: 60 }, patch });
  if (isLeft(found)) throw new Error(JSON.stringify(found.left));
  return (performance.now() - startedMs) / 1000;
};

/** A node of 26 that fails in the morning, and one queue with half of everything. */
const patch: Patch = {
  ...emptyPatch,
  queues: [{ queueId: 'project-1@default', gpuMilli: { quota: 104_000 } }],
  nodesFailed: [{ nodeId: 'node-00003', at: { afterMs: 28_800_000 } }],
};

/** What would have been on another day: with a patch, which is played beside the day without it. */
export const rows = async (): Promise<readonly Row[]> => {
  const path = await dayLedger();
  const runs: number[] = [];
  for (let k = 0; k < repeats; k += 1) runs.push(await secondsOf(path, patch));
  return [
    rowOf({
      table: 'whatif',
      name: 'what-if of a day of 10,000 workloads, patched and not',
      unit: 's',
      runs,
      target: '≤ 5',
      reference: '',
      note: '26 nodes of 8 GPUs, 80 % load',
    }),
  ];
};
