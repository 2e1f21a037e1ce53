import { gpuMilliAllocatedOf, nodeStateOf } from '../../projections/node-list/index.ts';
import type { Measured } from '../ports/metrics.ts';
import { type Page, type Reading, register, type Sample } from './series.ts';

/**
 * The names that users of Run:ai have on their dashboards, where they mean the same here.
 *
 * Their `clusterId` is left to the scrape, which knows it: a page is about one cluster.
 * @source product reference §7.2
 */
export const knownNames = (page: Page): void => {
  register(page, known);
};

const known: readonly Reading[] = [
  {
    name: 'runai_project_guaranteed_gpus',
    help: 'GPUs that a project is promised in all node pools.',
    labels: ['project'],
    read: ({ brain }) =>
      [...brain.views.units.projects.values()].map((project): Sample => [
        [project.id],
        guaranteedGpus(project.grants.values()),
      ]),
  },
  {
    name: 'runai_allocated_gpu_count_per_project',
    help: 'GPUs that the workloads of a project hold.',
    labels: ['project'],
    read: (measured) => allocatedByProject(measured),
  },
  {
    name: 'runai_gpu_count_per_node',
    help: 'GPUs of a node.',
    labels: ['node', 'model_name', 'ready', 'schedulable'],
    read: ({ brain }) =>
      [...brain.views.nodes.rows.values()].map((node): Sample => {
        const isReady = nodeStateOf(node) !== 'Lost';
        const isSchedulable = node.cordonReason === undefined;
        return [[node.id, node.gpuModel, `${isReady}`, `${isSchedulable}`], node.gpuCount];
      }),
  },
  {
    name: 'runai_allocated_gpu_count_per_node',
    help: 'GPUs of a node that workloads hold.',
    labels: ['node'],
    read: ({ brain }) =>
      [...brain.views.nodes.rows.values()].map((node): Sample => [
        [node.id],
        gpuMilliAllocatedOf(node) / 1000,
      ]),
  },
];

const guaranteedGpus = (
  grants: Iterable<{ readonly gpuMilli: { readonly quota: number } }>,
): number => {
  let gpus = 0;
  for (const { gpuMilli } of grants) {
    gpus += gpuMilli.quota === -1 ? Number.POSITIVE_INFINITY : gpuMilli.quota / 1000;
  }
  return gpus;
};

const allocatedByProject = ({ brain }: Measured): readonly Sample[] => {
  const gpus = new Map<string, number>();
  for (const { ownerKind, ownerId, id } of brain.views.queues.queues.values()) {
    if (ownerKind !== 'project') continue;
    const milli = brain.views.queues.sums.get(id)?.allocated.gpuMilli ?? 0;
    gpus.set(ownerId, (gpus.get(ownerId) ?? 0) + milli / 1000);
  }
  return [...gpus].map(([project, count]) => [[project], count]);
};
