import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scenario, ScenarioJob, ScenarioNode } from '../../../adapters/ports/scenario.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { Entitlements } from '../../../domain/foundation/shapes.ts';
import { runScenario } from '../../../src/main/run-scenario.ts';

const startMs = Date.UTC(2026, 0, 5);
const minuteMs = 60_000;

const granted = (quotaGpus: number): Entitlements => ({
  gpuMilli: { quota: quotaGpus * 1000, limit: -1, weight: 1 },
  cpuMilli: { quota: -1, limit: -1, weight: 1 },
  memoryMib: { quota: -1, limit: -1, weight: 1 },
  priority: 100,
});

const node = (id: string): ScenarioNode => ({
  id,
  labels: { 'gpu.model': 'A100' },
  taints: [],
  cpuMilli: 64_000,
  memoryBytes: 512 * 2 ** 30,
  podsMax: 110,
  gpuCount: 8,
  gpuModel: 'A100',
  gpuMemoryMib: 81_920,
});

type JobWish = Pick<ScenarioJob, 'id' | 'projectId'> & {
  readonly gpus: number;
  readonly atMinute: number;
  readonly runMinutes: number | undefined;
};

const job = ({ id, projectId, gpus, atMinute, runMinutes }: JobWish): ScenarioJob => ({
  id,
  projectId,
  workloadType: 'training',
  priority: 50,
  preemptible: true,
  subGroups: [
    {
      name: 'main',
      pods: 1,
      request: { gpuDevices: gpus, gpuMilli: 1000, cpuMilli: 4000, memoryBytes: 2 ** 34 },
    },
  ],
  nodeSelector: {},
  submitAtMs: startMs + atMinute * minuteMs,
  runMs: runMinutes === undefined ? undefined : runMinutes * minuteMs,
  cancelAtMs: undefined,
  exitCode: 0,
});

/**
 * Two projects with half of 16 GPUs each. The first takes everything; the second reclaims its half.
 *
 * At the end one workload of each runs, one has completed, one waits, and one asks for more than a node has.
 */
export const reclaimScenario: Scenario = {
  name: 'reclaim',
  clusterId: 'small',
  nodePoolId: 'default',
  startMs,
  nodes: [node('n-1'), node('n-2')],
  departments: [{ id: 'research', entitlements: granted(16) }],
  projects: [
    { id: 'speech', departmentId: 'research', entitlements: granted(8) },
    { id: 'vision', departmentId: 'research', entitlements: granted(8) },
  ],
  jobs: [
    job({ id: 'short', projectId: 'speech', gpus: 2, atMinute: 1, runMinutes: 2 }),
    job({ id: 'speech-1', projectId: 'speech', gpus: 8, atMinute: 10, runMinutes: undefined }),
    job({ id: 'speech-2', projectId: 'speech', gpus: 8, atMinute: 11, runMinutes: undefined }),
    job({ id: 'vision-1', projectId: 'vision', gpus: 8, atMinute: 20, runMinutes: undefined }),
    job({ id: 'wide', projectId: 'vision', gpus: 9, atMinute: 30, runMinutes: undefined }),
  ],
  failures: [],
};

/** A folder of a test's own. */
interface ScratchFolder {
  readonly folder: string;
  /** Writes a file there, and answers its path. */
  readonly put: (name: string, text: string) => string;
  readonly remove: () => void;
}

/** A folder of its own for files of a test, and how to be rid of it. */
export const scratchFolder = (): ScratchFolder => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-cli-'));
  return {
    folder,
    put: (name, text) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

/** Plays a scenario by the real engine into a ledger file; answers its path. */
export const playInto = async (ledgerPath: string, scenario: Scenario): Promise<string> => {
  const seed = 42;
  const onProgress = (): void => undefined;
  const run = { scenario, ledgerPath, isOverwriting: false, seed, onProgress };
  const outcome = await runScenario(run);
  if (isLeft(outcome)) throw new Error(`the scenario was refused: ${outcome.left._tag}`);
  return ledgerPath;
};
