import type { PodRequest, SubGroup } from '../../../domain/foundation/shapes.ts';
import { exactCpuMilli, exactMemoryBytes } from '../exact-amounts.ts';
import { defined } from '../manifest/container.ts';
import { pairsOf } from './container-flags.ts';
import { type FlagProblem, isProblem } from './flag-problem.ts';
import { amount, type GpuFlags, gpusOf } from './gpu-flags.ts';
import type { SubmitArguments } from './submit-arguments.ts';

/** The sets of pods that flags ask for, and how few of each are enough where that is not all of them. */
export interface PodsAsked {
  readonly subGroups: readonly SubGroup[];
  readonly minPods: ReadonlyMap<string, number>;
}

/** The pods that flags ask for. */
export const podsAskedOf = (args: SubmitArguments): PodsAsked | FlagProblem => {
  const request = requestOf(args);
  if (isProblem(request)) return request;
  if (args.noun !== 'distributed') {
    const { initialReplicas, minReplicas = 1, parallelism } = args;
    const pods = parallelism ?? initialReplicas ?? Math.max(1, minReplicas);
    return { subGroups: [{ name: 'main', pods, request }], minPods: new Map() };
  }
  const workers = workersOf(args);
  if (isProblem(workers)) return workers;
  const { minPods, pods } = workers;
  const worker = { name: 'worker', pods, request };
  if (args.master === false) return { subGroups: [worker], minPods };
  const master = requestOf(masterOf(args), 'master-');
  if (isProblem(master)) return master;
  return { subGroups: [{ name: 'master', pods: 1, request: master }, worker], minPods };
};

/** Elastic training starts with its fewest workers and grows to the most; its number of workers is in between. */
const workersOf = ({
  workers = 1,
  minReplicas: fewest = workers,
  maxReplicas: most = workers,
}: SubmitArguments):
  { readonly pods: number; readonly minPods: ReadonlyMap<string, number> } | FlagProblem => {
  const problem = `--workers is ${workers}`;
  if (fewest > workers) {
    return {
      flag: '--min-replicas',
      problem,
      remedy: `say at most ${workers}, or raise --workers`,
    };
  }
  if (most < workers) {
    return {
      flag: '--max-replicas',
      problem,
      remedy: `say at least ${workers}, or lower --workers`,
    };
  }
  return { pods: most, minPods: new Map(fewest === most ? [] : [['worker', fewest]]) };
};

/** A master asks for what a worker asks for, but where it says otherwise; of GPUs it says all or nothing. */
const masterOf = (args: SubmitArguments): Amounts => ({
  ...gpusOfMaster(args),
  cpuCoreRequest: args.masterCpuCoreRequest ?? args.cpuCoreRequest,
  cpuMemoryRequest: args.masterCpuMemoryRequest ?? args.cpuMemoryRequest,
  extendedResource: args.masterExtendedResource ?? args.extendedResource,
  claim: args.claim,
});

const gpusOfMaster = (args: SubmitArguments): GpuFlags => {
  const own: GpuFlags = {
    gpuDevicesRequest: args.masterGpuDevicesRequest,
    gpuRequestType: args.masterGpuRequestType,
    gpuPortionRequest: args.masterGpuPortionRequest,
    gpuMemoryRequest: args.masterGpuMemoryRequest,
    migProfile: args.masterMigProfile,
  };
  const isOfOtherWay = [own.gpuRequestType, own.gpuMemoryRequest, own.migProfile].some(
    (one) => one !== undefined,
  );
  if (isOfOtherWay) return own;
  const { gpuDevicesRequest, gpuRequestType, gpuMemoryRequest, migProfile } = args;
  if (own.gpuPortionRequest !== undefined) {
    return { ...own, gpuDevicesRequest: own.gpuDevicesRequest ?? gpuDevicesRequest };
  }
  const isNone = own.gpuDevicesRequest === '0';
  return {
    gpuDevicesRequest: own.gpuDevicesRequest ?? gpuDevicesRequest,
    gpuPortionRequest: args.gpuPortionRequest,
    ...(isNone ? {} : { gpuRequestType, gpuMemoryRequest, migProfile }),
  };
};

interface Amounts extends GpuFlags {
  readonly cpuCoreRequest?: string | undefined;
  readonly cpuMemoryRequest?: string | undefined;
  readonly extendedResource?: readonly string[] | undefined;
  readonly claim?: readonly string[] | undefined;
}

const requestOf = (asked: Amounts, prefix = ''): PodRequest | FlagProblem => {
  const gpus = gpusOf(asked, prefix);
  if (isProblem(gpus)) return gpus;
  const flag = (name: string): string => `--${prefix}${name}`;
  const cpuMilli = amount(flag('cpu-core-request'), exactCpuMilli, asked.cpuCoreRequest ?? '0');
  if (typeof cpuMilli !== 'number') return cpuMilli;
  const text = asked.cpuMemoryRequest ?? '0';
  const memoryBytes = amount(flag('cpu-memory-request'), exactMemoryBytes, text);
  if (typeof memoryBytes !== 'number') return memoryBytes;
  const resources = countsOf(flag('extended-resource'), asked.extendedResource);
  if (isProblem(resources)) return resources;
  const claims = asked.claim === undefined ? undefined : [...asked.claim];
  return { ...gpus, cpuMilli, memoryBytes, ...defined({ resources, claims }) };
};

/** Numbers by name, such as `example.com/rdma=1`. */
export const countsOf = (
  flag: string,
  texts: readonly string[] | undefined,
): Record<string, number> | FlagProblem | undefined => {
  const pairs = pairsOf(flag, texts);
  if (pairs === undefined || isProblem(pairs)) return pairs;
  const wrong = Object.entries(pairs).find(([, count]) => !/^[1-9]\d{0,11}$/.test(count));
  if (wrong !== undefined) {
    const remedy = `write ${flag} ${wrong[0]}=1`;
    return { flag, problem: `'${wrong[1]}' is no number above 0`, remedy };
  }
  return Object.fromEntries(Object.entries(pairs).map(([name, count]) => [name, Number(count)]));
};
