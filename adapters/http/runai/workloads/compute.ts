import { isLeft } from '../../../../domain/foundation/fp.ts';
import { memoryBytesOf, memoryText } from '../../../../domain/foundation/quantity.ts';
import type { PodRequest } from '../../../../domain/foundation/shapes.ts';
import type { Errors } from '../errors.ts';
import { notYetCompute } from './not-yet.ts';
import { refuseMembers } from '../refused.ts';
import type { Compute } from './spec-parts.ts';

/** What one pod asks for. @unit Run:ai: GPUs, cores, Kubernetes' amounts; Berth: thousandths of a card, millicores, bytes */
export const requestOf = (
  said: Compute | null | undefined,
  pointer: string,
  errors: Errors,
): PodRequest => {
  const compute = said ?? {};
  refuseMembers(compute, notYetCompute, { pointer, errors });
  return {
    ...gpusOf(compute, pointer, errors),
    cpuMilli: Math.ceil(Number(((compute.cpuCoreRequest ?? 0) * 1000).toFixed(6))),
    memoryBytes: memoryOf(compute.cpuMemoryRequest ?? '0', `${pointer}/cpuMemoryRequest`, errors),
  };
};

const gpusOf = (
  { gpuRequestType, gpuPortionRequest, gpuDevicesRequest }: Compute,
  pointer: string,
  errors: Errors,
): Pick<PodRequest, 'gpuDevices' | 'gpuMilli'> => {
  if ((gpuRequestType ?? 'portion') !== 'portion') {
    errors.add(`${pointer}/gpuRequestType`, gpuRequestType, {
      problem: 'is a way to share GPUs that is not offered yet',
      remedy: 'say portion, and gpuPortionRequest',
    });
  }
  const portion = gpuPortionRequest ?? undefined;
  const gpuDevices = gpuDevicesRequest ?? (portion === undefined ? 0 : 1);
  if (gpuDevices === 0) return noGpus(portion, pointer, errors);
  const gpuMilli = Math.round((portion ?? 1) * 1000);
  const isExact = Math.abs((portion ?? 1) * 1000 - gpuMilli) < 1e-6;
  if (!isExact || gpuMilli === 0) {
    errors.add(`${pointer}/gpuPortionRequest`, portion, {
      problem: 'is no whole number of thousandths above 0',
      remedy: 'say 0.001 to 1, in steps of 0.001',
    });
  }
  return { gpuDevices, gpuMilli };
};

const noGpus = (portion: number | undefined, pointer: string, errors: Errors) => {
  if (portion !== undefined && portion > 0) {
    errors.add(`${pointer}/gpuPortionRequest`, portion, {
      problem: 'is a portion of no GPUs',
      remedy: 'say how many in gpuDevicesRequest, or leave the portion out',
    });
  }
  return { gpuDevices: 0, gpuMilli: 0 };
};

const memoryOf = (text: string, pointer: string, errors: Errors): number => {
  const read = memoryBytesOf(text);
  if (!isLeft(read)) return read.right;
  errors.add(pointer, text, read.left);
  return 0;
};

/** What one pod asks for, as Run:ai writes it. */
export const computeOf = ({ gpuDevices, gpuMilli, cpuMilli, memoryBytes }: PodRequest): object => ({
  gpuDevicesRequest: gpuDevices,
  ...(gpuDevices === 0 ? {} : { gpuRequestType: 'portion', gpuPortionRequest: gpuMilli / 1000 }),
  cpuCoreRequest: cpuMilli / 1000,
  cpuMemoryRequest: memoryText(memoryBytes),
});
