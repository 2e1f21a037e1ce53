import { amountsOf } from './builds.ts';
import { cardsAsked } from './card-count.ts';
import { chargeRequested, noteFigures } from './figures.ts';
import { countSeats, guard, listEvictable } from './seating.ts';
import type { Kind, Snapshot, Workload } from './snapshot.ts';

const lists = ['bound', 'held'] as const;

const countAll = (workload: Workload, sign: 1 | -1): void => {
  const { pool, queue, build, isRequested } = workload;
  for (const list of lists) countSeats(workload, workload[list], { list, sign });
  if (isRequested && queue !== undefined)
    chargeRequested(pool, queue, { amounts: build.amounts, sign });
};

/** The kinds whose pods count for something else than they did, and for what. */
const changedKinds = ({ kinds, nodes }: Snapshot): Map<Kind, ReturnType<typeof cardsAsked>> => {
  const changed = new Map<Kind, ReturnType<typeof cardsAsked>>();
  for (const kind of kinds.values()) {
    if (kind.extras === undefined) continue;
    const asked = cardsAsked(nodes, kind, kind.extras);
    if (asked.askedGpuMilli !== kind.askedGpuMilli || asked.otherGpuMilli !== kind.otherGpuMilli)
      changed.set(kind, asked);
  }
  return changed;
};

/**
 * Counts anew what pods count for in queues, where that depends on the nodes and claims that there are.
 *
 * @cost O(1) as a rule; O(kinds) where devices of another size came or went or a claim did, and O(workloads) where that
 * matters to somebody
 */
export const reckon = (snapshot: Snapshot): void => {
  const { nodes } = snapshot;
  if (nodes.reckonedAt === nodes.amountsVersion) return;
  nodes.reckonedAt = nodes.amountsVersion;
  const changed = changedKinds(snapshot);
  if (changed.size === 0) return;
  const concerns = (parts: readonly { readonly kind: Kind }[]): boolean =>
    parts.some(({ kind }) => changed.has(kind));
  const concerned = [...snapshot.workloads.values()].filter(
    ({ pool, build }) => pool === snapshot && concerns(build.parts),
  );
  for (const workload of concerned) countAll(workload, -1);
  for (const [kind, asked] of changed) Object.assign(kind, asked);
  for (const one of [...snapshot.builds.values(), ...snapshot.shapes.values()])
    if (concerns(one.parts)) Object.assign(one.amounts, amountsOf(one.parts));
  for (const workload of concerned) {
    countAll(workload, 1);
    listEvictable(workload);
    guard(workload);
  }
  noteFigures(snapshot);
};
