import { workloadPhases, type WorkloadRow } from '../../../projections/workload-list/index.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';
import { keptRows, type RowSource } from '../list/index.ts';
import { fieldsOf, fixedText, flag, instant, number, text, word } from './field.ts';
import { rowOfLife } from './life.ts';
import type { Resource } from './resource.ts';
import { workloadShape } from './work-shapes.ts';

const kept = new WeakMap<LiveBrain, () => RowSource<WorkloadRow>>();

/** Workloads only ever come and never go, so that orders of them are kept. */
const workloadRows = (brain: LiveBrain): RowSource<WorkloadRow> => {
  const known =
    kept.get(brain) ??
    keptRows(brain.views.workloads.rows, () => brain.views.workloads.forgotten ?? 0);
  kept.set(brain, known);
  return known();
};

/** The workloads, those that are deleted too. */
export const workloads: Resource<WorkloadRow> = {
  path: 'workloads',
  kind: 'workload',
  one: 'Workload',
  many: 'Workloads',
  summary: 'Workloads, those that are deleted too',
  shape: workloadShape,
  exampleId: 'train-1',
  views: ['workloads'],
  rows: workloadRows,
  find: ({ views }, id) => views.workloads.rows.get(id),
  findThen: rowOfLife,
  told: (row) => row,
  tagOf: ({ revision }) => revision,
  table: {
    noun: 'workload',
    idOf: ({ id }) => id,
    usual: { sortBy: 'submittedAtMs', sortOrder: 'desc' },
    searched: [({ id }) => id, ({ name }) => name, ({ projectId }) => projectId],
    fields: fieldsOf<WorkloadRow>([
      ['id', fixedText(({ id }) => id)],
      ['name', fixedText(({ name }) => name)],
      ['workloadType', fixedText(({ workloadType }) => workloadType)],
      ['projectId', fixedText(({ projectId }) => projectId)],
      ['nodePoolId', fixedText(({ nodePoolId }) => nodePoolId)],
      ['submittedBy', fixedText(({ submittedBy }) => submittedBy)],
      ['submittedAtMs', { ...instant(({ submittedAtMs }) => submittedAtMs), isFixed: true }],
      ['queueId', text(({ queueId }) => queueId)],
      ['phase', word(workloadPhases, ({ phase }) => phase)],
      ['phaseSinceMs', instant(({ phaseSinceMs }) => phaseSinceMs)],
      ['startedAtMs', instant(({ startedAtMs }) => startedAtMs)],
      ['completedAtMs', instant(({ completedAtMs }) => completedAtMs)],
      ['verdict', text(({ verdict }) => verdict?._tag)],
      ['reason', text(({ reason }) => reason)],
      ['isPreemptible', flag(({ isPreemptible }) => isPreemptible)],
      ['priority', number(({ priority }) => priority)],
      ['requestedPods', number(({ requestedPods }) => requestedPods)],
      ['requestedGpuMilli', number(({ requestedGpuMilli }) => requestedGpuMilli)],
      ['requestedGpuMemoryMib', number(({ requestedGpuMemoryMib }) => requestedGpuMemoryMib)],
      ['allocatedGpuMilli', number(({ allocatedGpuMilli }) => allocatedGpuMilli)],
      ['attempt', number(({ attempt }) => attempt)],
      ['preemptions', number(({ preemptions }) => preemptions)],
      ['interruptions', number(({ interruptions }) => interruptions)],
      ['failures', number(({ failures }) => failures)],
      ['revision', number(({ revision }) => revision)],
    ]),
  },
};
