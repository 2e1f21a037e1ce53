import { isId } from '../../domain/foundation/ids.ts';
import { integersOf, secondsOf } from './fields.ts';
import { refuse, shown } from './refusal.ts';
import { readTable, type Table } from './table.ts';
import { utcSecondsOf } from './utc-seconds.ts';

/** The one department of the trace; no project is called so too. */
export const departmentId = 'philly';
/** What a node of the trace's virtual clusters has. */
export const gpusPerNode = 8;

/** What a virtual cluster is promised, and its weight. @unit thousandths of a card */
export interface Quota {
  readonly gpuMilli: number;
  readonly weight: number;
}

/** The quotas of the virtual clusters, by project; `scale` in thousandths. @throws InputRefusal */
export const readQuotas = async (
  file: string,
  scale: number,
): Promise<ReadonlyMap<string, Quota>> => {
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

/** A job as the trace has it. */
export interface PhillyRow {
  readonly projectId: string;
  readonly gpus: number;
  readonly submitAtMs: number;
  readonly runMs: number;
}

/**
 * The jobs in order of submission; those of one second stay in the order of the file.
 *
 * @throws InputRefusal
 */
export const readRows = async (file: string): Promise<readonly PhillyRow[]> => {
  const table = await readTable(file, {
    required: ['timestamp', 'duration', 'num_gpus', 'gpu_time', 'cluster'],
    optional: [],
  });
  const projectOf = projectReader(table, 'cluster');
  const gpusOf = integersOf(table, { name: 'num_gpus', min: 0, max: 65_536 });
  const runMsOf = secondsOf(table, 'duration');
  const submitAtMsOf = timestampsOf(table);
  const gpuTimeMsOf = secondsOf(table, 'gpu_time');
  const rows = Array.from({ length: table.rowCount }, (_, row) => {
    const gpus = gpusOf(row);
    const runMs = runMsOf(row);
    if (gpuTimeMsOf(row) !== runMs * gpus) refuseGpuTime(table, row);
    return { projectId: projectOf(row), gpus, submitAtMs: submitAtMsOf(row), runMs };
  });
  return rows.toSorted((a, b) => a.submitAtMs - b.submitAtMs);
};

/** Durations and GPU counts that do not agree with their product mean that something has slipped. */
const refuseGpuTime = (table: Table, row: number): never =>
  refuse({
    file: table.file,
    line: table.lineOf(row),
    field: 'gpu_time',
    problem: `${shown(table.cell(row, 'gpu_time'))} is not duration × num_gpus`,
    remedy: 'check that no column has slipped in this line',
  });

const timestampsOf = (table: Table): ((row: number) => number) => {
  const cellOf = table.column('timestamp');
  return (row) => {
    const seconds = utcSecondsOf(cellOf(row));
    if (seconds !== undefined) return seconds * 1000;
    return refuse({
      file: table.file,
      line: table.lineOf(row),
      field: 'timestamp',
      problem: `${shown(cellOf(row))} is no point in time`,
      remedy: 'write it as YYYY-MM-DD HH:MM:SS, in UTC, from 1970 on',
    });
  };
};
