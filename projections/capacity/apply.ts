import {
  addNode,
  markDevice,
  markNode,
  type NodeOffer,
  removeNode,
  voidNominations,
} from '../../domain/allocation/index.ts';
import type { BerthEvent, BerthRecorded } from '../../domain/catalogue/events.ts';
import { applyQueue, type QueueFact, queueTypes } from './queues.ts';
import { applySurrounding, type SurroundingFact, surroundingTypes } from './surroundings.ts';
import { bookPool } from './usage.ts';
import { type Capacity, poolOf } from './view.ts';
import { type WorkloadFact, workloadTypes } from './workload-types.ts';
import { applySubmitted, applyWorkload } from './workloads.ts';

type Fact<Type extends BerthEvent['type']> = Extract<BerthRecorded, { readonly type: Type }>;

const nodeTypes = [
  'NodeLost',
  'NodeReturned',
  'NodeCordoned',
  'NodeUncordoned',
  'NodeDeviceFailed',
  'NodeDeviceRepaired',
  'NodeRemoved',
] as const satisfies readonly BerthEvent['type'][];

type NodeFact = Fact<(typeof nodeTypes)[number]>;

const ofNodes: ReadonlySet<string> = new Set(nodeTypes);
const ofQueues: ReadonlySet<string> = new Set(queueTypes);
const ofWorkloads: ReadonlySet<string> = new Set(workloadTypes);

const ofSurroundings: ReadonlySet<string> = new Set(surroundingTypes);
const isOfSurroundings = (event: BerthRecorded): event is SurroundingFact =>
  ofSurroundings.has(event.type);
const isOfNode = (event: BerthRecorded): event is NodeFact => ofNodes.has(event.type);
const isOfQueue = (event: BerthRecorded): event is QueueFact => ofQueues.has(event.type);
const isOfWorkload = (event: BerthRecorded): event is WorkloadFact => ofWorkloads.has(event.type);

const applyJoined = (view: Capacity, { subject, data, atMs }: Fact<'NodeJoined'>): void => {
  const before = view.poolOfNode.get(subject.id);
  const pool = poolOf(view, data.nodePoolId);
  bookPool(view, pool, atMs);
  if (before !== undefined && before !== pool) {
    bookPool(view, before, atMs);
    removeNode(before, subject.id);
  }
  view.poolOfNode.set(subject.id, pool);
  addNode(pool, offerOf(subject.id, data));
  voidNominations(pool);
  view.changed.add(pool.nodePoolId);
};

/** What nobody knows of a node is not there at all. */
const offerOf = (id: string, data: Fact<'NodeJoined'>['data']): NodeOffer => {
  const { gpuModel, gpuMemoryMib, ...offer } = data;
  return {
    id,
    ...offer,
    ...(gpuModel === '' ? {} : { gpuModel }),
    ...(gpuMemoryMib === 0 ? {} : { gpuMemoryMib }),
  };
};

const applyNode = (view: Capacity, event: NodeFact): void => {
  const { id } = event.subject;
  const pool = view.poolOfNode.get(id);
  if (pool === undefined) return;
  bookPool(view, pool, event.atMs);
  switch (event.type) {
    case 'NodeLost':
      markNode(pool, id, { isLost: true });
      break;
    case 'NodeReturned':
      markNode(pool, id, { isLost: false });
      break;
    case 'NodeCordoned':
      markNode(pool, id, { isCordoned: true });
      break;
    case 'NodeUncordoned':
      markNode(pool, id, { isCordoned: false });
      break;
    case 'NodeDeviceFailed':
      markDevice(pool, id, { device: event.data.device, isBroken: true });
      break;
    case 'NodeDeviceRepaired':
      markDevice(pool, id, { device: event.data.device, isBroken: false });
      break;
    case 'NodeRemoved':
      removeNode(pool, id);
      view.poolOfNode.delete(id);
      break;
  }
  voidNominations(pool);
  view.changed.add(pool.nodePoolId);
};

/** Under other rules the next plan of every pool may say something new. */
const reconsider = (view: Capacity): void => {
  for (const nodePoolId of view.pools.keys()) view.changed.add(nodePoolId);
};

const forgetPool = (view: Capacity, nodePoolId: string): void => {
  view.pools.delete(nodePoolId);
  view.clusterOfPool.delete(nodePoolId);
  view.use.delete(nodePoolId);
  view.past.delete(nodePoolId);
};

/** The fact types that move capacity. */
export const handled: ReadonlySet<string> = new Set<BerthEvent['type']>([
  'NodeJoined',
  'NodePoolDeleted',
  'PolicyAdopted',
  ...surroundingTypes,
  'WorkloadSubmitted',
  ...nodeTypes,
  ...queueTypes,
  ...workloadTypes,
]);

/** Folds one fact into the view, in place. @cost about a microsecond, more where a queue or a node comes or goes. */
export const applyFact = (view: Capacity, event: BerthRecorded): Capacity => {
  if (isOfWorkload(event)) applyWorkload(view, event);
  else if (event.type === 'WorkloadSubmitted') applySubmitted(view, event);
  else if (isOfNode(event)) applyNode(view, event);
  else if (isOfQueue(event)) applyQueue(view, event);
  else if (event.type === 'NodeJoined') applyJoined(view, event);
  else if (isOfSurroundings(event)) applySurrounding(view, event);
  else if (event.type === 'NodePoolDeleted') forgetPool(view, event.subject.id);
  else if (event.type === 'PolicyAdopted') reconsider(view);
  return view;
};
