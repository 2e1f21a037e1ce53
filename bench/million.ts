import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isLeft } from '../domain/foundation/fp.ts';
import { runScenario } from '../src/main/run-scenario.ts';
import { syntheticScenario } from './synthetic.ts';

const file = fileURLToPath(new URL('./out/million.db', import.meta.url));

/** A ledger of a million facts and more, on 1,000 nodes with 20 projects; made once and kept in `bench/out`. */
export const millionLedger = async (): Promise<string> => {
  if (existsSync(file)) return file;
  await mkdir(new URL('./out/', import.meta.url), { recursive: true });
  const made = await runScenario({
    scenario: syntheticScenario({ nodes: 1000, jobs: 210_000, projects: 20, seed: 1 }),
    ledgerPath: file,
    isOverwriting: true,
    seed: 1,
    onProgress: () => undefined,
  });
  if (isLeft(made)) throw new Error(`no ledger of a million facts: ${JSON.stringify(made.left)}`);
  return file;
};
