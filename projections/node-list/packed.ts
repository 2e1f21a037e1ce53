import { type SharedColumn, sharedOf, textsOf, valuesOf } from '../../domain/foundation/columns.ts';
import type { PodPlacement, PodRequest } from '../../domain/foundation/shapes.ts';
import { boundPod } from './apply.ts';
import type { BoundPod, NodeList, NodeRow, NodeWorkload } from './view.ts';

/** The list to be kept beside the ledger: what holds its nodes as columns. */
export interface PackedNodes {
  readonly rows: ReadonlyMap<string, NodeRow>;
  readonly ids: string;
  /** What the pods of each sub-group ask for, by its name. */
  readonly requests: SharedColumn;
  readonly pods: SharedColumn;
  /** Nodes that have gone while pods are on them, each with those pods: which one of which workload. */
  readonly gone: readonly { readonly row: NodeRow; readonly pods: readonly [string, number][] }[];
}

/** Packs the list. @cost about 2 µs a workload */
export const packNodes = ({ rows, workloads }: NodeList): PackedNodes => {
  const all = [...workloads.values()];
  return {
    rows,
    ids: textsOf([...workloads.keys()], (id) => id),
    requests: sharedOf(all, ({ requests }) => [...requests]),
    pods: sharedOf(all, ({ pods }) => pods.map(placementOf)),
    gone: goneOf({ rows, workloads }),
  };
};

const placementOf = ({ subGroup, pod, row, devices, gpuMilli }: BoundPod): PodPlacement => ({
  subGroup,
  pod,
  nodeId: row.id,
  devices: [...devices],
  gpuMilli,
});

const goneOf = ({ rows, workloads }: NodeList): PackedNodes['gone'] => {
  const gone = new Map<NodeRow, [string, number][]>();
  for (const [id, { pods }] of workloads) {
    pods.forEach(({ row }, place) => {
      if (rows.get(row.id) === row) return;
      const those = gone.get(row) ?? [];
      those.push([id, place]);
      gone.set(row, those);
    });
  }
  return [...gone].map(([row, pods]) => ({ row, pods }));
};

/** The list as it was when it was packed. @cost about 1 µs a workload */
export const unpackNodes = (packed: PackedNodes): NodeList => {
  const rows = new Map(packed.rows);
  const workloads = new Map<string, NodeWorkload>();
  const requestsOf = valuesOf<readonly [string, PodRequest][]>(packed.requests);
  const podsOf = valuesOf<readonly PodPlacement[]>(packed.pods);
  const left = leftBehind(packed.gone);
  (JSON.parse(packed.ids) as readonly string[]).forEach((id, k) => {
    const requests = new Map(requestsOf(k));
    const pods = podsOf(k).flatMap((placement, place) => {
      const row = left.get(id)?.get(place) ?? rows.get(placement.nodeId);
      return row === undefined ? [] : [boundPod(placement, row, requests)];
    });
    workloads.set(id, { requests, pods });
  });
  return { rows, workloads };
};

const leftBehind = (
  gone: PackedNodes['gone'],
): ReadonlyMap<string, ReadonlyMap<number, NodeRow>> => {
  const left = new Map<string, Map<number, NodeRow>>();
  for (const { row, pods } of gone) {
    for (const [id, place] of pods) {
      const those = left.get(id) ?? new Map<number, NodeRow>();
      left.set(id, those.set(place, row));
    }
  }
  return left;
};
