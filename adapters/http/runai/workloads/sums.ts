import { gpuMemoryMibAsked, gpuMilliAsked } from '../../../../domain/foundation/device-slices.ts';
import { memoryText } from '../../../../domain/foundation/quantity.ts';
import type { SubGroup } from '../../../../domain/foundation/shapes.ts';

/** What all pods ask for together. @unit GPUs, cores; memory as Kubernetes writes it */
export const sumsOf = (subGroups: readonly SubGroup[]) => {
  let [gpuMilli, gpuMemoryMib, cpuMilli, memoryBytes] = [0, 0, 0, 0];
  for (const { pods, request } of subGroups) {
    gpuMilli += pods * gpuMilliAsked(request);
    gpuMemoryMib += pods * gpuMemoryMibAsked(request);
    cpuMilli += pods * request.cpuMilli;
    memoryBytes += pods * request.memoryBytes;
  }
  return {
    gpus: gpuMilli / 1000,
    /** `undefined` where none of them asks by memory. */
    gpuMemory: gpuMemoryMib === 0 ? undefined : memoryText(gpuMemoryMib * 2 ** 20),
    cores: cpuMilli / 1000,
    memory: Number.isSafeInteger(memoryBytes)
      ? memoryText(memoryBytes)
      : `${Math.ceil(memoryBytes / 2 ** 20)}Mi`,
  };
};
