import type { Scenario, ScenarioJob } from '../adapters/ports/scenario.ts';
import { randomOf } from '../domain/foundation/random.ts';
import type { Entitlements } from '../domain/foundation/shapes.ts';

/** The size of a made-up scenario. */
export interface Size {
  readonly nodes: number;
  readonly jobs: number;
  readonly projects: number;
  readonly seed: number;
}

const entitled = (quota: number): Entitlements => ({
  gpuMilli: { quota, limit: -1, weight: 1 },
  cpuMilli: { quota: -1, limit: -1, weight: 1 },
  memoryMib: { quota: -1, limit: -1, weight: 1 },
  priority: 100,
});

/**
 * Many short jobs on equal nodes of 8 GPUs, at about 80 % load, so that a ledger of a given length is soon made.
 *
 * About five facts a job.
 */
export const syntheticScenario = ({ nodes, jobs, projects, seed }: Size): Scenario => {
  const random = randomOf(seed);
  const runMsMax = 1_200_000;
  const gapMs = Math.max(1, Math.floor((runMsMax / 2) * (2.4 / (nodes * 8 * 0.8))));
  const made: ScenarioJob[] = [];
  for (let k = 0; k < jobs; k += 1) {
    const devices = random.pick([1, 1, 1, 1, 2, 2, 4, 8]);
    made.push({
      id: `job-${String(k + 1).padStart(7, '0')}`,
      projectId: `project-${1 + random.below(projects)}`,
      workloadType: 'training',
      priority: 50,
      preemptible: true,
      subGroups: [
        {
          name: 'main',
          pods: 1,
          request: { gpuDevices: devices, gpuMilli: 1000, cpuMilli: 1000, memoryBytes: 2 ** 30 },
        },
      ],
      nodeSelector: {},
      submitAtMs: k * gapMs,
      runMs: 1000 * (1 + random.below(runMsMax / 1000)),
      cancelAtMs: undefined,
      exitCode: 0,
    });
  }
  const share = Math.floor((nodes * 8000) / projects);
  return {
    name: 'synthetic',
    clusterId: 'synthetic',
    nodePoolId: 'default',
    startMs: 0,
    nodes: Array.from({ length: nodes }, (_, k) => ({
      id: `node-${String(k).padStart(5, '0')}`,
      labels: {},
      taints: [],
      cpuMilli: 96_000,
      memoryBytes: 2 ** 40,
      podsMax: 110,
      gpuCount: 8,
      gpuModel: 'H100',
      gpuMemoryMib: 81_920,
    })),
    departments: [{ id: 'all', entitlements: entitled(nodes * 8000) }],
    projects: Array.from({ length: projects }, (_, k) => ({
      id: `project-${k + 1}`,
      departmentId: 'all',
      entitlements: entitled(share),
    })),
    jobs: made,
    failures: [],
  };
};
