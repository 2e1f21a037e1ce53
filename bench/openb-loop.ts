import { lossOf, type Measure } from '../domain/allocation/score/measure.ts';
import { scoreIn } from '../domain/allocation/score/placing.ts';
import { emptyRoom, type Room, sumUp } from '../domain/allocation/score/room.ts';
import { firstRowOf } from '../domain/allocation/score/yardstick.ts';
import type { OpenbStream, PodKind } from './openb-stream.ts';

const mib = 2 ** 20;

/** Where every pod of a stream went. @shape by pod: the rank of its node, −1 for none; its devices as bits */
export interface Played {
  readonly rankOf: Int32Array;
  readonly devicesOf: Int32Array;
}

/** Nodes by rank in the tie order, and what is free on them. */
interface Cluster {
  readonly stream: OpenbStream;
  readonly measure: Measure;
  readonly rooms: readonly Room[];
  readonly memoryMib: Float64Array;
  readonly models: readonly string[];
  /** Ranks of the nodes that changed, and how many changes there were. */
  readonly changes: Int32Array;
  changed: number;
  /** By rank: which change was its last. */
  readonly lastChange: Int32Array;
}

/** Scores of all nodes for one kind as a tournament: the best, the first of equals, is found from the top. */
interface Tournament {
  readonly best: Int32Array;
  readAt: number;
}

const clusterOf = (stream: OpenbStream, measure: Measure): Cluster => {
  const rooms = stream.nodes.map((node) => {
    const room = emptyRoom(node.gpuCount);
    room.firstRow = firstRowOf(measure.yardstick, node.gpuModel);
    room.cpuMilli = node.cpuMilli;
    room.devices = node.gpuCount;
    room.restMilli.fill(1000, 0, node.gpuCount);
    sumUp(room);
    room.loss = lossOf(measure, room);
    return room;
  });
  return {
    stream,
    measure,
    rooms,
    memoryMib: Float64Array.from(stream.nodes, (node) => node.memoryBytes / mib),
    models: stream.nodes.map((node) => node.gpuModel),
    changes: new Int32Array(stream.pods.length + 1),
    changed: 0,
    lastChange: new Int32Array(stream.nodes.length),
  };
};

/** One more than the score of a node for a kind; 0 where it does not fit. */
const scoreAt = (cluster: Cluster, kind: PodKind, rank: number): number => {
  const room = cluster.rooms[rank];
  if (room === undefined || room.cpuMilli < kind.cpuMilli) return 0;
  if ((cluster.memoryMib[rank] ?? 0) * mib < kind.memoryBytes) return 0;
  if (kind.models.length > 0 && !kind.models.includes(cluster.models[rank] ?? '')) return 0;
  return 1 + scoreIn(cluster.measure, room, kind);
};

const tournamentOf = (cluster: Cluster, kind: PodKind): Tournament => {
  let size = 1;
  while (size < cluster.rooms.length) size *= 2;
  const best = new Int32Array(2 * size);
  for (let rank = 0; rank < cluster.rooms.length; rank += 1)
    best[size + rank] = scoreAt(cluster, kind, rank);
  for (let at = size - 1; at >= 1; at -= 1)
    best[at] = Math.max(best[2 * at] ?? 0, best[2 * at + 1] ?? 0);
  return { best, readAt: cluster.changed };
};

const enter = ({ best }: Tournament, rank: number, score: number): void => {
  let at = (best.length >> 1) + rank;
  best[at] = score;
  for (at >>= 1; at >= 1; at >>= 1) {
    const larger = Math.max(best[2 * at] ?? 0, best[2 * at + 1] ?? 0);
    if (best[at] === larger) return;
    best[at] = larger;
  }
};

const firstOfBest = ({ best }: Tournament): number => {
  const size = best.length >> 1;
  const top = best[1] ?? 0;
  if (top === 0) return -1;
  let at = 1;
  while (at < size) at = best[2 * at] === top ? 2 * at : 2 * at + 1;
  return at - size;
};

/** Takes the devices that the score counted on; answers them as bits. */
const seat = (cluster: Cluster, kind: PodKind, rank: number): number => {
  const room = cluster.rooms[rank];
  if (room === undefined) return 0;
  scoreIn(cluster.measure, room, kind);
  let bits = 0;
  for (let place = 0; place < room.pickedCount; place += 1) {
    const device = room.picked[place] ?? 0;
    room.restMilli[device] = (room.restMilli[device] ?? 0) - kind.gpuMilli;
    bits |= 1 << device;
  }
  room.cpuMilli -= kind.cpuMilli;
  sumUp(room);
  room.loss = lossOf(cluster.measure, room);
  cluster.memoryMib[rank] = (cluster.memoryMib[rank] ?? 0) - kind.memoryBytes / mib;
  cluster.changes[cluster.changed] = rank;
  cluster.lastChange[rank] = cluster.changed;
  cluster.changed += 1;
  return bits;
};

/** Finds a place for a kind: only nodes that changed since it was last asked are scored again. */
const placeFor = (cluster: Cluster, kind: PodKind, known: Tournament | undefined): Tournament => {
  if (known === undefined) return tournamentOf(cluster, kind);
  for (; known.readAt < cluster.changed; known.readAt += 1) {
    const rank = cluster.changes[known.readAt] ?? 0;
    if (cluster.lastChange[rank] === known.readAt) enter(known, rank, scoreAt(cluster, kind, rank));
  }
  return known;
};

/**
 * Places pod after pod on the best node, nothing else: what the scores alone cost and reach.
 *
 * Independent of the kernel's own search, and so what that is checked against.
 */
export const playThrough = (stream: OpenbStream, measure: Measure): Played => {
  const cluster = clusterOf(stream, measure);
  const { pods, kinds } = stream;
  const tournaments: (Tournament | undefined)[] = kinds.map(() => undefined);
  const rankOf = new Int32Array(pods.length).fill(-1);
  const devicesOf = new Int32Array(pods.length);
  for (let at = 0; at < pods.length; at += 1) {
    const place = pods[at] ?? 0;
    const kind = kinds[place];
    if (kind === undefined) continue;
    const tournament = placeFor(cluster, kind, tournaments[place]);
    tournaments[place] = tournament;
    const rank = firstOfBest(tournament);
    if (rank < 0) continue;
    rankOf[at] = rank;
    devicesOf[at] = seat(cluster, kind, rank);
  }
  return { rankOf, devicesOf };
};
