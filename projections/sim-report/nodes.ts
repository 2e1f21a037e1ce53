import type { Recorded } from '../../domain/foundation/event.ts';
import type { NodeEvent } from '../../domain/node/events.ts';
import { addCapacity } from './usage.ts';
import type { SimNode, SimTally } from './view.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const types = [
  'NodeJoined',
  'NodeLost',
  'NodeReturned',
  'NodeRemoved',
] as const satisfies readonly NodeEvent['type'][];

/** The facts that change how many GPUs there are. */
export type NodeFact = Extract<Recorded<NodeEvent>, { readonly type: (typeof types)[number] }>;
/** See `NodeFact`. */
export const nodeTypes: ReadonlySet<string> = new Set(types);

/** Folds one fact about a node into the tally, in place. */
export const applyNode = (tally: Mutable<SimTally>, event: NodeFact): void => {
  const id = event.subject.id;
  if (event.type === 'NodeJoined') {
    const gpuMilli = event.data.gpuCount * 1000;
    tally.nodes.set(id, { gpuMilli, isReady: true });
    addCapacity(tally.usage, event.atMs, gpuMilli);
    return;
  }
  const node: Mutable<SimNode> | undefined = tally.nodes.get(id);
  if (node === undefined) return;
  const isReady = event.type === 'NodeReturned';
  if (event.type === 'NodeLost') tally.nodeLosses += 1;
  if (event.type === 'NodeRemoved') tally.nodes.delete(id);
  if (isReady === node.isReady) return;
  node.isReady = isReady;
  addCapacity(tally.usage, event.atMs, isReady ? node.gpuMilli : -node.gpuMilli);
};
