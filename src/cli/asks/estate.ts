import type { Ask } from '../../../adapters/ports/ask.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { cpuMilliOf, memoryBytesOf } from '../../../domain/foundation/quantity.ts';
import type { Taint } from '../../../domain/foundation/shapes.ts';
import { withServer } from '../remote/with-server.ts';
import type { Terminal } from '../terminal.ts';
import { pairsOf } from './container-flags.ts';
import type { Placement } from '../manifest/wish.ts';
import { planCluster, planNodePool } from './plan-estate.ts';
import { clusterIdOf } from './plan-unit.ts';
import { doDeeds, refuseWrite, type WriteFlags } from './send.ts';
import { type FlagProblem, isProblem } from './flag-problem.ts';
import { withDeed } from './units.ts';

/** `berth nodepool create` and `set`'s arguments. */
export interface NodePoolArguments extends WriteFlags {
  readonly id: string;
  readonly displayName?: string;
  readonly cluster?: string;
  readonly label?: string;
  readonly gpuPlacement?: string;
  readonly cpuPlacement?: string;
  /** Whether it must be there already. */
  readonly isChange: boolean;
}

/** Creates a node pool, or changes how it places. */
export const nodePoolWanted = (terminal: Terminal, args: NodePoolArguments): Promise<number> =>
  withDeed(terminal, args, (world) => {
    const { id, displayName: name, isChange } = args;
    const row = world.nodePools.get(id);
    if (isChange && row === undefined) {
      const remedy = 'berth nodepool list names all; berth nodepool create makes one';
      return { flag: 'ID', problem: `there is no nodepool '${id}'`, remedy };
    }
    const label = args.label === undefined ? undefined : labelOf(args.label);
    if (isProblem(label)) return label;
    const gpuPlacement = placementOf('--gpu-placement', args.gpuPlacement);
    if (isProblem(gpuPlacement)) return gpuPlacement;
    const cpuPlacement = placementOf('--cpu-placement', args.cpuPlacement);
    if (isProblem(cpuPlacement)) return cpuPlacement;
    const clusterId = args.cluster ?? row?.clusterId;
    const placements = { gpuPlacement: gpuPlacement?.word, cpuPlacement: cpuPlacement?.word };
    return planNodePool(world, { kind: 'NodePool', id, name, clusterId, label, ...placements });
  });

const labelOf = (text: string): { readonly key: string; readonly value: string } | FlagProblem => {
  const [key = '', ...rest] = text.split('=');
  if (key !== '' && rest.length > 0) return { key, value: rest.join('=') };
  const remedy = 'write --label KEY=VALUE; leave it out for the pool of all other nodes';
  return { flag: '--label', problem: `'${text}' is no label`, remedy };
};

const placementOf = (
  flag: string,
  word: string | undefined,
): { readonly word: Placement } | FlagProblem | undefined => {
  if (word === undefined) return undefined;
  if (word === 'binpack' || word === 'spread') return { word };
  return { flag, problem: `nobody places by '${word}'`, remedy: 'write binpack or spread' };
};

/** Registers a cluster. */
export const createCluster = (
  terminal: Terminal,
  args: WriteFlags & { readonly id: string; readonly displayName?: string },
): Promise<number> =>
  withDeed(terminal, args, (world) =>
    planCluster(world, { kind: 'Cluster', id: args.id, name: args.displayName }),
  );

/** `berth node cordon` and `uncordon`'s arguments. */
export interface CordonArguments extends WriteFlags {
  readonly ids: readonly string[];
  readonly reason?: string;
  readonly isOn: boolean;
}

/** Lets nodes take nothing new, or take work again. */
export const cordonNodes = async (terminal: Terminal, args: CordonArguments): Promise<number> => {
  const refused = refuseWrite(terminal, args);
  if (refused !== undefined) return refused;
  const reason = args.reason ?? 'asked for on the command line';
  const deeds = args.ids.map((typed) => {
    const nodeId = typed.startsWith('node/') ? typed.slice('node/'.length) : typed;
    const ask: Ask = args.isOn
      ? { type: 'CordonNode', nodeId, reason }
      : { type: 'UncordonNode', nodeId };
    const outcome = args.isOn ? 'cordoned' : 'uncordoned';
    return { subject: `node/${nodeId}`, outcome, asks: [ask] };
  });
  return withServer(terminal, args, (server) => doDeeds(terminal, server, { deeds, flags: args }));
};

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
    const amounts = amountsOf(args);
    if (isProblem(amounts)) return amounts;
    const labels = pairsOf('--label', args.label) ?? {};
    if (isProblem(labels)) return labels;
    const taints = taintsOf(args.taint ?? []);
    if (isProblem(taints)) return taints;
    const [only = '', ...others] = world.nodePools.keys();
    const nodePoolId = args.nodePool ?? (others.length === 0 ? only : 'default');
    const ask: Ask = {
      type: 'JoinNode',
      nodeId: args.id,
      name: args.displayName ?? args.id,
      clusterId,
      nodePoolId,
      labels,
      taints,
      ...amounts,
      podsMax: args.pods,
      gpuCount: args.gpuCount,
      gpuModel: args.gpuModel ?? '',
    };
    return { subject: `node/${args.id}`, outcome: 'joined', asks: [ask] };
  });

const bytesPerMib = 1_048_576;

const amountsOf = ({ cpu, memory, gpuMemory = '0' }: NodeArguments) => {
  const cpuMilli = cpuMilliOf(cpu);
  if (isLeft(cpuMilli)) return problemOf('--cpu', cpuMilli.left);
  const memoryBytes = memoryBytesOf(memory);
  if (isLeft(memoryBytes)) return problemOf('--memory', memoryBytes.left);
  const gpuBytes = memoryBytesOf(gpuMemory);
  if (isLeft(gpuBytes)) return problemOf('--gpu-memory', gpuBytes.left);
  return {
    cpuMilli: cpuMilli.right,
    memoryBytes: memoryBytes.right,
    gpuMemoryMib: Math.floor(gpuBytes.right / bytesPerMib),
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
