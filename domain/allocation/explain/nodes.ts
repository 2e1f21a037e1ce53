import { compareIds } from '../../foundation/ids.ts';
import { shareOn } from '../fit/devices.ts';
import { obstacleAt, roomOf } from '../fit/fit.ts';
import { rankNodes } from '../state/ranks.ts';
import type { Kind, NodeState, NodeTable, Snapshot } from '../state/snapshot.ts';

/** Why some nodes take no pod of a kind as things are. @shape `examples` are the first of them by id */
export interface NodeRefusal {
  readonly reason: string;
  readonly nodes: number;
  readonly examples: readonly string[];
}

/** What the nodes of the pool say to equal pods of a workload. */
export interface NodesAsked {
  readonly subGroup: string;
  readonly podsAsked: number;
  /** How many nodes the pool has. */
  readonly nodes: number;
  /** How many pods of the kind find room, each node taken for itself. */
  readonly podsFit: number;
  /** By the first thing that stands against each node that takes none; the most frequent first. */
  readonly refusals: readonly NodeRefusal[];
}

/** Most nodes that a refusal names. */
const examplesMax = 3;

/** Which of devices, CPU, memory and pods is too short first, once all who leave have left. */
const shortAt = (table: NodeTable, kind: Kind, slot: number): string => {
  const devices = kind.gpuDevices;
  if (devices > (table.deviceOk[slot] ?? 0)) return 'fewer-gpus-than-asked';
  const isWhole = kind.gpuMilli === 1000;
  if (isWhole && (table.wholeFuture[slot] ?? 0) < devices) return 'gpus-in-use';
  if (!isWhole && devices > 0 && shareOn(table, kind, slot) > 1000) return 'fewer-gpus-than-asked';
  if ((table.cpuFuture[slot] ?? 0) < kind.cpuMilli) return 'cpu-in-use';
  if ((table.memoryFuture[slot] ?? 0) < kind.memoryBytes) return 'memory-in-use';
  if ((table.podsFuture[slot] ?? 0) < 1) return 'too-many-pods';
  return devices > 0 ? 'gpus-in-use' : 'no-room';
};

const standingOf = ({ isLost, isCordoned }: NodeState): string | undefined =>
  isLost ? 'lost' : isCordoned ? 'cordoned' : undefined;

const reasonAt = (table: NodeTable, kind: Kind, node: NodeState): string => {
  const standing = standingOf(node);
  if (standing !== undefined) return standing;
  const obstacle = obstacleAt(table, kind, node.slot);
  return obstacle === 'none' ? shortAt(table, kind, node.slot) : obstacle;
};

/** Pods whom others keep from a node have no room there. */
const welcomeRoom = (table: NodeTable, kind: Kind, slot: number): number =>
  obstacleAt(table, kind, slot) === 'affinity' ? 0 : roomOf(table, kind, slot);

const asked = (table: NodeTable, kind: Kind): Pick<NodesAsked, 'podsFit' | 'refusals'> => {
  const byReason = new Map<string, string[]>();
  let podsFit = 0;
  for (let rank = 0; rank < table.count; rank += 1) {
    const slot = table.slotAt[rank] ?? 0;
    const node = table.slots[slot];
    if (node === undefined) continue;
    const room = standingOf(node) === undefined ? welcomeRoom(table, kind, slot) : 0;
    podsFit += room;
    if (room > 0) continue;
    const reason = reasonAt(table, kind, node);
    byReason.set(reason, [...(byReason.get(reason) ?? []), node.id]);
  }
  const refusals = [...byReason].map(([reason, ids]) => ({
    reason,
    nodes: ids.length,
    examples: ids.slice(0, examplesMax),
  }));
  return {
    podsFit,
    refusals: refusals.toSorted((a, b) => b.nodes - a.nodes || compareIds(a.reason, b.reason)),
  };
};

/**
 * What every node says to what a workload asks for next, or last asked for; empty for a workload that nobody knows.
 *
 * @cost O(nodes · kinds of its pods)
 */
export const nodesAsked = (snapshot: Snapshot, workloadId: string): readonly NodesAsked[] => {
  const workload = snapshot.workloads.get(workloadId);
  if (workload === undefined) return [];
  const { nodes: table } = snapshot;
  rankNodes(table);
  return workload.shape.parts.map(({ name, kind, pods }) => ({
    subGroup: name,
    podsAsked: pods,
    nodes: table.count,
    ...asked(table, kind),
  }));
};
