import type { ScenarioJob } from '../../../adapters/ports/scenario.ts';

/** A training of one pod on one card, but for what is said. */
export const cardJob = (
  wish: Pick<ScenarioJob, 'id' | 'projectId' | 'submitAtMs' | 'runMs'> & Partial<ScenarioJob>,
): ScenarioJob => ({
  workloadType: 'training',
  priority: 50,
  preemptible: true,
  subGroups: [
    {
      name: 'main',
      pods: 1,
      request: { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 0, memoryBytes: 0 },
    },
  ],
  nodeSelector: {},
  cancelAtMs: undefined,
  exitCode: 0,
  ...wish,
});
