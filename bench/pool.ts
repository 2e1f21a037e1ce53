import {
  addNode,
  bind,
  createSnapshot,
  defer,
  leave,
  type NodeOffer,
  nominate,
  openQueue,
  type Plan,
  plan,
  type Policy,
  release,
  type Snapshot,
} from '../domain/allocation/index.ts';
import type { Entitlement } from '../domain/foundation/shapes.ts';

/** Bytes of a GiB. */
export const gib = 2 ** 30;
const unlimited: Entitlement = { quota: -1, limit: -1, weight: 1 };

/** Numbers that look random and are the same every time. */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

/** The id of a node by its number: ids sort as numbers do. */
export const nodeId = (at: number): string => `node-${String(at).padStart(5, '0')}`;

/** A usual node of 8 cards, but for what is said of it. */
export const offerOf = (at: number, but: Partial<NodeOffer> = {}): NodeOffer => ({
  id: nodeId(at),
  labels: {},
  taints: [],
  cpuMilli: 96_000,
  memoryBytes: 768 * gib,
  podsMax: 250,
  gpuCount: 8,
  ...but,
});

/** A pool of so many nodes; `but` says in what each differs from a usual one. */
export const poolOf = (
  nodes: number,
  but: (at: number) => Partial<NodeOffer> = () => ({}),
): Snapshot => {
  const snapshot = createSnapshot('pool');
  for (let at = 0; at < nodes; at += 1) addNode(snapshot, offerOf(at, but(at)));
  return snapshot;
};

/** What a queue is promised where it differs from "all there is, no limit". */
export interface Promised {
  readonly id: string;
  readonly parentId?: string;
  readonly gpuMilli?: Partial<Entitlement>;
  readonly cpuMilli?: Partial<Entitlement>;
}

/** Opens a queue; the order of calls is their age. */
export const open = (snapshot: Snapshot, queue: Promised): void =>
  openQueue(snapshot, {
    id: queue.id,
    parentId: queue.parentId ?? '',
    openedAt: snapshot.queues.size + 1,
    entitlements: {
      gpuMilli: { ...unlimited, ...queue.gpuMilli },
      cpuMilli: { ...unlimited, ...queue.cpuMilli },
      memoryMib: unlimited,
      priority: 100,
    },
  });

/** Writes a plan down as its facts would: those who are evicted leave, but are not gone yet. */
export const fold = (snapshot: Snapshot, made: Plan, atMs = 0): void => {
  for (const { workloadId, pods, movesTo } of made.evictions)
    leave(snapshot, workloadId, {
      returns: true,
      ...(pods === undefined ? {} : { pods }),
      ...(movesTo === undefined ? {} : { movesTo }),
    });
  for (const { workloadId, attempt, pods } of made.nominations)
    nominate(snapshot, workloadId, { attempt, pods });
  for (const { workloadId, attempt, pods } of made.placements)
    bind(snapshot, workloadId, { attempt, pods, atMs });
  for (const { workloadId, verdict } of made.verdicts) defer(snapshot, workloadId, verdict._tag);
};

/** Those whom a plan evicted are gone, and wait again. */
export const letGo = (snapshot: Snapshot, made: Plan): void => {
  for (const { workloadId } of made.evictions) release(snapshot, workloadId);
};

/** What something made, and how long that took. @unit ms */
export const timed = <Made>(run: () => Made): { readonly made: Made; readonly ms: number } => {
  const startedMs = performance.now();
  const made = run();
  return { made, ms: performance.now() - startedMs };
};

/** How many plans may follow each other at one moment, before this counts as going round in circles. */
const roundsMax = 100;

/** Plans until nobody leaves any more; answers when to plan again although nothing happened. */
export const settle = <World extends { readonly snapshot: Snapshot; readonly policy: Policy }>(
  world: World,
  follow: (world: World, made: Plan, nowMs: number) => void,
  nowMs: number,
): number => {
  for (let round = 0; round < roundsMax; round += 1) {
    const made = plan(world.snapshot, world.policy, { nowMs });
    follow(world, made, nowMs);
    if (made.evictions.length === 0) return made.wakeAtMs ?? Infinity;
  }
  throw new Error(`at ${nowMs} ms one plan evicts after another without end`);
};
