import { isLeft } from '../../../domain/foundation/fp.ts';
import type { PodRequest, SubGroup } from '../../../domain/foundation/shapes.ts';
import {
  type AmountReader,
  exactCpuMilli,
  exactGpuMilli,
  exactMemoryBytes,
} from '../exact-amounts.ts';
import type { FlagProblem } from './flag-problem.ts';
import type { SubmitArguments } from './submit-arguments.ts';

/** The sets of pods that flags ask for. */
export const subGroupsOf = (args: SubmitArguments): readonly SubGroup[] | FlagProblem => {
  const request = requestOf(args);
  if ('problem' in request) return request;
  if (args.noun !== 'distributed') {
    const { initialReplicas, minReplicas = 1 } = args;
    return [{ name: 'main', pods: initialReplicas ?? Math.max(1, minReplicas), request }];
  }
  const workers = { name: 'worker', pods: args.workers ?? 1, request };
  if (args.master === false) return [workers];
  const master = requestOf(masterOf(args), 'master-');
  if ('problem' in master) return master;
  return [{ name: 'master', pods: 1, request: master }, workers];
};

/** A master asks for what a worker asks for, but where it says otherwise. */
const masterOf = (args: SubmitArguments): Amounts => ({
  gpuDevicesRequest: args.masterGpuDevicesRequest ?? args.gpuDevicesRequest,
  gpuPortionRequest: args.masterGpuPortionRequest ?? args.gpuPortionRequest,
  cpuCoreRequest: args.masterCpuCoreRequest ?? args.cpuCoreRequest,
  cpuMemoryRequest: args.masterCpuMemoryRequest ?? args.cpuMemoryRequest,
});

interface Amounts {
  readonly gpuDevicesRequest?: string | undefined;
  readonly gpuPortionRequest?: string | undefined;
  readonly cpuCoreRequest?: string | undefined;
  readonly cpuMemoryRequest?: string | undefined;
}

const requestOf = (asked: Amounts, prefix = ''): PodRequest | FlagProblem => {
  const { gpuDevicesRequest, gpuPortionRequest } = asked;
  const flag = (name: string): string => `--${prefix}${name}`;
  const devices = gpuDevicesRequest ?? (gpuPortionRequest === undefined ? '0' : '1');
  if (!/^\d{1,6}$/.test(devices)) {
    const remedy = 'write whole GPUs here, and --gpu-portion-request 0.5 for half of each';
    return { flag: flag('gpu-devices-request'), problem: `'${devices}' is no number`, remedy };
  }
  const portion = amount(flag('gpu-portion-request'), exactGpuMilli, gpuPortionRequest ?? '1');
  if (typeof portion !== 'number') return portion;
  if (portion > 1000 || portion === 0) {
    const remedy = 'write a share above 0, at most 1';
    const problem = `'${gpuPortionRequest ?? ''}' is no share of a GPU`;
    return { flag: flag('gpu-portion-request'), problem, remedy };
  }
  const cpuMilli = amount(flag('cpu-core-request'), exactCpuMilli, asked.cpuCoreRequest ?? '0');
  if (typeof cpuMilli !== 'number') return cpuMilli;
  const text = asked.cpuMemoryRequest ?? '0';
  const memoryBytes = amount(flag('cpu-memory-request'), exactMemoryBytes, text);
  if (typeof memoryBytes !== 'number') return memoryBytes;
  const gpuDevices = Number(devices);
  return { gpuDevices, gpuMilli: gpuDevices === 0 ? 0 : portion, cpuMilli, memoryBytes };
};

const amount = (flag: string, read: AmountReader, text: string): number | FlagProblem => {
  const units = read(text);
  if (!isLeft(units)) return units.right;
  const { text: shown, problem, remedy } = units.left;
  return { flag, problem: `'${shown}' ${problem}`, remedy };
};
