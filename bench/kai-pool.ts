import type { Snapshot } from '../domain/allocation/index.ts';
import { cards, fill, runOn, submit } from './asking.ts';
import { gib, open, poolOf } from './pool.ts';

/** What is in a pool of the peer's benchmarks. @shape `running` and `pending` are one-card pods a job; a job may have several tasks */
export interface Shape {
  readonly nodes: number;
  readonly running: number;
  readonly pending: number;
  readonly queues: number;
  readonly departments: number;
  readonly tasks: number;
}

/** Queues that deserve equal parts of all cards, under departments that do as well. */
const openEqual = (snapshot: Snapshot, { nodes, queues, departments }: Shape): void => {
  const all = nodes * 8000;
  for (let at = 0; at < departments; at += 1)
    open(snapshot, { id: `department-${at}`, gpuMilli: { quota: Math.floor(all / departments) } });
  for (let at = 0; at < queues; at += 1)
    open(snapshot, {
      id: `queue-${at}`,
      parentId: `department-${at % departments}`,
      gpuMilli: { quota: Math.floor(all / queues) },
    });
};

/** Jobs that run, job k on node k mod nodes, and others that wait; both go to the queues in turn. */
export const equalPool = (shape: Shape): Snapshot => {
  const snapshot = poolOf(shape.nodes);
  openEqual(snapshot, shape);
  const queueOf = (at: number): string => `queue-${at % shape.queues}`;
  for (let at = 0; at < shape.running; at += 1) {
    const place = { node: at % shape.nodes, devices: [Math.floor(at / shape.nodes)] };
    runOn(snapshot, { id: `run-${at}`, age: at, queueId: queueOf(at) }, place);
  }
  for (let at = 0; at < shape.pending; at += 1)
    submit(snapshot, {
      id: `wait-${at}`,
      age: shape.running + at,
      queueId: queueOf(at),
      pods: shape.tasks,
    });
  return snapshot;
};

/** Nodes whose cards are all used by one-card pods, and so many pods in all: the others use a core each. */
export const crowdedPool = (nodes: number, pods: number): Snapshot => {
  const snapshot = poolOf(nodes);
  open(snapshot, { id: 'queue' });
  fill(snapshot, nodes, () => ({ queueId: 'queue' }));
  const request = { ...cards(0), cpuMilli: 1000, memoryBytes: gib };
  for (let at = nodes * 8; at < pods; at += 1) {
    const asked = { id: `cpu-${at}`, age: at, queueId: 'queue', request };
    runOn(snapshot, asked, { node: at % nodes, devices: [] });
  }
  return snapshot;
};
