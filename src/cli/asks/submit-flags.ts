import { type Either, isLeft } from '../../../domain/foundation/fp.ts';
import {
  cpuMilliOf,
  gpuMilliOf,
  memoryBytesOf,
  type QuantityRejection,
} from '../../../domain/foundation/quantity.ts';
import type { PodRequest, SubGroup } from '../../../domain/foundation/shapes.ts';
import type { WorkloadWish } from '../manifest/wish.ts';
import type { TypeNoun } from '../nouns.ts';
import { containerOfFlags, pairsOf, tolerationsOf } from './container-flags.ts';
import { type FlagProblem, isProblem } from './flag-problem.ts';
import { drawnLetters } from './plan-workload.ts';
import type { WriteFlags } from './send.ts';

/** `berth TYPE submit`'s arguments. */
export interface SubmitArguments extends WriteFlags {
  readonly noun: TypeNoun;
  readonly name?: string | undefined;
  /** What stands behind `--`. */
  readonly words: readonly string[];
  readonly namePrefix?: string;
  readonly project?: string;
  readonly image?: string;
  /** `true`: the words behind `--` are the command and not its arguments. */
  readonly command?: string | true;
  readonly workingDir?: string;
  readonly environmentVariable?: readonly string[];
  readonly label?: readonly string[];
  readonly annotation?: readonly string[];
  readonly gpuDevicesRequest?: string;
  readonly gpuPortionRequest?: string;
  readonly cpuCoreRequest?: string;
  readonly cpuMemoryRequest?: string;
  readonly masterGpuDevicesRequest?: string;
  readonly masterGpuPortionRequest?: string;
  readonly masterCpuCoreRequest?: string;
  readonly masterCpuMemoryRequest?: string;
  readonly nodePools?: readonly string[];
  readonly nodeSelector?: readonly string[];
  readonly toleration?: readonly string[];
  readonly priority?: string;
  readonly preemptibility?: string;
  readonly workers?: number;
  readonly master?: boolean;
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
  readonly initialReplicas?: number;
  readonly backoffLimit?: number;
  readonly timeLimit?: number;
  readonly autoDeletionTimeAfterCompletion?: number;
  readonly terminationGracePeriod?: number;
  readonly wait?: boolean;
  readonly waitTimeout?: number;
}

/** Reads the flags of a submission. */
export const wishOfFlags = (args: SubmitArguments): WorkloadWish | FlagProblem => {
  const name = nameOf(args);
  if (typeof name !== 'string') return name;
  const [pool, ...others] = args.nodePools ?? [];
  if (others.length > 0) {
    const remedy = `name one: --node-pools ${pool ?? ''}`;
    return { flag: '--node-pools', problem: 'a workload is placed in one node pool', remedy };
  }
  const subGroups = subGroupsOf(args);
  if ('problem' in subGroups) return subGroups;
  const container = containerOfFlags(args);
  if (container !== undefined && 'problem' in container) return container;
  const rest = restOf(args);
  if ('problem' in rest) return rest;
  return {
    name,
    workloadType: args.noun,
    projectId: args.project,
    nodePoolId: pool,
    priority: args.priority,
    subGroups,
    ...(container === undefined ? {} : { container }),
    ...rest,
  };
};

const nameOf = ({ name, namePrefix }: SubmitArguments): string | FlagProblem => {
  if (name !== undefined && namePrefix !== undefined) {
    const remedy = 'leave one of them out';
    return { flag: '--name-prefix', problem: 'there is a name already', remedy };
  }
  if (name !== undefined) return name;
  return namePrefix === undefined
    ? { flag: 'NAME', problem: 'it has no name', remedy: 'name it, or say --name-prefix' }
    : `${namePrefix}-${drawnLetters(5)}`;
};

const preemptibleOf = (said: string): boolean | undefined =>
  said === 'preemptible' ? true : said === 'non-preemptible' ? false : undefined;

