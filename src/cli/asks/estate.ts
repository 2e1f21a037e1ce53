import type { Ask } from '../../../adapters/ports/ask.ts';
import { gpuPlacementStrategies, placementStrategies } from '../../../domain/node-pool/index.ts';
import { withServer } from '../remote/with-server.ts';
import type { Terminal } from '../terminal.ts';
import { exitCodes } from '../exit-codes.ts';
import { isUnchanged } from './deed.ts';
import type { Objection } from './objection.ts';
import { planCluster, planNodePool } from './plan-estate.ts';
import { doDeeds, refuseWrite, type WriteFlags } from './send.ts';
import { type FlagProblem, isProblem } from './flag-problem.ts';
import { withDeed } from './with-deed.ts';

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
    const gpuPlacement = placementOf('--gpu-placement', args.gpuPlacement, gpuPlacementStrategies);
    if (isProblem(gpuPlacement)) return gpuPlacement;
    const cpuPlacement = placementOf('--cpu-placement', args.cpuPlacement, placementStrategies);
    if (isProblem(cpuPlacement)) return cpuPlacement;
    const clusterId = args.cluster ?? row?.clusterId;
    const placements = { gpuPlacement: gpuPlacement?.word, cpuPlacement: cpuPlacement?.word };
    const deed = planNodePool(world, {
      kind: 'NodePool',
      id,
      name,
      clusterId,
      label,
      ...placements,
    });
    const isOther = !isChange && 'asks' in deed && deed.outcome !== 'created' && !isUnchanged(deed);
    return isOther ? placedOtherwise(id) : deed;
  });

const placedOtherwise = (id: string): Objection => ({
  path: 'metadata.name',
  problem: `nodepool '${id}' is there already and places otherwise`,
  remedy: `change it: berth nodepool set ${id}`,
  exitCode: exitCodes.conflict,
});

const labelOf = (text: string): { readonly key: string; readonly value: string } | FlagProblem => {
  const [key = '', ...rest] = text.split('=');
  if (key !== '' && rest.length > 0) return { key, value: rest.join('=') };
  const remedy = 'write --label KEY=VALUE; leave it out for the pool of all other nodes';
  return { flag: '--label', problem: `'${text}' is no label`, remedy };
};

const placementOf = <Word extends string>(
  flag: string,
  asked: string | undefined,
  words: readonly Word[],
): { readonly word: Word } | FlagProblem | undefined => {
  if (asked === undefined) return undefined;
  const word = words.find((known) => known === asked);
  if (word !== undefined) return { word };
  const remedy = `write one of ${words.join(', ')}`;
  return { flag, problem: `nobody places by '${asked}'`, remedy };
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
