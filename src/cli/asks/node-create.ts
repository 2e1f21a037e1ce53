import type { Ask } from '../../../adapters/ports/ask.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { Taint } from '../../../domain/foundation/shapes.ts';
import { exactCpuMilli, exactMemoryBytes, exactMemoryMib } from '../exact-amounts.ts';
import type { Terminal } from '../terminal.ts';
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
  const { pods: podsMax, gpuCount, gpuModel = '' } = args;
  return { labels, taints, ...amounts, podsMax, gpuCount, gpuModel };
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
