import { nodeGpus } from './philly-trace.ts';

/** Cards held by one job: on which node, and how many. */
export type Held = readonly { readonly node: number; readonly gpus: number }[];

/** Equal nodes of which only the number of free cards matters. @shape `tally`: how many nodes have so many cards free */
export interface CardNodes {
  readonly free: Int32Array;
  readonly tally: Int32Array;
}

/** So many nodes, all free. */
export const cardNodes = (count: number): CardNodes => {
  const tally = new Int32Array(nodeGpus + 1);
  tally[nodeGpus] = count;
  return { free: new Int32Array(count).fill(nodeGpus), tally };
};

const move = ({ free, tally }: CardNodes, node: number, gpus: number): void => {
  const before = free[node] ?? 0;
  const after = before + gpus;
  free[node] = after;
  tally[before] = (tally[before] ?? 0) - 1;
  tally[after] = (tally[after] ?? 0) + 1;
};

const nodesWith = ({ tally }: CardNodes, gpus: number): number => {
  let nodes = 0;
  for (let there = gpus; there <= nodeGpus; there += 1) nodes += tally[there] ?? 0;
  return nodes;
};

/** Whether so many cards can be taken. @cost O(1) */
export const hasRoom = (nodes: CardNodes, gpus: number): boolean => {
  const wholes = Math.floor(gpus / nodeGpus);
  const rest = gpus % nodeGpus;
  if ((nodes.tally[nodeGpus] ?? 0) < wholes) return false;
  return rest === 0 || nodesWith(nodes, rest) > wholes;
};

const fullestWith = ({ free }: CardNodes, gpus: number): number => {
  let best = -1;
  for (const [node, there] of free.entries())
    if (there >= gpus && (best < 0 || there < (free[best] ?? 0))) best = node;
  return best;
};

/** Takes cards: up to a node's worth on the fullest node that has them, else whole nodes and one remainder. @cost O(nodes) */
export const take = (nodes: CardNodes, gpus: number): Held => {
  const held: { node: number; gpus: number }[] = [];
  for (let left = gpus; left > 0;) {
    const here = Math.min(left, nodeGpus);
    const node = fullestWith(nodes, here);
    move(nodes, node, -here);
    held.push({ node, gpus: here });
    left -= here;
  }
  return held;
};

/** Gives cards back (`sign` 1), or takes those very cards again (−1). */
export const turn = (nodes: CardNodes, held: Held, sign: 1 | -1): void => {
  for (const { node, gpus } of held) move(nodes, node, sign * gpus);
};
