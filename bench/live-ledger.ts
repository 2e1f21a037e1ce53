import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isLeft } from '../domain/foundation/fp.ts';
import { runScenario } from '../src/main/run-scenario.ts';
import { syntheticScenario } from './synthetic.ts';

/** Makes a ledger anew with so many workloads of 20 projects, most of which have ended, and answers its file. */
export const ledgerOfWorkloads = async (jobs: number): Promise<string> => {
  const file = fileURLToPath(new URL(`./out/workloads-${jobs}.db`, import.meta.url));
  await mkdir(new URL('./out/', import.meta.url), { recursive: true });
  const made = await runScenario({
    scenario: syntheticScenario({ nodes: 500, jobs, projects: 20, seed: 2 }),
    ledgerPath: file,
    isOverwriting: true,
    seed: 2,
    onProgress: () => undefined,
  });
  if (isLeft(made)) throw new Error(`no ledger of ${jobs}: ${JSON.stringify(made.left)}`);
  return file;
};

/** Deletes a ledger with what lies beside it. */
export const removeLedger = async (file: string): Promise<void> => {
  for (const suffix of ['', '-wal', '-shm', '-lock']) await rm(`${file}${suffix}`, { force: true });
};
