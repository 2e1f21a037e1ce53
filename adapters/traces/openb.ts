import { type TaskEither, task } from '../../domain/foundation/fp.ts';
import { compareIds } from '../../domain/foundation/ids.ts';
import type { NodeSelector, SubGroup } from '../../domain/foundation/shapes.ts';
import type { InputFault, Scenario, ScenarioJob, ScenarioNode } from '../ports/scenario.ts';
import { integersOf, isLabelValue, uniqueIdsOf } from './fields.ts';
import { gpuMilliOf, gpuModelLabel, readNodes } from './nodes.ts';
import { faultOf, refuse, shown } from './refusal.ts';
import { sampleOf } from './sample.ts';
import { readTable, type Table } from './table.ts';

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
  const table = await readTable(input.jobsFile, {
    required: ['name', 'cpu_milli', 'memory_mib', 'num_gpu', 'gpu_milli'],
    optional: ['gpu_spec', 'qos', 'pod_phase', ...timeColumns],
  });
  const jobs = sampled(input, jobsOf(table, input.departures), gpuMilliOf(nodes));
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

const timeColumns = ['creation_time', 'deletion_time', 'scheduled_time'] as const;

/** What a pod's times become. */
type Times = Pick<ScenarioJob, 'submitAtMs' | 'runMs' | 'cancelAtMs'>;

const endless: Times = { submitAtMs: 0, runMs: undefined, cancelAtMs: undefined };

const jobsOf = (table: Table, departures: boolean): readonly ScenarioJob[] => {
  const idOf = uniqueIdsOf(table, 'name');
  const subGroupsOf = subGroupsReader(table);
  const nodeSelectorOf = selectorReader(table);
  const timesOf = timesReader(table, departures);
  const phaseOf = table.has('pod_phase') ? table.column('pod_phase') : () => '';
  const jobs: ScenarioJob[] = [];
  for (let row = 0; row < table.rowCount; row += 1) {
    const times = timesOf(row);
    jobs.push({
      id: idOf(row),
      projectId: 'openb',
      workloadType: 'training',
      priority: 50,
      preemptible: false,
      subGroups: subGroupsOf(row),
      nodeSelector: nodeSelectorOf(row),
      ...(departures ? times : endless),
      exitCode: phaseOf(row) === 'Failed' ? 1 : 0,
    });
  }
  return jobs;
};

/** Equal requests share one object: a trace has 8,152 pods and 91 kinds of them. */
const subGroupsReader = (table: Table): ((row: number) => readonly SubGroup[]) => {
  const cpuMilliOf = integersOf(table, { name: 'cpu_milli', min: 0, max: 100_000_000 });
  const memoryMibOf = integersOf(table, { name: 'memory_mib', min: 0, max: 1 << 30 });
  const gpuCountOf = integersOf(table, { name: 'num_gpu', min: 0, max: 64 });
  const gpuMilliOfOne = integersOf(table, { name: 'gpu_milli', min: 0, max: 1000 });
  const known = new Map<string, readonly SubGroup[]>();
  return (row) => {
    const gpuDevices = gpuCountOf(row);
    const asked = gpuMilliOfOne(row);
    if ((gpuDevices === 0) !== (asked === 0)) {
      refuse({
        file: table.file,
        line: table.lineOf(row),
        field: 'gpu_milli',
        problem: `${gpuDevices} GPUs of ${asked} milli each`,
        remedy: 'a pod without GPUs has 0 in both columns, any other 1 to 1000 milli of each GPU',
      });
    }
    const gpuMilli = gpuDevices > 1 ? 1000 : asked;
    const cpuMilli = cpuMilliOf(row);
    const memoryBytes = memoryMibOf(row) * 1024 * 1024;
    const key = `${gpuDevices}/${gpuMilli}/${cpuMilli}/${memoryBytes}`;
    const request = { gpuDevices, gpuMilli, cpuMilli, memoryBytes };
    const subGroups = known.get(key) ?? [{ name: 'main', pods: 1, request }];
    known.set(key, subGroups);
    return subGroups;
  };
};

