import {
  numberAt,
  numbersOf,
  type SharedColumn,
  sharedOf,
  textsOf,
  valuesOf,
} from '../../domain/foundation/columns.ts';
import type { BoardWorkload, QueueBoard } from './view.ts';

const shared = [
  'subGroups',
  'asked',
  'placements',
  'held',
  'isPreemptible',
  'core',
  'stage',
  'queueId',
] as const satisfies readonly (keyof BoardWorkload)[];

type Shared = (typeof shared)[number];

/** The board to be kept beside the ledger: its workloads as columns. */
export interface PackedBoard extends Omit<QueueBoard, 'workloads'> {
  readonly ids: string;
  readonly askedGpuMemoryMib: Float64Array;
  readonly shared: Readonly<Record<Shared, SharedColumn>>;
}

/** Packs the board. @cost about 3 µs a workload */
export const packBoard = ({ workloads, queues, sums, nodes }: QueueBoard): PackedBoard => {
  const all = [...workloads.values()];
  const columns = shared.map((field) => [field, sharedOf(all, (workload) => workload[field])]);
  return {
    queues,
    sums,
    nodes,
    ids: textsOf([...workloads.keys()], (id) => id),
    askedGpuMemoryMib: numbersOf(all, ({ askedGpuMemoryMib }) => askedGpuMemoryMib),
    shared: Object.fromEntries(columns) as Record<Shared, SharedColumn>,
  };
};

/** The board as it was when it was packed. @cost below 1 µs a workload */
export const unpackBoard = (packed: PackedBoard): QueueBoard => {
  const { ids, askedGpuMemoryMib, shared: columns, ...rest } = packed;
  const workloads = new Map<string, BoardWorkload>();
  const subGroups = valuesOf<BoardWorkload['subGroups']>(columns.subGroups);
  const asked = valuesOf<BoardWorkload['asked']>(columns.asked);
  const placements = valuesOf<BoardWorkload['placements']>(columns.placements);
  const held = valuesOf<BoardWorkload['held']>(columns.held);
  const isPreemptible = valuesOf<boolean>(columns.isPreemptible);
  const core = valuesOf<BoardWorkload['core']>(columns.core);
  const stage = valuesOf<BoardWorkload['stage']>(columns.stage);
  const queueId = valuesOf<string>(columns.queueId);
  (JSON.parse(ids) as readonly string[]).forEach((id, k) => {
    workloads.set(id, {
      subGroups: subGroups(k),
      asked: asked(k),
      askedGpuMemoryMib: numberAt(askedGpuMemoryMib, k),
      placements: placements(k),
      held: held(k),
      isPreemptible: isPreemptible(k),
      core: core(k),
      stage: stage(k),
      queueId: queueId(k),
    });
  });
  return { ...rest, workloads };
};
