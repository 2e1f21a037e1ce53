import { modelName } from '../state/named.ts';
import type { NamedTally, QueueState, Shape, Snapshot } from '../state/snapshot.ts';

/** A bound on a named resource or a device model that an ask would break. */
export interface NamedExcess {
  readonly queue: QueueState;
  readonly name: string;
  readonly limit: number;
  readonly allocated: number;
  readonly asked: number;
}

/** What is asked for, of whatever is counted by name besides device models. */
const askedIn = ({ parts }: Shape): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const { kind, pods } of parts)
    for (const { column, amount } of kind.extras?.counts ?? [])
      sums.set(column.name, (sums.get(column.name) ?? 0) + pods * amount);
  return sums;
};

/** Who asks, and whether it must stay inside quotas. */
export interface NamedAsk {
  readonly queue: QueueState;
  readonly shape: Shape;
  readonly isPreemptible: boolean;
}

/** The bound of one queue on a name that so much more would break. */
const excessAt = (
  queue: QueueState,
  ask: { readonly name: string; readonly asked: number; readonly isPreemptible: boolean },
): NamedExcess | undefined => {
  const { name, asked } = ask;
  const terms = queue.terms.others?.[name];
  if (terms === undefined || asked <= 0) return undefined;
  const has: NamedTally = queue.named.get(name) ?? { allocated: 0, nonPreemptible: 0 };
  const isOver = terms.limit >= 0 && has.allocated + asked > terms.limit;
  if (isOver) return { queue, name, limit: terms.limit, allocated: has.allocated, asked };
  const isOverQuota =
    !ask.isPreemptible && terms.quota >= 0 && has.nonPreemptible + asked > terms.quota;
  return isOverQuota
    ? { queue, name, limit: terms.quota, allocated: has.nonPreemptible, asked }
    : undefined;
};

const firstExcess = (
  { queue, isPreemptible }: NamedAsk,
  asks: ReadonlyMap<string, number>,
): NamedExcess | undefined => {
  for (let at: QueueState | undefined = queue; at !== undefined; at = at.parent)
    for (const [name, asked] of asks) {
      const excess = excessAt(at, { name, asked, isPreemptible });
      if (excess !== undefined) return excess;
    }
  return undefined;
};

/** The first bound on a named resource on the way up that an ask would break. @cost O(1) while no queue has any */
export const overNamed = (snapshot: Snapshot, ask: NamedAsk): NamedExcess | undefined =>
  snapshot.hasNamed ? firstExcess(ask, askedIn(ask.shape)) : undefined;

/** The device models that an ask must keep off, with the bound that says so. @cost O(models) */
export const closedModels = (
  snapshot: Snapshot,
  ask: NamedAsk,
): ReadonlyMap<string, NamedExcess> => {
  const closed = new Map<string, NamedExcess>();
  const { gpuMilli } = ask.shape.amounts;
  if (!snapshot.hasNamed || gpuMilli <= 0) return closed;
  const models = new Set<string>();
  for (const node of snapshot.nodes.byId.values())
    if (node.gpuModel !== '') models.add(node.gpuModel);
  for (const model of models) {
    const excess = firstExcess(ask, new Map([[modelName(model), gpuMilli]]));
    if (excess !== undefined) closed.set(model, excess);
  }
  return closed;
};
