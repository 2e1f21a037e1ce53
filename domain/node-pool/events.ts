import { Type } from '../foundation/schemas.ts';
import { type EventOf, fact } from '../foundation/event.ts';
import type { Upcaster } from '../foundation/upcast.ts';
import { wordsShape } from '../foundation/shapes.ts';

/** How pods are laid out: fill nodes one by one, or share them out. */
export const placementStrategies = ['binpack', 'spread'] as const;
/** How pods with cards are laid out; `fgd` and `berth` leave the fewest fragments. */
export const gpuPlacementStrategies = ['binpack', 'spread', 'fgd', 'berth'] as const;

const strategy = wordsShape(placementStrategies);
const gpuStrategy = wordsShape(gpuPlacementStrategies);
/** Schema 2 knows more words than 1, so a program that knows only those does not read it. */
const moreWords: readonly Upcaster[] = [(data) => data];

/** Nodes that carry a label are one shard of scheduling; the pool without a label takes all other nodes. */
export const NodePoolCreated = fact(
  'NodePoolCreated',
  Type.Object({
    name: Type.String(),
    clusterId: Type.String(),
    /** Empty for the default pool, which is the absence of every other pool's label. */
    labelKey: Type.String(),
    labelValue: Type.String(),
    gpuPlacement: gpuStrategy,
    cpuPlacement: strategy,
  }),
  moreWords,
);

/** How pods are laid out in the pool was chosen anew. */
export const NodePoolPlacementChosen = fact(
  'NodePoolPlacementChosen',
  Type.Object({ gpuPlacement: gpuStrategy, cpuPlacement: strategy }),
  moreWords,
);

/** The pool is gone; it had no nodes and no queues. */
export const NodePoolDeleted = fact('NodePoolDeleted', Type.Object({}));

/** Every fact about a node pool. */
export const nodePoolFacts = [NodePoolCreated, NodePoolPlacementChosen, NodePoolDeleted] as const;
/** A fact about a node pool. */
export type NodePoolEvent = EventOf<(typeof nodePoolFacts)[number]>;
