import { isMigSlice, migSliceOf } from '../../../domain/foundation/device-slices.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { PodRequest } from '../../../domain/foundation/shapes.ts';
import { type AmountReader, exactGpuMilli, exactMemoryMib } from '../exact-amounts.ts';
import type { FlagProblem } from './flag-problem.ts';

/** What flags ask of the GPUs of each pod. */
export interface GpuFlags {
  readonly gpuDevicesRequest?: string | undefined;
  readonly gpuRequestType?: string | undefined;
  readonly gpuPortionRequest?: string | undefined;
  readonly gpuMemoryRequest?: string | undefined;
  readonly migProfile?: string | undefined;
}

type GpusAsked = Pick<PodRequest, 'gpuDevices' | 'gpuMilli' | 'gpuMemoryMib' | 'mig'>;

/** The ways to ask for GPUs: the member that says how much, and its flag. */
const ways = {
  portion: ['gpuPortionRequest', 'gpu-portion-request'],
  memory: ['gpuMemoryRequest', 'gpu-memory-request'],
  migProfile: ['migProfile', 'mig-profile'],
} as const;
type Way = keyof typeof ways;

const isWay = (word: string): word is Way => Object.hasOwn(ways, word);

/** The GPUs of a pod as flags say them, in one way. */
export const gpusOf = (asked: GpuFlags, prefix: string): GpusAsked | FlagProblem => {
  const flag = (name: string): string => `--${prefix}${name}`;
  const way = wayOf(asked, flag('gpu-request-type'));
  if (typeof way !== 'string') return way;
  const stray = Object.entries(ways).find(
    ([other, [member]]) => other !== way && asked[member] !== undefined,
  );
  if (stray !== undefined) {
    const [other, [, name]] = stray;
    const remedy = `leave it out, or say ${flag('gpu-request-type')} ${other}`;
    return { flag: flag(name), problem: `GPUs are asked for by ${way}`, remedy };
  }
  const isNothing = way === 'portion' && asked.gpuPortionRequest === undefined;
  const devices = asked.gpuDevicesRequest ?? (isNothing ? '0' : '1');
  if (!/^\d{1,6}$/.test(devices)) {
    const remedy = 'write whole GPUs here, and --gpu-portion-request 0.5 for half of each';
    return { flag: flag('gpu-devices-request'), problem: `'${devices}' is no number`, remedy };
  }
  return readersByWay[way](asked, Number(devices), flag);
};

/** What is said decides where the way itself is not. */
const wayOf = (asked: GpuFlags, flag: string): Way | FlagProblem => {
  const { gpuRequestType: said } = asked;
  if (said === undefined) {
    if (asked.migProfile !== undefined) return 'migProfile';
    return asked.gpuMemoryRequest === undefined ? 'portion' : 'memory';
  }
  if (isWay(said)) return said;
  return { flag, problem: `'${said}' is not known`, remedy: 'write portion, memory or migProfile' };
};

type Reader = (
  asked: GpuFlags,
  devices: number,
  flag: (name: string) => string,
) => GpusAsked | FlagProblem;

const portionOf: Reader = ({ gpuPortionRequest }, gpuDevices, flagOf) => {
  const flag = flagOf('gpu-portion-request');
  const portion = amount(flag, exactGpuMilli, gpuPortionRequest ?? '1');
  if (typeof portion !== 'number') return portion;
  if (portion > 1000 || portion === 0) {
    const remedy = 'write a share above 0, at most 1';
    return { flag, problem: `'${gpuPortionRequest ?? ''}' is no share of a GPU`, remedy };
  }
  return { gpuDevices, gpuMilli: gpuDevices === 0 ? 0 : portion };
};

const memoryOf: Reader = ({ gpuMemoryRequest: text }, gpuDevices, flagOf) => {
  const flag = flagOf('gpu-memory-request');
  const remedy = `write ${flag} 20Gi`;
  if (text === undefined) return { flag, problem: 'it does not say how much', remedy };
  const gpuMemoryMib = amount(flag, exactMemoryMib, text);
  if (typeof gpuMemoryMib !== 'number') return gpuMemoryMib;
  if (gpuMemoryMib > 0 && gpuDevices > 0) return { gpuDevices, gpuMilli: 0, gpuMemoryMib };
  return { flag, problem: `'${text}' of ${gpuDevices} GPUs is nothing`, remedy };
};

const slicesOf: Reader = ({ migProfile: text = '' }, slices, flagOf) => {
  const flag = flagOf('mig-profile');
  const name = migSliceOf(text);
  const remedy = `write ${flag} 1g.10gb`;
  if (!isMigSlice(name)) return { flag, problem: `'${text}' is no profile of a slice`, remedy };
  if (slices === 0) return { flag, problem: 'it is a slice of no GPUs', remedy };
  return { gpuDevices: 0, gpuMilli: 0, mig: { [name]: slices } };
};

const readersByWay: Readonly<Record<Way, Reader>> = {
  portion: portionOf,
  memory: memoryOf,
  migProfile: slicesOf,
};

/** Reads the amount of a flag. */
export const amount = (flag: string, read: AmountReader, text: string): number | FlagProblem => {
  const units = read(text);
  if (!isLeft(units)) return units.right;
  const { text: shown, problem, remedy } = units.left;
  return { flag, problem: `'${shown}' ${problem}`, remedy };
};
