import { migSliceOf } from '../../domain/foundation/device-slices.ts';
import { isLeft } from '../../domain/foundation/fp.ts';
import { isId } from '../../domain/foundation/ids.ts';
import { invariant } from '../../domain/foundation/invariant.ts';
import { node } from '../../domain/node/index.ts';
import type { ScenarioNode } from '../ports/scenario.ts';
import { nodePoolLabel } from '../ports/scenario.ts';
import { isLabelValue } from './fields.ts';
import { gpuModelLabel } from './nodes.ts';
import { shown } from './refusal.ts';
import { byName, cpuMilliAt, memoryBytesAt, memoryMibAt } from './scenario-file-amounts.ts';
import { type Page, refuseAt } from './scenario-file-page.ts';
import type { Pools } from './scenario-file-pools.ts';
import { type Register, registerOf } from './scenario-file-register.ts';
import type { NodeText, ScenarioText } from './scenario-file-shape.ts';

/** Kubernetes' own bound. */
const podsByDefault = 110;
const nodesMax = 100_000;

/** The nodes, group by group, and who they are. @throws InputRefusal */
export const scenarioNodesOf = (
  page: Page,
  groups: ScenarioText['nodes'],
  pools: Pools,
): { readonly nodes: readonly ScenarioNode[]; readonly known: Register } => {
  const known = registerOf('node', 'nodes');
  const nodes: ScenarioNode[] = [];
  for (const [place, group] of groups.entries()) {
    const at = `/nodes/${place}`;
    const { ids, pointer } = idsOf(page, at, group);
    const home = poolAt(page, at, { group, pools });
    const likeness = likenessOf(page, at, home.group);
    if (nodes.length + ids.length > nodesMax) {
      const problem = `there are more than ${nodesMax} nodes`;
      refuseAt(page, `${at}/count`, { problem, remedy: 'play fewer at once' });
    }
    for (const id of ids) {
      known.add(page, pointer, id);
      nodes.push({ id, ...home.nodePool, ...likeness });
    }
  }
  return { nodes, known };
};

/** The pool of a group of nodes; those of a further pool carry its label. @throws InputRefusal */
const poolAt = (
  page: Page,
  at: string,
  { group, pools }: { readonly group: NodeText; readonly pools: Pools },
): { readonly group: NodeText; readonly nodePool: Pick<ScenarioNode, 'nodePoolId'> } => {
  const { pool = pools.home, labels = {} } = group;
  pools.known.demand(page, `${at}/pool`, pool);
  const isFurther = pool !== pools.home;
  const said = Object.hasOwn(labels, nodePoolLabel) ? labels[nodePoolLabel] : undefined;
  if (said !== undefined && (said !== pool || !isFurther)) {
    const problem = `the label ${nodePoolLabel} says ${shown(said)}, and the node is in ${shown(pool)}`;
    refuseAt(page, `${at}/pool`, { problem, remedy: 'leave the label out: the pool sets it' });
  }
  if (!isFurther) return { group, nodePool: {} };
  const labelled = { ...group, labels: { ...labels, [nodePoolLabel]: pool } };
  return { group: labelled, nodePool: { nodePoolId: pool } };
};

const idsOf = (
  page: Page,
  at: string,
  { id, idPrefix, count = 1 }: NodeText,
): { readonly ids: readonly string[]; readonly pointer: string } => {
  const name = id ?? idPrefix;
  if (name === undefined || (id !== undefined && idPrefix !== undefined)) {
    const problem = 'nodes need either "id" or "idPrefix"';
    const remedy = 'write "id": "gpu-01" for one node, "idPrefix": "gpu", "count": 8 for several';
    return refuseAt(page, at, { problem, remedy });
  }
  const pointer = `${at}/${id === undefined ? 'idPrefix' : 'id'}`;
  if (id !== undefined && count > 1) {
    const problem = `${count} nodes cannot share the id ${shown(id)}`;
    return refuseAt(page, `${at}/count`, { problem, remedy: 'write "idPrefix" instead of "id"' });
  }
  const width = Math.max(2, String(count).length);
  const numbered = (_: unknown, place: number): string =>
    `${name}-${String(place + 1).padStart(width, '0')}`;
  const ids = id === undefined ? Array.from({ length: count }, numbered) : [id];
  if (ids.every(isId)) return { ids, pointer };
  const remedy = 'use lower-case letters, digits, ".", "_" and "-"; at most 253 in all';
  return refuseAt(page, pointer, { problem: `${shown(name)} is no id of nodes`, remedy });
};

