import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Projection } from '../../domain/foundation/projection.ts';
import { apply, handles } from './apply.ts';
import type { NodeList } from './view.ts';

export { packNodes, type PackedNodes, unpackNodes } from './packed.ts';
export * from './view.ts';

/** Answers "which nodes are there, which of them answer, and what is held of each?". */
export const nodeList: Projection<NodeList, BerthEvent> = {
  name: 'node-list',
  version: 3,
  handles,
  initial: () => ({ rows: new Map(), workloads: new Map() }),
  apply,
};
