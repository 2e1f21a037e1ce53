import { type TaskEither, task } from '../../domain/foundation/fp.ts';
import { compareIds } from '../../domain/foundation/ids.ts';
import type { InputFault, Scenario, ScenarioJob, ScenarioNode } from '../ports/scenario.ts';
import { gpuMilliOf, readNodes } from './nodes.ts';
import { podsOf, readPodTable } from './openb-pods.ts';
import { faultOf, refuse } from './refusal.ts';
import { type Drawable, sampleOf } from './sample.ts';

/** Which openb files to play, and how. */
export interface OpenbInput {
  readonly nodesFile: string;
  readonly jobsFile: string;
  /** Sample pods until this share of the GPUs is asked for: 1.3 is 130 %; `undefined` plays the list as it is. */
  readonly load?: number;
  /** The seed of the sample; 42 unless said. */
  readonly seed?: number;
  /** Whether pods come and go at the times of the trace; else they come one second apart and stay. */
  readonly departures: boolean;
}

/**
 * Reads Alibaba's openb trace as a scenario: one project with the whole cluster as its quota.
 *
 * A pod lives (deletion − scheduled) from its start; one that was never scheduled is taken back at its deletion. A pod
 * of one GPU with less than 1,000 milli takes a share of a card, every other whole cards. Nobody preempts anybody.
 * @source alibaba/clusterdata cluster-trace-gpu-v2023 · Weng et al., ATC 2023
 */
export const readOpenb = (input: OpenbInput): TaskEither<InputFault, Scenario> =>
  task.tryCatch(async () => scenarioOf(input, await readNodes(input.nodesFile)), faultOf);

const scenarioOf = async (input: OpenbInput, nodes: readonly ScenarioNode[]): Promise<Scenario> => {
  const table = await readPodTable(input.jobsFile);
  const jobs = sampled(input, podsOf(table, input.departures), gpuMilliOf(nodes));
  const free = { quota: -1, limit: -1, weight: 1 };
  const gpuMilli = { quota: gpuMilliOf(nodes), limit: -1, weight: 1 };
  const entitlements = { gpuMilli, cpuMilli: free, memoryMib: free, priority: 100 };
  return {
    name: 'openb',
    clusterId: 'openb',
    nodePoolId: 'default',
    startMs: 0,
    nodes,
    departments: [{ id: 'alibaba', entitlements }],
    projects: [{ id: 'openb', departmentId: 'alibaba', entitlements }],
    jobs: input.departures ? jobs.toSorted(bySubmission) : jobs.map(oneSecondApart),
    failures: [],
  };
};

const bySubmission = (a: ScenarioJob, b: ScenarioJob): number =>
  a.submitAtMs - b.submitAtMs || compareIds(a.id, b.id);

const oneSecondApart = (job: ScenarioJob, place: number): ScenarioJob => ({
  ...job,
  submitAtMs: place * 1000,
});

const sampled = (
  input: OpenbInput,
  jobs: readonly ScenarioJob[],
  capacityGpuMilli: number,
): readonly ScenarioJob[] => {
  const { load, seed = 42, jobsFile: file } = input;
  checkSample(input);
  if (load === undefined) return jobs;
  const targetGpuMilli = Math.floor((capacityGpuMilli * Math.round(load * 1000)) / 1000);
  const draws = sampleOf(jobs.map(drawableOf), { targetGpuMilli, seed });
  if (draws === undefined) {
    const problem = 'so few GPUs are asked for that this load cannot be reached';
    return refuse({ file, field: '--load', problem, remedy: 'ask for less, or for other pods' });
  }
  return draws.flatMap(({ place, id }) => {
    const job = jobs[place];
    return job === undefined ? [] : [{ ...job, id }];
  });
};

const checkSample = ({ load = 1, seed = 42, jobsFile: file }: OpenbInput): void => {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff) {
    const problem = `${seed} is no seed`;
    refuse({ file, field: '--seed', problem, remedy: 'use a whole number from 0 to 4294967295' });
  }
  if (!(load > 0 && load <= 100)) {
    const problem = `${load} is no load`;
    refuse({
      file,
      field: '--load',
      problem,
      remedy: 'use 1.3 for 130 % of the GPUs; at most 100',
    });
  }
};

const drawableOf = ({ id, subGroups }: ScenarioJob): Drawable => {
  const { gpuDevices, gpuMilli } = subGroups[0]?.request ?? { gpuDevices: 0, gpuMilli: 0 };
  return { id, gpuMilli: gpuDevices * gpuMilli, gpuMilliOfOne: gpuMilli };
};
