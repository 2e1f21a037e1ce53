import type { Vector, VectorTask } from '../../../adapters/traces/index.ts';
import { isAlive } from './task-pods.ts';

type Node = Vector['cluster']['nodes'][number];

/**
 * Numbers the devices that tasks have at first: one for each shared device that is named, then one for each that is not.
 *
 * @throws Error where a node has fewer devices than its tasks hold
 */
export const firstDevices = (vector: Vector): ReadonlyMap<string, readonly number[]> => {
  const devices = new Map<string, readonly number[]>();
  for (const node of vector.cluster.nodes)
    for (const [name, numbers] of devicesOn(node, tasksOn(vector, node)))
      devices.set(name, numbers);
  return devices;
};

const tasksOn = (vector: Vector, { name }: Node): readonly VectorTask[] =>
  vector.jobs
    .flatMap(({ tasks }) => tasks)
    .filter(
      (task) =>
        task.node === name &&
        isAlive(task) &&
        task.status !== 'Pending' &&
        task.status !== 'Pipelined',
    );

const devicesOn = (
  { name, gpus }: Node,
  tasks: readonly VectorTask[],
): ReadonlyMap<string, readonly number[]> => {
  const free = Array.from({ length: gpus }, (_, device) => device);
  const take = (wanted?: number): number => {
    const at = Math.max(0, wanted === undefined ? 0 : free.indexOf(wanted));
    const [device] = free.splice(at, 1);
    if (device === undefined) throw new Error(`tasks hold more devices than ${name} has`);
    return device;
  };
  const ofGroup = new Map<string, number>();
  for (const group of new Set(tasks.flatMap(({ gpuGroups = [] }) => gpuGroups)))
    ofGroup.set(group, take(Number(group)));
  return new Map(
    tasks.map((task) => [
      task.name,
      task.gpuGroups?.map((group) => ofGroup.get(group) ?? 0) ??
        Array.from({ length: devicesHeld(task) }, () => take()),
    ]),
  );
};

const devicesHeld = ({ bestEffort, gpus, gpuFraction, gpuMemoryMiB }: VectorTask): number =>
  bestEffort === true
    ? 0
    : (gpus ?? (gpuFraction === undefined && gpuMemoryMiB === undefined ? 0 : 1));
