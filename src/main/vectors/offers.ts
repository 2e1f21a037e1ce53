import type { Vector } from '../../../adapters/traces/index.ts';
import type { NodeOffer, QueueOpening } from '../../../domain/allocation/index.ts';
import type { Entitlement } from '../../../domain/foundation/shapes.ts';
import { nodeNameLabel } from './task-pods.ts';
import { cpuMilliOf, gpuMilliOf, memoryBytesOf } from './units.ts';

type Cluster = Vector['cluster'];
type Queue = Vector['queues'][number];

/** The nodes of a case. A pod of the old MIG style keeps all partitions of its node to itself. */
export const offersOf = (vector: Vector): readonly NodeOffer[] => {
  const { nodes, deviceSlices = [] } = vector.cluster;
  const tasks = vector.jobs.flatMap((job) => job.tasks);
  return nodes.map((node) => {
    const isLegacy = tasks.some(
      (task) => task.legacyMig === true && task.node === node.name && task.status !== 'Pending',
    );
    const slices = deviceSlices.filter(({ NodeName }) => NodeName === node.name);
    return {
      id: node.name,
      labels: { ...node.labels, [nodeNameLabel]: node.name },
      taints: [],
      cpuMilli: cpuMilliOf(node.cpuCores),
      memoryBytes: memoryBytesOf(node.memoryBytes),
      podsMax: node.maxPods,
      gpuCount: node.gpus,
      ...gpuMemoryOf(node),
      ...migOf(node, isLegacy),
      ...(slices.length === 0 ? {} : { deviceClasses: classesOf(slices) }),
    };
  });
};

const gpuMemoryOf = (node: Cluster['nodes'][number]): { readonly gpuMemoryMib?: number } =>
  node.gpuMemoryMiB === undefined || node.gpuMemoryKnown === false
    ? {}
    : { gpuMemoryMib: node.gpuMemoryMiB };

const migOf = ({ mig }: Cluster['nodes'][number], isLegacy: boolean): Pick<NodeOffer, 'mig'> => {
  if (mig === undefined || mig.strategy === 'none') return {};
  const { strategy, instances = {} } = mig;
  return { mig: { strategy, instances: isLegacy ? {} : instances } };
};

const classesOf = (
  slices: NonNullable<Cluster['deviceSlices']>,
): Readonly<Record<string, number>> => {
  const classes: Record<string, number> = {};
  for (const { DeviceClassName: name, Count } of slices)
    classes[name] = (classes[name] ?? 0) + Count;
  return classes;
};

/** The queues of a case. */
export const openingsOf = (queues: readonly Queue[]): readonly QueueOpening[] => {
  const factor = weightFactor(queues);
  return queues.map(({ name, parent, createdMinute, priority, gpu, cpuCores, memoryMB }) => ({
    id: name,
    parentId: parent ?? '',
    openedAt: createdMinute,
    entitlements: {
      gpuMilli: entitlementOf(gpu, { factor, unit: gpuMilliOf }),
      cpuMilli: entitlementOf(cpuCores, { factor, unit: Math.round }),
      memoryMib: entitlementOf(memoryMB, { factor, unit: Math.round }),
      priority,
    },
  }));
};

/** Weights are whole numbers for the kernel; only their ratio counts. */
const weightFactor = (queues: readonly Queue[]): number => {
  const weights = queues.flatMap(({ gpu, cpuCores, memoryMB }) =>
    [gpu, cpuCores, memoryMB].map(({ overQuotaWeight }) => overQuotaWeight),
  );
  return weights.every((weight) => Number.isInteger(weight)) ? 1 : 1000;
};

const entitlementOf = (
  { quota, limit, overQuotaWeight }: Queue['gpu'],
  terms: { readonly factor: number; readonly unit: (amount: number) => number },
): Entitlement => ({
  quota: terms.unit(quota),
  limit: terms.unit(limit),
  weight: Math.max(0, Math.round(overQuotaWeight * terms.factor)),
});
