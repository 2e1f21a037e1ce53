import type { Ask, AskedNode } from '../../../adapters/ports/ask.ts';
import { migSliceOf } from '../../../domain/foundation/device-slices.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { Taint } from '../../../domain/foundation/shapes.ts';
import { exactCpuMilli, exactMemoryBytes, exactMemoryMib } from '../exact-amounts.ts';
import type { Terminal } from '../terminal.ts';
import { countsOf } from './pod-flags.ts';
import { pairsOf } from './container-flags.ts';
import { type FlagProblem, isProblem } from './flag-problem.ts';
import { clusterIdOf } from './plan-unit.ts';
import type { WriteFlags } from './send.ts';
import { withDeed } from './with-deed.ts';

/** `berth node create`'s arguments. */
export interface NodeArguments extends WriteFlags {
  readonly id: string;
  readonly displayName?: string;
  readonly cluster?: string;
  readonly nodePool?: string;
  readonly gpuCount: number;
  readonly gpuModel?: string;
  readonly gpuMemory?: string;
  readonly cpu: string;
  readonly memory: string;
  readonly pods: number;
  readonly label?: readonly string[];
  readonly taint?: readonly string[];
  readonly migStrategy?: string;
  readonly migSlice?: readonly string[];
  readonly extendedResource?: readonly string[];
  readonly deviceClass?: readonly string[];
}

/** Lets a node join by hand, for a site whose cluster does not tell of its nodes itself. */
export const createNode = (terminal: Terminal, args: NodeArguments): Promise<number> =>
  withDeed(terminal, args, (world) => {
    const clusterId = clusterIdOf(world, args.cluster);
    if (typeof clusterId !== 'string') return clusterId;
    const made = madeOf(args);
    if (isProblem(made)) return made;
    const { id: nodeId, displayName: name = nodeId } = args;
    const [only = '', ...others] = world.nodePools.keys();
    const nodePoolId = args.nodePool ?? (others.length === 0 ? only : 'default');
    const ask: Ask = { type: 'JoinNode', nodeId, name, clusterId, nodePoolId, ...made };
    return { subject: `node/${nodeId}`, outcome: 'joined', asks: [ask] };
  });

/** What a node is made of, as the flags say it. */
const madeOf = (args: NodeArguments) => {
  const amounts = amountsOf(args);
  if (isProblem(amounts)) return amounts;
  const labels = pairsOf('--label', args.label) ?? {};
  if (isProblem(labels)) return labels;
  const taints = taintsOf(args.taint ?? []);
  if (isProblem(taints)) return taints;
  const offers = offersOf(args);
  if (isProblem(offers)) return offers;
  const { pods: podsMax, gpuCount, gpuModel = '' } = args;
  return { labels, taints, ...amounts, podsMax, gpuCount, gpuModel, ...offers };
};

/** Slices, resources and classes of devices, where there are any. */
const offersOf = (
  args: NodeArguments,
): Pick<AskedNode, 'mig' | 'resources' | 'deviceClasses'> | FlagProblem => {
  const slices = countsOf('--mig-slice', args.migSlice);
  if (isProblem(slices)) return slices;
  const resources = countsOf('--extended-resource', args.extendedResource);
  if (isProblem(resources)) return resources;
  const deviceClasses = countsOf('--device-class', args.deviceClass);
  if (isProblem(deviceClasses)) return deviceClasses;
  const { migStrategy: strategy } = args;
  if (strategy !== undefined && strategy !== 'single' && strategy !== 'mixed') {
    const remedy = 'write single or mixed';
    return { flag: '--mig-strategy', problem: `'${strategy}' is not known`, remedy };
  }
  if ((strategy === undefined) !== (slices === undefined)) {
    const remedy = 'write --mig-strategy mixed --mig-slice 1g.10gb=7';
    return { flag: '--mig-slice', problem: 'a strategy and slices go together', remedy };
  }
  const instances = Object.fromEntries(
    Object.entries(slices ?? {}).map(([profile, count]) => [migSliceOf(profile), count]),
  );
  return {
    ...(strategy === undefined ? {} : { mig: { strategy, instances } }),
    ...(resources === undefined ? {} : { resources }),
    ...(deviceClasses === undefined ? {} : { deviceClasses }),
  };
};

const amountsOf = ({ cpu, memory, gpuMemory = '0' }: NodeArguments) => {
  const cpuMilli = exactCpuMilli(cpu);
  if (isLeft(cpuMilli)) return problemOf('--cpu', cpuMilli.left);
  const memoryBytes = exactMemoryBytes(memory);
  if (isLeft(memoryBytes)) return problemOf('--memory', memoryBytes.left);
  const gpuMemoryMib = exactMemoryMib(gpuMemory);
  if (isLeft(gpuMemoryMib)) return problemOf('--gpu-memory', gpuMemoryMib.left);
  return {
    cpuMilli: cpuMilli.right,
    memoryBytes: memoryBytes.right,
    gpuMemoryMib: gpuMemoryMib.right,
  };
};

const problemOf = (
  flag: string,
  said: { readonly text: string; readonly problem: string; readonly remedy: string },
): FlagProblem => ({ flag, problem: `'${said.text}' ${said.problem}`, remedy: said.remedy });

const taintForm = /^([^=:]+)(?:=([^:]*))?:(NoSchedule|PreferNoSchedule|NoExecute)$/;

const taintsOf = (texts: readonly string[]): readonly Taint[] | FlagProblem => {
  const taints: Taint[] = [];
  for (const text of texts) {
    const [, key = '', value = '', effect] = taintForm.exec(text) ?? [];
    if (effect !== 'NoSchedule' && effect !== 'PreferNoSchedule' && effect !== 'NoExecute') {
      const remedy = 'write --taint KEY=VALUE:NoSchedule';
      return { flag: '--taint', problem: `'${text}' is no taint`, remedy };
    }
    taints.push({ key, value, effect });
  }
  return taints;
};
