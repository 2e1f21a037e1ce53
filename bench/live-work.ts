import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Scenario } from '../adapters/ports/scenario.ts';
import { isLeft } from '../domain/foundation/fp.ts';
import { randomOf } from '../domain/foundation/random.ts';
import { runScenario } from '../src/main/run-scenario.ts';
import { syntheticScenario } from './synthetic.ts';

/** How long a job runs at most, half of it in the mean. @unit ms */
const runMsMax = 1_200_000;

/** Jobs of 0.3 cards, so many at a time that about `live` of them hold a place, on 1,000 nodes of 8 cards. */
const liveWork = (jobs: number, live: number): Scenario => {
  const scenario = syntheticScenario({ nodes: 1000, jobs, projects: 20, seed: 3 });
  const random = randomOf(3);
  const gapMs = runMsMax / 2 / live;
  return {
    ...scenario,
    name: 'live-work',
    jobs: scenario.jobs.map((job, k) => ({
      ...job,
      subGroups: job.subGroups.map((group) => ({
        ...group,
        request: { ...group.request, gpuDevices: 1, gpuMilli: 300 },
      })),
      submitAtMs: Math.floor(k * gapMs),
      runMs: 1000 * (1 + random.below(runMsMax / 1000)),
    })),
  };
};

/** A ledger of that many jobs, about 20,000 of them alive at any time once it has begun; made once and kept in `bench/out`. */
export const liveWorkLedger = async (jobs: number): Promise<string> => {
  const file = fileURLToPath(new URL(`./out/live-work-${jobs}.db`, import.meta.url));
  if (existsSync(file)) return file;
  await mkdir(new URL('./out/', import.meta.url), { recursive: true });
  const made = await runScenario({
    scenario: liveWork(jobs, 20_000),
    ledgerPath: file,
    isOverwriting: true,
    seed: 3,
    onProgress: () => undefined,
  });
  if (isLeft(made)) throw new Error(`no ledger of live work: ${JSON.stringify(made.left)}`);
  return file;
};
