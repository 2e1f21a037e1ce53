import type { Entitlements } from '../../domain/foundation/shapes.ts';
import type { ScenarioNode, ScenarioProject, ScenarioUnit } from '../ports/scenario.ts';
import { gpuModelLabel } from './nodes.ts';

/** A project of the demo day: what it is promised and how much of each kind of work it submits. */
export interface Team {
  readonly projectId: string;
  readonly departmentId: string;
  readonly quotaGpus: number;
  /** GPUs of each of its inference workloads. */
  readonly inferenceGpus: readonly number[];
  readonly workspaces: number;
  readonly trainings: number;
  readonly gangs: number;
}

/** The four projects: the quotas of two departments add up to the 512 GPUs. */
export const teams: readonly Team[] = [
  {
    projectId: 'language',
    departmentId: 'research',
    quotaGpus: 192,
    inferenceGpus: [],
    workspaces: 110,
    trainings: 380,
    gangs: 62,
  },
  {
    projectId: 'vision',
    departmentId: 'research',
    quotaGpus: 112,
    inferenceGpus: [],
    workspaces: 150,
    trainings: 620,
    gangs: 24,
  },
  {
    projectId: 'search',
    departmentId: 'product',
    quotaGpus: 112,
    inferenceGpus: [4, 4, 2, 2, 1, 1],
    workspaces: 120,
    trainings: 480,
    gangs: 16,
  },
  {
    projectId: 'speech',
    departmentId: 'product',
    quotaGpus: 96,
    inferenceGpus: [2, 2, 1, 1],
    workspaces: 100,
    trainings: 420,
    gangs: 12,
  },
];

const entitlementsOf = (quotaGpus: number): Entitlements => {
  const free = { quota: -1, limit: -1, weight: 1 };
  const gpuMilli = { quota: quotaGpus * 1000, limit: -1, weight: quotaGpus };
  return { gpuMilli, cpuMilli: free, memoryMib: free, priority: 100 };
};

/** The projects with their promises. */
export const demoProjects = (): readonly ScenarioProject[] =>
  teams.map(({ projectId, departmentId, quotaGpus }) => ({
    id: projectId,
    departmentId,
    entitlements: entitlementsOf(quotaGpus),
  }));

/** The departments: each is promised what its projects are. */
export const demoDepartments = (): readonly ScenarioUnit[] =>
  ['product', 'research'].map((id) => ({
    id,
    entitlements: entitlementsOf(
      teams.reduce((sum, team) => sum + (team.departmentId === id ? team.quotaGpus : 0), 0),
    ),
  }));

const bytesPerTib = 1024 * 1024 * 1024 * 1024;

/** 40 nodes with H100 and 24 with A100, 8 cards each. */
export const demoNodes = (): readonly ScenarioNode[] => [
  ...nodesOf({ model: 'A100', count: 24, cpuMilli: 128_000 }),
  ...nodesOf({ model: 'H100', count: 40, cpuMilli: 192_000 }),
];

const nodesOf = (kind: {
  readonly model: string;
  readonly count: number;
  readonly cpuMilli: number;
}): readonly ScenarioNode[] =>
  Array.from({ length: kind.count }, (_, place) => ({
    id: `${kind.model.toLowerCase()}-${String(place + 1).padStart(2, '0')}`,
    labels: { [gpuModelLabel]: kind.model },
    taints: [],
    cpuMilli: kind.cpuMilli,
    memoryBytes: 2 * bytesPerTib,
    podsMax: 110,
    gpuCount: 8,
    gpuModel: kind.model,
    gpuMemoryMib: 80 * 1024,
  }));
