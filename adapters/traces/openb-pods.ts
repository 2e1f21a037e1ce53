import { compareIds } from '../../domain/foundation/ids.ts';
import type { NodeSelector, PodRequest, SubGroup } from '../../domain/foundation/shapes.ts';
import type { ScenarioJob } from '../ports/scenario.ts';
import { integersOf, isLabelValue, uniqueIdsOf } from './fields.ts';
import { gpuModelLabel } from './nodes.ts';
import { refuse, shown } from './refusal.ts';
import { readTable, type Table } from './table.ts';

const timeColumns = ['creation_time', 'deletion_time', 'scheduled_time'] as const;

/** Opens a pod list. @throws InputRefusal */
export const readPodTable = (file: string): Promise<Table> =>
  readTable(file, {
    required: ['name', 'cpu_milli', 'memory_mib', 'num_gpu', 'gpu_milli'],
    optional: ['gpu_spec', 'qos', 'pod_phase', ...timeColumns],
  });

/** What a pod's times become. */
type Times = Pick<ScenarioJob, 'submitAtMs' | 'runMs' | 'cancelAtMs'>;

const endless: Times = { submitAtMs: 0, runMs: undefined, cancelAtMs: undefined };

/** The pods of a list, each as a job, in the order of the file. @throws InputRefusal */
export const podsOf = (table: Table, departures: boolean): readonly ScenarioJob[] => {
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
  const gpusOf = gpusReader(table);
  const known = new Map<string, readonly SubGroup[]>();
  return (row) => {
    const cpuMilli = cpuMilliOf(row);
    const memoryBytes = memoryMibOf(row) * 1024 * 1024;
    const request = { ...gpusOf(row), cpuMilli, memoryBytes };
    const key = `${request.gpuDevices}/${request.gpuMilli}/${cpuMilli}/${memoryBytes}`;
    const subGroups = known.get(key) ?? [{ name: 'main', pods: 1, request }];
    known.set(key, subGroups);
    return subGroups;
  };
};

/** A pod of several GPUs has whole ones, whatever it says of a single one. */
const gpusReader = (
  table: Table,
): ((row: number) => Pick<PodRequest, 'gpuDevices' | 'gpuMilli'>) => {
  const countOf = integersOf(table, { name: 'num_gpu', min: 0, max: 64 });
  const milliOf = integersOf(table, { name: 'gpu_milli', min: 0, max: 1000 });
  return (row) => {
    const gpuDevices = countOf(row);
    const gpuMilli = milliOf(row);
    if ((gpuDevices === 0) !== (gpuMilli === 0)) {
      refuse({
        file: table.file,
        line: table.lineOf(row),
        field: 'gpu_milli',
        problem: `${gpuDevices} GPUs of ${gpuMilli} milli each`,
        remedy: 'a pod without GPUs has 0 in both columns, any other 1 to 1000 milli of each GPU',
      });
    }
    return { gpuDevices, gpuMilli: gpuDevices > 1 ? 1000 : gpuMilli };
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
  const isScheduled = table.column('scheduled_time');
  const createdOf = timesIn(table, 'creation_time');
  const deletedOf = timesIn(table, 'deletion_time');
  const scheduledOf = timesIn(table, 'scheduled_time');
  return (row) => {
    const created = createdOf(row);
    const deleted = deletedOf(row);
    const hasStarted = isScheduled(row) !== '';
    const started = hasStarted ? scheduledOf(row) : created;
    if (started < created) refuseOrder(table, row, 'scheduled_time');
    if (deleted < started) refuseOrder(table, row, 'deletion_time');
    return {
      submitAtMs: created * 1000,
      runMs: (deleted - started) * 1000,
      cancelAtMs: hasStarted ? undefined : deleted * 1000,
    };
  };
};

const timesIn = (table: Table, name: string): ((row: number) => number) =>
  integersOf(table, { name, min: 0, max: 0xffff_ffff });

const refuseOrder = (table: Table, row: number, field: string): never =>
  refuse({
    file: table.file,
    line: table.lineOf(row),
    field,
    problem: `${table.cell(row, field)} is before the time that must come first`,
    remedy: 'creation comes first, then scheduling (or nothing there), then deletion',
  });
