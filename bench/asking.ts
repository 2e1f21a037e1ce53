import {
  addPending,
  addWorkload,
  bind,
  type Snapshot,
  type Submission,
} from '../domain/allocation/index.ts';
import type { PodRequest } from '../domain/foundation/shapes.ts';
import { gib, nodeId } from './pool.ts';

/** A workload that waits: `pods` equal ones, or the sub-groups that are given. */
export interface Asked extends Partial<Submission> {
  readonly id: string;
  readonly age: number;
  readonly queueId: string;
  readonly request?: PodRequest;
  readonly pods?: number;
}

/** A pod that asks for whole cards, a core and a GiB for each. */
export const cards = (gpuDevices: number): PodRequest => ({
  gpuDevices,
  gpuMilli: gpuDevices === 0 ? 0 : 1000,
  cpuMilli: 1000 * gpuDevices,
  memoryBytes: gib * gpuDevices,
});

const usual = { priority: 50, isPreemptible: true, nodeSelector: {}, tolerations: [] } as const;

const submissionOf = ({ request, pods, ...asked }: Asked): Submission => ({
  ...usual,
  subGroups: [{ name: 'workers', pods: pods ?? 1, request: request ?? cards(1) }],
  ...asked,
});

/** Submits a workload that does not wait yet, as one that somebody holds back. */
export const announce = (snapshot: Snapshot, asked: Asked): void =>
  addWorkload(snapshot, submissionOf(asked));

/** Submits a workload and puts it in its queue. */
export const submit = (snapshot: Snapshot, asked: Asked, atMs = 0): void => {
  announce(snapshot, asked);
  addPending(snapshot, asked.id, { queueId: asked.queueId, attempt: 1, atMs });
};

/** Where a pod runs already. */
export interface Place {
  readonly node: number;
  readonly devices: readonly number[];
}

/** A workload of one pod that runs there already. */
export const runOn = (snapshot: Snapshot, asked: Asked, { node, devices }: Place): void => {
  submit(snapshot, asked);
  const gpuMilli = devices.length === 0 ? 0 : 1000;
  const pod = {
    subGroup: 'workers',
    pod: 0,
    nodeId: nodeId(node),
    devices: [...devices],
    gpuMilli,
  };
  bind(snapshot, asked.id, { attempt: 1, pods: [pod], atMs: 0 });
};

/** Fills every card of the pool's nodes with workloads of one card: eight a node, in the order of their ids. */
export const fill = (
  snapshot: Snapshot,
  nodes: number,
  asked: (at: number) => Pick<Asked, 'queueId' | 'priority'>,
): void => {
  for (let at = 0; at < nodes * 8; at += 1) {
    const place = { node: Math.floor(at / 8), devices: [at % 8] };
    runOn(snapshot, { id: `run-${at}`, age: at, ...asked(at) }, place);
  }
};
