import { isLeft } from '../../../../domain/foundation/fp.ts';
import {
  isMigSlice,
  migProfileOf,
  migSliceOf,
} from '../../../../domain/foundation/device-slices.ts';
import { memoryMibOf, memoryText } from '../../../../domain/foundation/quantity.ts';
import type { PodRequest } from '../../../../domain/foundation/shapes.ts';
import type { Errors } from '../errors.ts';
import type { Compute } from './spec-parts.ts';

/** What a pod asks of cards. */
export type GpusAsked = Pick<PodRequest, 'gpuDevices' | 'gpuMilli' | 'gpuMemoryMib' | 'mig'>;

/** The ways to ask for GPUs, and the member that says how much. */
const members = {
  portion: 'gpuPortionRequest',
  memory: 'gpuMemoryRequest',
  migProfile: 'migProfile',
} as const;
type Way = keyof typeof members;

const bytesPerMib = 1_048_576;

/**
 * The GPUs of a pod, in the one way that it asks for them.
 *
 * @unit Run:ai: devices, portions of a device, Kubernetes' amounts, profiles; Berth: thousandths of a card, MiB, slices
 */
export const gpusOf = (compute: Compute, pointer: string, errors: Errors): GpusAsked => {
  const way = wayOf(compute);
  for (const [other, member] of Object.entries(members)) {
    const value = compute[member] ?? undefined;
    if (other === way || value === undefined) continue;
    errors.add(`${pointer}/${member}`, value, {
      problem: `stands besides gpuRequestType ${way}`,
      remedy: `leave it out, or say gpuRequestType ${other}`,
    });
  }
  switch (way) {
    case 'portion':
      return portionOf(compute, pointer, errors);
    case 'memory':
      return memoryOf(compute, pointer, errors);
    case 'migProfile':
      return slicesOf(compute, pointer, errors);
  }
};

/** What is said decides where the way itself is not. */
const wayOf = (compute: Compute): Way => {
  const said = compute.gpuRequestType ?? undefined;
  if (said === 'portion' || said === 'memory' || said === 'migProfile') return said;
  if ((compute.migProfile ?? undefined) !== undefined) return 'migProfile';
  return (compute.gpuMemoryRequest ?? undefined) === undefined ? 'portion' : 'memory';
};

const portionOf = (
  { gpuPortionRequest, gpuDevicesRequest }: Compute,
  pointer: string,
  errors: Errors,
): GpusAsked => {
  const portion = gpuPortionRequest ?? undefined;
  const gpuDevices = gpuDevicesRequest ?? (portion === undefined ? 0 : 1);
  if (gpuDevices === 0) {
    if (portion !== undefined && portion > 0) {
      errors.add(`${pointer}/gpuPortionRequest`, portion, {
        problem: 'is a portion of no GPUs',
        remedy: 'say how many in gpuDevicesRequest, or leave the portion out',
      });
    }
    return noGpus;
  }
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

const noGpus: GpusAsked = { gpuDevices: 0, gpuMilli: 0 };

/** Memory of each device; a part of a MiB counts as a whole one. */
const memoryOf = (
  { gpuMemoryRequest, gpuDevicesRequest }: Compute,
  pointer: string,
  errors: Errors,
): GpusAsked => {
  const place = `${pointer}/gpuMemoryRequest`;
  const text = gpuMemoryRequest ?? undefined;
  if (text === undefined) {
    const remedy = 'say how much of each GPU, such as 20Gi, or another gpuRequestType';
    errors.add(place, text, { problem: 'is missing', remedy });
    return noGpus;
  }
  const read = memoryMibOf(text);
  if (isLeft(read)) {
    errors.add(place, text, read.left);
    return noGpus;
  }
  if (read.right === 0 || gpuDevicesRequest === 0) {
    errors.add(place, text, {
      problem: read.right === 0 ? 'is no memory' : 'is memory of no GPUs',
      remedy: 'say more than 0 here and in gpuDevicesRequest, or leave both out',
    });
  }
  return { gpuDevices: gpuDevicesRequest ?? 1, gpuMilli: 0, gpuMemoryMib: read.right };
};

/** So many slices of one profile; each is placed as it is cut. */
const slicesOf = (
  { migProfile, gpuDevicesRequest }: Compute,
  pointer: string,
  errors: Errors,
): GpusAsked => {
  const profile = migProfile ?? undefined;
  const name = migSliceOf(profile ?? '');
  if (profile === undefined || !isMigSlice(name)) {
    errors.add(`${pointer}/migProfile`, profile, {
      problem: profile === undefined ? 'is missing' : 'is no profile of a slice',
      remedy: 'say one such as 1g.10gb or 3g.40gb',
    });
    return noGpus;
  }
  const slices = gpuDevicesRequest ?? 1;
  if (slices === 0) {
    const remedy = 'say how many in gpuDevicesRequest, or leave the profile out';
    errors.add(`${pointer}/migProfile`, profile, { problem: 'is a slice of no GPUs', remedy });
    return noGpus;
  }
  return { ...noGpus, mig: { [name]: slices } };
};

/** The GPUs of a pod as Run:ai writes them: of several kinds of slices the first; nobody asks for two there. */
export const gpusSaid = ({ gpuDevices, gpuMilli, gpuMemoryMib, mig }: PodRequest): object => {
  const [slice] = Object.entries(mig ?? {});
  if (slice !== undefined) {
    const [name, slices] = slice;
    return {
      gpuDevicesRequest: slices,
      gpuRequestType: 'migProfile',
      migProfile: migProfileOf(name),
    };
  }
  if (gpuMemoryMib !== undefined) {
    const gpuMemoryRequest = memoryText(gpuMemoryMib * bytesPerMib);
    return { gpuDevicesRequest: gpuDevices, gpuRequestType: 'memory', gpuMemoryRequest };
  }
  return {
    gpuDevicesRequest: gpuDevices,
    ...(gpuDevices === 0 ? {} : { gpuRequestType: 'portion', gpuPortionRequest: gpuMilli / 1000 }),
  };
};
