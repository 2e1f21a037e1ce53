import type { Snapshot } from '../../../../domain/allocation/index.ts';
import type { ClaimHold, ClaimUse } from '../../../../domain/allocation/state/extras.ts';
import type { NodeState, NodeTable } from '../../../../domain/allocation/state/snapshot.ts';
import { traits } from '../../../../domain/allocation/state/table.ts';
import type { BookedNode, Books } from '../../../oracles/books.ts';
import { emptyRoom, type Plane, type Room, roomsOf } from '../../../oracles/room.ts';
import { deviceMemory } from '../../../oracles/seats.ts';
import { poolTotal } from '../../../oracles/sums.ts';

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : 1;

const planes = ['now', 'future'] as const;

const figuresIn = (table: NodeTable, slot: number): unknown => ({
  cap: [table.cpuCap[slot], table.memoryCap[slot], table.podsCap[slot]],
  now: [table.cpuNow[slot], table.memoryNow[slot], table.podsNow[slot]],
  future: [table.cpuFuture[slot], table.memoryFuture[slot], table.podsFuture[slot]],
});

const devicesIn = (table: NodeTable, slot: number): unknown => {
  const start = table.deviceStart[slot] ?? 0;
  const end = start + (table.deviceCount[slot] ?? 0);
  return {
    ok: table.deviceOk[slot],
    usedNow: [...table.usedNow.subarray(start, end)],
    usedFuture: [...table.usedFuture.subarray(start, end)],
    broken: [...table.broken.subarray(start, end)],
    wholeNow: table.wholeNow[slot],
    wholeFuture: table.wholeFuture[slot],
    gpuFuture: table.gpuFuture[slot],
    memoryMib: table.deviceMemory[slot],
    hasAny: ((table.traits[slot] ?? 0) & traits.devices) !== 0,
  };
};

const nodeIn = (table: NodeTable, { id, slot, gpuModel }: NodeState): unknown => {
  const profile = table.profileNodes[table.profile[slot] ?? -1];
  return {
    id,
    gpuModel,
    isInSlot: table.slots[slot] === table.byId.get(id),
    labels: profile?.labels,
    taints: profile?.taints,
    usable: table.usable[slot],
    figures: figuresIn(table, slot),
    devices: devicesIn(table, slot),
    counts: [...table.columns.values()]
      .map(({ name, cap, now, future }) => [name, [cap[slot], now[slot], future[slot]]] as const)
      .toSorted(byName),
  };
};

/** Each node as the kernel has it. */
export const nodesIn = ({ nodes }: Snapshot): unknown =>
  [...nodes.byId.values()]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((one) => nodeIn(nodes, one));

const columnAt = (name: string, room: Room): number => {
  const [port = '', protocol] = name.replace('port:', '').split('/');
  if (name.startsWith('port:'))
    return 1 - room.ports.filter((one) => one === `${protocol}/${port}`).length;
  return room.counts.get(name.replace(/^class:/, 'class ')) ?? 0;
};

/** A node on its own and with those who are there now, and will be. */
interface Rooms {
  readonly node: BookedNode;
  readonly now: Room;
  readonly future: Room;
}

const devicesFrom = ({ node, now, future }: Rooms): unknown => {
  const { offer, broken } = node;
  const all = emptyRoom({ ...node, broken: new Set() }).cards.map((_, device) => device);
  // Of a broken card nothing is left, and what is used of it is known none the less.
  const used = ({ cards }: Room): readonly number[] =>
    all.map((device) => (broken.has(device) ? 0 : 1000) - (cards[device] ?? 0));
  const [usedNow, usedFuture] = [used(now), used(future)];
  const sound = all.filter((device) => !broken.has(device));
  const isIdle = (device: number): boolean => usedFuture[device] === 0;
  return {
    ok: sound.length,
    usedNow,
    usedFuture,
    broken: all.map((device) => (broken.has(device) ? 1 : 0)),
    wholeNow: sound.filter((device) => isIdle(device) && usedNow[device] === 0).length,
    wholeFuture: sound.filter(isIdle).length,
    gpuFuture: sound.reduce((sum, device) => sum + 1000 - (usedFuture[device] ?? 0), 0),
    memoryMib: deviceMemory(node) ?? 0,
    hasAny: all.length > 0 || offer.mig?.strategy === 'mixed' || (offer.deviceClasses ?? 0) !== 0,
  };
};

