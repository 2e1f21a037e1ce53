import type { PodPlacement, PodRequest } from '../../domain/foundation/shapes.ts';
import { occupiedBy, type Workload } from '../../domain/workload/index.ts';
import { nodeIn } from './log-nodes.ts';
import type { World } from './log-world.ts';

type Asking = Extract<Workload, { readonly projectId: string }>;

/** Places for all pods on nodes that answer and devices that are free, first fit; `undefined` where there is no room. */
export const placed = (world: World, workload: Asking): PodPlacement[] | undefined => {
  const free = freeDevices(world, workload.nodePoolId);
  const placements: PodPlacement[] = [];
  for (const { name, pods, request } of workload.subGroups) {
    for (let pod = 0; pod < pods; pod += 1) {
      const seat = seatFor(free, request);
      if (seat === undefined) return undefined;
      placements.push({ subGroup: name, pod, ...seat, gpuMilli: request.gpuMilli });
    }
  }
  return placements;
};

type Free = Map<string, Map<number, number>>;

const seatFor = (
  free: Free,
  request: PodRequest,
): Pick<PodPlacement, 'nodeId' | 'devices'> | undefined => {
  for (const [nodeId, devices] of free) {
    const fitting = [...devices].filter(([, milli]) => milli >= request.gpuMilli);
    if (fitting.length < request.gpuDevices) continue;
    const taken = fitting.slice(0, request.gpuDevices).map(([device]) => device);
    for (const device of taken) {
      devices.set(device, (devices.get(device) ?? 0) - request.gpuMilli);
    }
    return { nodeId, devices: taken };
  }
  return undefined;
};

const freeDevices = (world: World, pool: string): Free => {
  const free: Free = new Map();
  for (const id of world.idsOf('node')) {
    const node = nodeIn(world, id);
    if (node.phase !== 'Ready' || node.cordonReason !== undefined) continue;
    if (node.description.nodePoolId !== pool) continue;
    const healthy = node.devices.flatMap((device, number): [number, number][] =>
      device.health === 'Healthy' ? [[number, 1000]] : [],
    );
    free.set(id, new Map(healthy));
  }
  for (const id of world.idsOf('workload')) {
    for (const pod of occupiedBy(world.stateOf('workload', id) as Workload) ?? []) {
      const devices = free.get(pod.nodeId);
      for (const device of pod.devices) {
        const milli = devices?.get(device);
        if (milli !== undefined) devices?.set(device, milli - pod.gpuMilli);
      }
    }
  }
  return free;
};
