import { type TaskEither, task } from '../../domain/foundation/fp.ts';
import { compareIds } from '../../domain/foundation/ids.ts';
import type { SubGroup } from '../../domain/foundation/shapes.ts';
import type { InputFault, Scenario, ScenarioJob, ScenarioProject } from '../ports/scenario.ts';
import { equalNodesOf, gpuMilliOf, readNodes } from './nodes.ts';
import {
  departmentId,
  gpusPerNode,
  type PhillyRow,
  type Quota,
  readQuotas,
  readRows,
} from './philly-rows.ts';
import { faultOf, refuse } from './refusal.ts';

/** Which Philly files to play, and on what. */
export interface PhillyInput {
  readonly jobsFile: string;
  /** `70x8` for 70 equal nodes of 8 GPUs, or a node list in the form of openb's. */
  readonly nodes: string;
  /** Nodes per virtual cluster; one without a row has an explicit quota of 0. */
  readonly queuesFile: string;
  /** What the quotas are multiplied with; 1 gives every virtual cluster its nodes. */
  readonly quotaScale: number;
}

const bytesPerGib = 1024 * 1024 * 1024;

/**
 * Reads Microsoft's Philly job arrivals as a scenario: one project per virtual cluster, in one department.
 *
 * Jobs are numbered in order of submission, equal times in order of the file. A job of more than 8 GPUs is a gang of
 * eights plus the remainder; each GPU brings a core and a GiB, so that GPUs alone decide.
 * @source Jeon et al., ATC 2019; the subset of siasosp23/artifacts
 */
export const readPhilly = (input: PhillyInput): TaskEither<InputFault, Scenario> =>
  task.tryCatch(() => scenarioOf(input), faultOf);

const scenarioOf = async (input: PhillyInput): Promise<Scenario> => {
  const nodes = equalNodesOf(input.nodes) ?? (await readNodes(input.nodes));
  const quotas = await readQuotas(input.queuesFile, scalePerMilleOf(input));
  const rows = await readRows(input.jobsFile);
  const free = { quota: -1, limit: -1, weight: 1 };
  const gpuMilli = { quota: gpuMilliOf(nodes), limit: -1, weight: 1 };
  return {
    name: 'philly',
    clusterId: 'philly',
    nodePoolId: 'default',
    startMs: rows[0]?.submitAtMs ?? 0,
    nodes,
    departments: [
      {
        id: departmentId,
        entitlements: { gpuMilli, cpuMilli: free, memoryMib: free, priority: 100 },
      },
    ],
    projects: projectsOf(quotas, rows),
    jobs: jobsOf(rows),
    failures: [],
  };
};

const scalePerMilleOf = ({ quotaScale, queuesFile }: PhillyInput): number => {
  if (quotaScale >= 0 && quotaScale <= 1000) return Math.round(quotaScale * 1000);
  return refuse({
    file: queuesFile,
    field: '--quota-scale',
    problem: `${quotaScale} is no scale for quotas`,
    remedy: 'use 1 for the quotas as they are, 0.2 for a fifth; at most 1000',
  });
};

const projectsOf = (
  quotas: ReadonlyMap<string, Quota>,
  rows: readonly PhillyRow[],
): readonly ScenarioProject[] => {
  const ids = new Set([...quotas.keys(), ...rows.map((row) => row.projectId)]);
  const free = { quota: -1, limit: -1, weight: 1 };
  return [...ids].toSorted(compareIds).map((id) => {
    const { gpuMilli: quota, weight } = quotas.get(id) ?? { gpuMilli: 0, weight: 1 };
    const gpuMilli = { quota, limit: -1, weight };
    const entitlements = { gpuMilli, cpuMilli: free, memoryMib: free, priority: 100 };
    return { id, departmentId, entitlements };
  });
};

const jobsOf = (rows: readonly PhillyRow[]): readonly ScenarioJob[] => {
  const width = Math.max(6, String(rows.length).length);
  const known = new Map<number, readonly SubGroup[]>();
  return rows.map(({ projectId, gpus, submitAtMs, runMs }, place) => {
    const subGroups = known.get(gpus) ?? subGroupsOf(gpus);
    known.set(gpus, subGroups);
    return {
      id: `job-${String(place + 1).padStart(width, '0')}`,
      projectId,
      workloadType: gpus > gpusPerNode ? 'distributed' : 'training',
      priority: 50,
      preemptible: true,
      subGroups,
      nodeSelector: {},
      submitAtMs,
      runMs,
      cancelAtMs: undefined,
      exitCode: 0,
    };
  });
};

const subGroupsOf = (gpus: number): readonly SubGroup[] => {
  if (gpus <= gpusPerNode) return [{ name: 'main', pods: 1, request: requestOf(gpus) }];
  const eights = {
    name: 'eights',
    pods: Math.floor(gpus / gpusPerNode),
    request: requestOf(gpusPerNode),
  };
  const rest = gpus % gpusPerNode;
  return rest === 0 ? [eights] : [eights, { name: 'rest', pods: 1, request: requestOf(rest) }];
};

/** A pod without GPUs gets a core and a GiB all the same. */
const requestOf = (gpus: number): SubGroup['request'] => ({
  gpuDevices: gpus,
  gpuMilli: gpus === 0 ? 0 : 1000,
  cpuMilli: Math.max(1, gpus) * 1000,
  memoryBytes: Math.max(1, gpus) * bytesPerGib,
});