const selectorReader = (table: Table): ((row: number) => NodeSelector) => {
  const specOf = table.has('gpu_spec') ? table.column('gpu_spec') : () => '';
  const known = new Map<string, NodeSelector>([['', {}]]);
  return (row) => {
    const spec = specOf(row);
    const seen = known.get(spec);
    if (seen !== undefined) return seen;
    const models = [...new Set(spec.split('|'))].toSorted(compareIds);
    const wrong = models.find((model) => !isLabelValue(model));
    if (wrong !== undefined) {
      refuse({
        file: table.file,
        line: table.lineOf(row),
        field: 'gpu_spec',
        problem: `${shown(spec)} is no list of GPU models`,
        remedy: 'write model names with "|" between them, or nothing for any model',
      });
    }
    const selector = { [gpuModelLabel]: models };
    known.set(spec, selector);
    return selector;
  };
};

const timesReader = (table: Table, departures: boolean): ((row: number) => Times) => {
  const absent = timeColumns.filter((name) => !table.has(name));
  if (absent.length === timeColumns.length && !departures) return () => endless;
  if (absent[0] !== undefined) {
    refuse({
      file: table.file,
      line: 1,
      field: absent[0],
      problem: `the file has no ${absent.join(', ')}: its pods have no times`,
      remedy: 'play it with --no-departures, or name a pod list with all three time columns',
    });
  }
  const cellOf = table.column('scheduled_time');
  const createdOf = integersOf(table, { name: 'creation_time', min: 0, max: 0xffff_ffff });
  const deletedOf = integersOf(table, { name: 'deletion_time', min: 0, max: 0xffff_ffff });
  const scheduledOf = integersOf(table, { name: 'scheduled_time', min: 0, max: 0xffff_ffff });
  const checkOrder = (row: number, field: string, isInOrder: boolean): void => {
    if (isInOrder) return;
    refuse({
      file: table.file,
      line: table.lineOf(row),
      field,
      problem: `${table.cell(row, field)} is before the time that must come first`,
      remedy: 'creation comes first, then scheduling (or nothing there), then deletion',
    });
  };
  return (row) => {
    const created = createdOf(row);
    const deleted = deletedOf(row);
    const submitAtMs = created * 1000;
    checkOrder(row, 'deletion_time', deleted >= created);
    if (cellOf(row) === '') {
      return { submitAtMs, runMs: (deleted - created) * 1000, cancelAtMs: deleted * 1000 };
    }
    const scheduled = scheduledOf(row);
    checkOrder(row, 'scheduled_time', scheduled >= created);
    checkOrder(row, 'deletion_time', deleted >= scheduled);
    return { submitAtMs, runMs: (deleted - scheduled) * 1000, cancelAtMs: undefined };
  };
};

const sampled = (
  input: OpenbInput,
  jobs: readonly ScenarioJob[],
  capacityGpuMilli: number,
): readonly ScenarioJob[] => {
  const { load, seed = 42, jobsFile: file } = input;
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff) {
    const problem = `${seed} is no seed`;
    refuse({ file, field: '--seed', problem, remedy: 'use a whole number from 0 to 4294967295' });
  }
  if (load === undefined) return jobs;
  if (!(load > 0 && load <= 100)) {
    const problem = `${load} is no load`;
    refuse({
      file,
      field: '--load',
      problem,
      remedy: 'use 1.3 for 130 % of the GPUs; at most 100',
    });
  }
  const list = jobs.map((job) => {
    const request = job.subGroups[0]?.request ?? { gpuDevices: 0, gpuMilli: 0 };
    const gpuMilli = request.gpuDevices * request.gpuMilli;
    return { id: job.id, gpuMilli, gpuMilliOfOne: request.gpuMilli };
  });
  const targetGpuMilli = Math.floor((capacityGpuMilli * Math.round(load * 1000)) / 1000);
  const draws = sampleOf(list, { targetGpuMilli, seed });
  if (draws === undefined) {
    const problem = 'so few GPUs are asked for that this load cannot be reached';
    return refuse({ file, field: '--load', problem, remedy: 'ask for less, or for other pods' });
  }
  return draws.flatMap(({ place, id }) => {
    const job = jobs[place];
    return job === undefined ? [] : [{ ...job, id }];
  });
};