const restOf = (
  args: SubmitArguments,
): (Partial<WorkloadWish> & Pick<WorkloadWish, 'preemptible'>) | FlagProblem => {
  const { preemptibility, backoffLimit, timeLimit } = args;
  const preemptible = preemptibility === undefined ? undefined : preemptibleOf(preemptibility);
  if (preemptibility !== undefined && preemptible === undefined) {
    const remedy = 'write preemptible or non-preemptible';
    return { flag: '--preemptibility', problem: `'${preemptibility}' is not known`, remedy };
  }
  const labels = pairsOf('--label', args.label);
  if (isProblem(labels)) return labels;
  const annotations = pairsOf('--annotation', args.annotation);
  if (isProblem(annotations)) return annotations;
  const selector = pairsOf('--node-selector', args.nodeSelector);
  if (isProblem(selector)) return selector;
  const tolerations = tolerationsOf(args.toleration);
  if (isProblem(tolerations)) return tolerations;
  const replicas = replicasOf(args);
  if (isProblem(replicas)) return replicas;
  const { autoDeletionTimeAfterCompletion: timeToLiveMs, terminationGracePeriod: graceMs } = args;
  return {
    preemptible,
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(selector === undefined ? {} : { nodeSelector: listsOf(selector) }),
    ...(tolerations === undefined ? {} : { tolerations }),
    ...(replicas === undefined ? {} : { replicas }),
    ...(backoffLimit === undefined ? {} : { backoffLimit }),
    ...(timeLimit === undefined ? {} : { timeLimitMs: timeLimit }),
    ...(timeToLiveMs === undefined ? {} : { timeToLiveMs }),
    ...(graceMs === undefined ? {} : { graceMs }),
  };
};

const listsOf = (pairs: Readonly<Record<string, string>>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(pairs).map(([key, value]) => [key, value.split('|')]));

const replicasOf = (args: SubmitArguments) => {
  const { minReplicas, maxReplicas, initialReplicas } = args;
  if (minReplicas === undefined && maxReplicas === undefined) return undefined;
  const min = minReplicas ?? Math.min(1, maxReplicas ?? 1);
  const max = maxReplicas ?? Math.max(min, initialReplicas ?? 1);
  if (max >= min) return { min, max };
  const remedy = `raise it to ${min}, or lower --min-replicas`;
  return { flag: '--max-replicas', problem: 'fewer than --min-replicas', remedy };
};

const subGroupsOf = (args: SubmitArguments): readonly SubGroup[] | FlagProblem => {
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
  const portion = amount(flag('gpu-portion-request'), gpuMilliOf, gpuPortionRequest ?? '1');
  if (typeof portion !== 'number') return portion;
  if (portion > 1000 || portion === 0) {
    const remedy = 'write a share above 0, at most 1';
    const problem = `'${gpuPortionRequest ?? ''}' is no share of a GPU`;
    return { flag: flag('gpu-portion-request'), problem, remedy };
  }
  const cpuMilli = amount(flag('cpu-core-request'), cpuMilliOf, asked.cpuCoreRequest ?? '0');
  if (typeof cpuMilli !== 'number') return cpuMilli;
  const text = asked.cpuMemoryRequest ?? '0';
  const memoryBytes = amount(flag('cpu-memory-request'), memoryBytesOf, text);
  if (typeof memoryBytes !== 'number') return memoryBytes;
  const gpuDevices = Number(devices);
  return { gpuDevices, gpuMilli: gpuDevices === 0 ? 0 : portion, cpuMilli, memoryBytes };
};

const amount = (
  flag: string,
  read: (text: string) => Either<QuantityRejection, number>,
  text: string,
): number | FlagProblem => {
  const units = read(text);
  if (!isLeft(units)) return units.right;
  const { text: shown, problem, remedy } = units.left;
  return { flag, problem: `'${shown}' ${problem}`, remedy };
};

const flags: readonly (readonly [string, string])[] = [
  ['/name', 'NAME'],
  ['/projectId', '--project'],
  ['/nodePoolId', '--node-pools'],
  ['/priority', '--priority'],
  ['/container/image', '--image'],
  ['/container/environment', '--environment-variable'],
  ['/container', '--command'],
  ['/labels', '--label'],
  ['/annotations', '--annotation'],
  ['/backoffLimit', '--backoff-limit'],
  ['/timeLimitMs', '--time-limit'],
  ['/timeToLiveMs', '--auto-deletion-time-after-completion'],
  ['/graceMs', '--termination-grace-period'],
  ['/replicas', '--min-replicas, --max-replicas'],
  ['/request/gpuDevices', '--gpu-devices-request'],
  ['/request/gpuMilli', '--gpu-portion-request'],
  ['/request/cpuMilli', '--cpu-core-request'],
  ['/request/memoryBytes', '--cpu-memory-request'],
  ['/pods', '--workers'],
];

/** The flag that led to what a server finds wrong. */
export const flagOfPointer = (pointer: string): string | undefined =>
  flags.find(([part]) => pointer.includes(part))?.[1];

const flagsByPath = new Map([
  ['spec.project', '--project'],
  ['spec.nodePool', '--node-pools'],
  ['spec.priority', '--priority'],
]);

/** The flag that says what a path of a document would. */
export const flagOfPath = (path: string): string => flagsByPath.get(path) ?? path;
