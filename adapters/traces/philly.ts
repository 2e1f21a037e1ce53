import { type TaskEither, task } from '../../domain/foundation/fp.ts';
import { compareIds, isId } from '../../domain/foundation/ids.ts';
import type { SubGroup } from '../../domain/foundation/shapes.ts';
import type { InputFault, Scenario, ScenarioJob, ScenarioProject } from '../ports/scenario.ts';
import { integersOf, secondsOf } from './fields.ts';
import { equalNodesOf, gpuMilliOf, readNodes } from './nodes.ts';
import { faultOf, refuse, shown } from './refusal.ts';
import { readTable, type Table } from './table.ts';
import { utcSecondsOf } from './utc-seconds.ts';

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

const departmentId = 'philly';
const gpusPerNode = 8;
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
  const quotas = await quotasOf(input.queuesFile, scalePerMilleOf(input));
  const table = await readTable(input.jobsFile, {
    required: ['timestamp', 'duration', 'num_gpus', 'gpu_time', 'cluster'],
    optional: [],
  });
  const rows = rowsOf(table);
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

/** What a virtual cluster is promised, and its weight. @unit thousandths of a card */
interface Quota {
  readonly gpuMilli: number;
  readonly weight: number;
}

const quotasOf = async (file: string, scale: number): Promise<ReadonlyMap<string, Quota>> => {
  const table = await readTable(file, { required: ['vc', 'node num'], optional: [] });
  const projectOf = projectReader(table, 'vc');
  const nodeCountOf = integersOf(table, { name: 'node num', min: 0, max: 100_000 });
  const quotas = new Map<string, Quota>();
  for (let row = 0; row < table.rowCount; row += 1) {
    const projectId = projectOf(row);
    const nodeCount = nodeCountOf(row);
    if (quotas.has(projectId)) {
      const problem = `${shown(table.cell(row, 'vc'))} has a row already`;
      const remedy = 'give every virtual cluster one row';
      refuse({ file, line: table.lineOf(row), field: 'vc', problem, remedy });
    }
    const gpuMilli = nodeCount * gpusPerNode * scale;
    quotas.set(projectId, { gpuMilli, weight: Math.max(1, nodeCount) });
  }
  return quotas;
};

/** The project of a row's virtual cluster: its name in lower case, with `vc-` before it where it is no id by itself. */
const projectReader = (table: Table, column: string): ((row: number) => string) => {
  const cellOf = table.column(column);
  const projectByName = new Map<string, string>();
  const nameByProject = new Map<string, string>();
  return (row) => {
    const name = cellOf(row);
    const known = projectByName.get(name);
    if (known !== undefined) return known;
    const lower = name.toLowerCase();
    const projectId = isId(lower) && lower !== departmentId ? lower : `vc-${lower}`;
    const place = { file: table.file, field: column };
    if (!isId(projectId) || name === '') {
      const problem = `${shown(name)} is no name of a virtual cluster`;
      const remedy = 'use letters, digits, ".", "_", ":", "@" and "-"; at most 250';
      refuse({ ...place, line: table.lineOf(row), problem, remedy });
    }
    const twin = nameByProject.get(projectId);
    if (twin !== undefined) {
      const problem = `${shown(name)} and ${shown(twin)} would be one project`;
      const remedy = 'write a virtual cluster in one way only';
      refuse({ ...place, line: table.lineOf(row), problem, remedy });
    }
    projectByName.set(name, projectId);
    nameByProject.set(projectId, name);
    return projectId;
  };
};

interface PhillyRow {
  readonly projectId: string;
  readonly gpus: number;
  readonly submitAtMs: number;
  readonly runMs: number;
}

/** The rows in order of submission; `toSorted` is stable, so equal times stay in order of the file. */
const rowsOf = (table: Table): readonly PhillyRow[] => {
  const projectOf = projectReader(table, 'cluster');
  const gpusOf = integersOf(table, { name: 'num_gpus', min: 0, max: 65_536 });
  const durationMsOf = secondsOf(table, 'duration');
  const gpuTimeMsOf = secondsOf(table, 'gpu_time');
  const timestampOf = table.column('timestamp');
  const rows: PhillyRow[] = [];
  for (let row = 0; row < table.rowCount; row += 1) {
    const place = { file: table.file, field: 'timestamp' };
    const seconds = utcSecondsOf(timestampOf(row));
    if (seconds === undefined) {
      const problem = `${shown(timestampOf(row))} is no point in time`;
      const remedy = 'write it as YYYY-MM-DD HH:MM:SS, in UTC, from 1970 on';
      refuse({ ...place, line: table.lineOf(row), problem, remedy });
    }
    const gpus = gpusOf(row);
    const runMs = durationMsOf(row);
    if (gpuTimeMsOf(row) !== runMs * gpus) {
      const problem = `${shown(table.cell(row, 'gpu_time'))} is not duration × num_gpus`;
      const remedy = 'check that no column has slipped in this line';
      refuse({ ...place, field: 'gpu_time', line: table.lineOf(row), problem, remedy });
    }
    rows.push({ projectId: projectOf(row), gpus, submitAtMs: seconds * 1000, runMs });
  }
  return rows.toSorted((a, b) => a.submitAtMs - b.submitAtMs);
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
