import { accepted, matchOf } from '../fit/match.ts';
import { forgetIndexes } from '../fit/seek.ts';
import type { Policy, TypicalPod } from '../policy/policy.ts';
import { type FragmentStrategy, type Layout, layoutOf } from '../score/layout.ts';
import { emptyRoom } from '../score/room.ts';
import { type PodCount, typicalPodsOf } from '../score/typical.ts';
import { firstRowOf } from '../score/yardstick.ts';
import { seenOf } from '../state/seen.ts';
import type { Kind, NodeTable, Snapshot } from '../state/snapshot.ts';

/** One node of each device model with each set of labels and taints: what tells which models a kind may go to. */
const examplesOf = ({ slots, profile }: NodeTable): readonly (readonly [string, number])[] => {
  const slotOf = new Map<string, readonly [string, number]>();
  for (const node of slots) {
    if (node === undefined) continue;
    const key = `${profile[node.slot] ?? 0}/${node.gpuModel}`;
    if (!slotOf.has(key)) slotOf.set(key, [node.gpuModel, node.slot]);
  }
  return [...slotOf.values()];
};

/** The models that a kind may go to; none where it may go to all. */
const modelsFor = (
  table: NodeTable,
  kind: Kind,
  examples: readonly (readonly [string, number])[],
): readonly string[] => {
  const taking = new Set<string>();
  const all = new Set<string>();
  for (const [model, slot] of examples) {
    all.add(model);
    if (matchOf(table, kind, slot) >= accepted) taking.add(model);
  }
  return taking.size === all.size ? [] : [...taking].toSorted();
};

/** Whether a kind asks for devices by number, or for none: others say nothing about what is left of devices. */
const isCounted = ({ extras }: Kind): boolean => extras === undefined || extras.gpuMemoryMib === 0;

/** Fewer pods than these say nothing about what is usual. */
const evidenceMin = 256;

/** The pods that the pool usually gets, by what it has seen. @cost O(nodes + kinds · sets of labels) */
const usualPods = (snapshot: Snapshot): readonly TypicalPod[] => {
  const { nodes, kinds } = snapshot;
  const examples = examplesOf(nodes);
  const counts: PodCount[] = [];
  for (const kind of kinds.values()) {
    const pods = isCounted(kind) ? seenOf(snapshot, kind) : 0;
    if (pods === 0) continue;
    const { gpuDevices, gpuMilli, cpuMilli } = kind;
    counts.push({ gpuDevices, gpuMilli, cpuMilli, models: modelsFor(nodes, kind, examples), pods });
  }
  const seen = counts.reduce((sum, { pods }) => sum + pods, 0);
  return seen < evidenceMin ? [] : typicalPodsOf(counts);
};

const isCurrent = ({ nodes, seenVersion }: Snapshot, layout: Layout): boolean =>
  layout.seenVersion === seenVersion && layout.offerVersion === nodes.offerVersion;

/** The layout of a policy, made anew only where the usual pods are others. */
const renewed = (snapshot: Snapshot, policy: Policy, strategy: FragmentStrategy): Layout => {
  const { nodes, seenVersion } = snapshot;
  const { layout } = nodes;
  if (layout !== undefined && (policy.typicalPods.length > 0 || isCurrent(snapshot, layout)))
    return layout;
  const typical = policy.typicalPods.length > 0 ? policy.typicalPods : usualPods(snapshot);
  const isSame = layout !== undefined && JSON.stringify(layout.typical) === JSON.stringify(typical);
  const made = isSame ? layout : layoutOf(strategy, typical, seenVersion);
  made.seenVersion = seenVersion;
  made.offerVersion = nodes.offerVersion;
  return made;
};

/** Takes the nodes into a layout as they are. @cost O(nodes) after nodes came or went, else nothing */
const survey = (table: NodeTable, layout: Layout): void => {
  if (layout.setVersion === table.setVersion) return;
  layout.setVersion = table.setVersion;
  layout.firstRow = Int32Array.from(table.slots, (node) =>
    firstRowOf(layout.measure.yardstick, node?.gpuModel),
  );
  layout.losses = new Float64Array(table.slots.length);
  layout.lossesAt = new Float64Array(table.slots.length).fill(-1);
  layout.room = emptyRoom(table.deviceCount.reduce((most, count) => Math.max(most, count), 0));
};

/**
 * Sees to it that nodes are judged as the policy says: by fragments, against the pods that it names or else those that
 * the pool has seen.
 */
export const layOut = (snapshot: Snapshot, policy: Policy): void => {
  const { nodes } = snapshot;
  const { gpuPlacement } = policy;
  const isMinding = gpuPlacement === 'fgd' || gpuPlacement === 'berth';
  const layout = isMinding ? renewed(snapshot, policy, gpuPlacement) : undefined;
  if (layout !== undefined) survey(nodes, layout);
  if (layout === nodes.layout) return;
  nodes.layout = layout;
  forgetIndexes(snapshot.kinds.values());
};