const nodeFrom = (rooms: Rooms, columns: Iterable<string>): unknown => {
  const { offer, isLost, isCordoned } = rooms.node;
  const empty = emptyRoom(rooms.node);
  const figures = ({ cpuMilli, memoryBytes, pods }: Room): readonly number[] => [
    cpuMilli,
    memoryBytes,
    pods,
  ];
  const { now, future } = rooms;
  return {
    id: offer.id,
    gpuModel: offer.gpuModel ?? '',
    isInSlot: true,
    labels: offer.labels,
    taints: offer.taints,
    usable: isLost || isCordoned ? 0 : 1,
    figures: { cap: figures(empty), now: figures(now), future: figures(future) },
    devices: devicesFrom(rooms),
    counts: [...columns]
      .map((name) => [name, [empty, now, future].map((room) => columnAt(name, room))] as const)
      .toSorted(byName),
  };
};

/** Each node as the facts have it. */
export const nodesFrom = (books: Books, { nodes }: Snapshot): unknown => {
  const [nows, futures] = planes.map((plane) => roomsOf(books, plane));
  return [...books.nodes].toSorted(byName).flatMap(([id, node]) => {
    const [now, future] = [nows?.get(id), futures?.get(id)];
    return now === undefined || future === undefined
      ? []
      : [nodeFrom({ node, now, future }, nodes.columns.keys())];
  });
};

const holdIn = ({ slots }: NodeTable, { pods, slot }: ClaimHold): unknown =>
  pods === 0 ? 'nowhere' : `${pods} on ${slots[slot]?.id}`;

/** What the pool as a whole has, and where claims are, as the kernel has it. */
export const poolIn = ({ nodes, total }: Snapshot): unknown => ({
  total: { ...total },
  count: nodes.count,
  free: nodes.freeSlots.length + nodes.count,
  slicedNodes: nodes.slicedNodes,
  memories: [...nodes.memories].toSorted(([a], [b]) => a - b),
  claims: [...nodes.claimUses.values()]
    .map(
      (use: ClaimUse) =>
        [use.name, use.claim, planes.map((plane) => holdIn(nodes, use[plane]))] as const,
    )
    .toSorted(([a], [b]) => (a < b ? -1 : 1)),
});

const holdFrom = (rooms: Iterable<readonly [string, Room]>, name: string): string => {
  for (const [id, { claims }] of rooms)
    if ((claims.get(name) ?? 0) > 0) return `${claims.get(name)} on ${id}`;
  return 'nowhere';
};

/** The same as the facts have it. */
export const poolFrom = (books: Books, { nodes }: Snapshot): unknown => {
  const all = [...books.nodes.values()];
  const sizes = all.map(deviceMemory).filter((memory) => memory !== undefined);
  const rooms = planes.map((plane: Plane) => roomsOf(books, plane));
  return {
    total: poolTotal(books),
    count: all.length,
    free: nodes.slots.length,
    slicedNodes: all.filter(({ offer }) => offer.mig?.strategy === 'single').length,
    memories: [...new Set(sizes)]
      .toSorted((a, b) => a - b)
      .map((size) => [size, sizes.filter((one) => one === size).length]),
    claims: [...nodes.claimUses.keys()]
      .toSorted()
      .map((name) => [name, books.claims.get(name), rooms.map((plane) => holdFrom(plane, name))]),
  };
};

/** The slots as the kernel says that they changed, the last first; both ways, and with what it says of each. */
export const changesIn = ({ nodes }: Snapshot): unknown => {
  const { newest, older, newer, lastChange } = nodes;
  const back: number[] = [];
  for (let slot = newest; slot >= 0 && back.length <= nodes.slots.length; slot = older[slot] ?? -1)
    back.push(slot);
  const forth: number[] = [];
  for (
    let slot = back.at(-1) ?? -1;
    slot >= 0 && forth.length <= nodes.slots.length;
    slot = newer[slot] ?? -1
  )
    forth.push(slot);
  const changes = back.map((slot) => lastChange[slot] ?? 0);
  return {
    slots: back.toSorted((a, b) => a - b),
    forth,
    isInOrder: changes.every((change, at) => at === 0 || change < (changes[at - 1] ?? 0)),
    newest: changes[0],
  };
};

/** What must be so of that. */
export const changesFrom = ({ nodes }: Snapshot): unknown => {
  const changed = [...nodes.slots.keys()].filter((slot) => (nodes.lastChange[slot] ?? 0) > 0);
  const inTurn = changed.toSorted(
    (a, b) => (nodes.lastChange[a] ?? 0) - (nodes.lastChange[b] ?? 0),
  );
  return { slots: changed, forth: inTurn, isInOrder: true, newest: nodes.changed };
};
