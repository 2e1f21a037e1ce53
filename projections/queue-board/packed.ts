import { type SharedColumn, sharedOf, textsOf, valuesOf } from '../../domain/foundation/columns.ts';
import { askedOf, heldOf } from './amounts.ts';
import { type BoardWorkload, noAmounts, type QueueBoard } from './view.ts';

const shared = [
  'subGroups',
  'placements',
  'isPreemptible',
  'core',
  'stage',
  'queueId',
] as const satisfies readonly (keyof BoardWorkload)[];

/** The board to be kept beside the ledger: its workloads as columns, without what follows from the other fields. */
export interface PackedBoard extends Omit<QueueBoard, 'workloads'> {
  readonly ids: string;
  readonly shared: Readonly<Record<(typeof shared)[number], SharedColumn>>;
}

/** Packs the board. @cost about 2 µs a workload */
export const packBoard = ({ workloads, queues, sums, nodes }: QueueBoard): PackedBoard => {
  const all = [...workloads.values()];
  return {
    queues,
    sums,
    nodes,
    ids: textsOf([...workloads.keys()], (id) => id),
    shared: {
      subGroups: sharedOf(all, ({ subGroups }) => subGroups),
      placements: sharedOf(all, ({ placements }) => placements),
      isPreemptible: sharedOf(all, ({ isPreemptible }) => isPreemptible),
      core: sharedOf(all, ({ core }) => core),
      stage: sharedOf(all, ({ stage }) => stage),
      queueId: sharedOf(all, ({ queueId }) => queueId),
    },
  };
};

/** The board as it was when it was packed. @cost below 1 µs a workload */
export const unpackBoard = (packed: PackedBoard): QueueBoard => {
  const { ids, shared: columns, ...rest } = packed;
  const workloads = new Map<string, BoardWorkload>();
  const subGroups = valuesOf<BoardWorkload['subGroups']>(columns.subGroups);
  const placements = valuesOf<BoardWorkload['placements']>(columns.placements);
  const isPreemptible = valuesOf<boolean>(columns.isPreemptible);
  const core = valuesOf<BoardWorkload['core']>(columns.core);
  const stage = valuesOf<BoardWorkload['stage']>(columns.stage);
  const queueId = valuesOf<string>(columns.queueId);
  const asked = new Map<BoardWorkload['subGroups'], BoardWorkload['asked']>();
  (JSON.parse(ids) as readonly string[]).forEach((id, k) => {
    const groups = subGroups(k);
    const pods = placements(k);
    const wish = asked.get(groups) ?? askedOf(groups);
    asked.set(groups, wish);
    workloads.set(id, {
      subGroups: groups,
      asked: wish,
      placements: pods,
      held: pods.length === 0 ? noAmounts : heldOf(groups, pods),
      isPreemptible: isPreemptible(k),
      core: core(k),
      stage: stage(k),
      queueId: queueId(k),
    });
  });
  return { ...rest, workloads };
};