/** What all nodes of a group have: everything but the id. */
const likenessOf = (page: Page, at: string, group: NodeText): Omit<ScenarioNode, 'id'> => {
  const { gpus: gpuCount, gpuMemory, pods: podsMax = podsByDefault, taints = [] } = group;
  const { gpuModel, labels } = modelOf(page, at, group);
  const likeness = {
    labels,
    taints: taints.map(({ key, value = '', effect }) => ({ key, value, effect })),
    cpuMilli: cpuMilliAt(page, `${at}/cpu`, group.cpu),
    memoryBytes: memoryBytesAt(page, `${at}/memory`, group.memory),
    podsMax,
    gpuCount,
    gpuModel,
    gpuMemoryMib: gpuMemory === undefined ? 0 : memoryMibAt(page, `${at}/gpuMemory`, gpuMemory),
    ...offersOf(group),
  };
  judge(page, at, likeness);
  return likeness;
};

/** What few nodes have; a member that says nothing is not there at all. */
const offersOf = ({
  mig,
  resources,
  deviceClasses,
}: NodeText): Pick<ScenarioNode, 'mig' | 'resources' | 'deviceClasses'> => ({
  ...(mig === undefined
    ? {}
    : { mig: { strategy: mig.strategy, instances: byName(mig.slices, migSliceOf) } }),
  ...(resources === undefined ? {} : { resources }),
  ...(deviceClasses === undefined ? {} : { deviceClasses }),
});

/** The model becomes a label, so that workloads can select by it; a label that says otherwise is a mistake. */
const modelOf = (
  page: Page,
  at: string,
  { gpus, gpuModel, labels = {} }: NodeText,
): Pick<ScenarioNode, 'gpuModel' | 'labels'> => {
  const pointer = `${at}/gpuModel`;
  if (gpuModel === undefined) return { gpuModel: gpus === 0 ? '' : 'any', labels };
  if (!isLabelValue(gpuModel)) {
    const remedy = 'use letters, digits, ".", "_" and "-"; at most 63';
    return refuseAt(page, pointer, { problem: `${shown(gpuModel)} is no model name`, remedy });
  }
  if (gpus === 0) {
    const remedy = 'leave the model out, or say how many GPUs there are';
    return refuseAt(page, pointer, { problem: 'a GPU model without GPUs', remedy });
  }
  const labelled = Object.hasOwn(labels, gpuModelLabel) ? labels[gpuModelLabel] : gpuModel;
  if (labelled !== gpuModel) {
    const problem = `the label ${gpuModelLabel} says ${shown(labelled ?? '')}, not ${shown(gpuModel)}`;
    return refuseAt(page, pointer, { problem, remedy: 'leave the label out: the model sets it' });
  }
  return { gpuModel, labels: { ...labels, [gpuModelLabel]: gpuModel } };
};

/** The rules of a node have the last word; what is left to them are labels without keys. */
const judge = (page: Page, at: string, likeness: Omit<ScenarioNode, 'id'>): void => {
  const home = { name: 'a', clusterId: 'a', nodePoolId: 'a', isNodePoolKnown: true };
  const judged = node.decide({ type: 'JoinNode', ...likeness, ...home }, node.initial);
  if (!isLeft(judged)) return;
  const refusal = judged.left;
  invariant(refusal._tag === 'InvalidNode', () => `a new node is refused: ${refusal._tag}`);
  const { pointer, problem } = refusal;
  const inFile = pointer.replace(/^\/mig\/instances.*/, '/mig/slices');
  refuseAt(page, at + inFile, { problem, remedy: 'change it, or leave it out' });
};
