import {
  defaultPolicy,
  forget,
  type Plan,
  plan,
  type Snapshot,
} from '../domain/allocation/index.ts';
import type { PodRequest } from '../domain/foundation/shapes.ts';
import { digestOf } from './decisions.ts';
import { cards, fill, submit } from './asking.ts';
import { fold, gib, letGo, open, poolOf, randomFrom, timed } from './pool.ts';
import { type Measured, medianOf } from './row.ts';

/** One plan of a snapshot as it stands, alone. @unit ms */
export const onePlan = (snapshot: Snapshot): Measured => {
  const { made, ms } = timed(() => plan(snapshot, defaultPolicy));
  return { value: ms, digest: digestOf([made]) };
};

/** An empty pool of 8-card nodes and so many workloads of one card, in one plan. @unit ms */
export const emptyPool = (nodes: number, jobs = nodes * 8): Measured => {
  const snapshot = poolOf(nodes);
  open(snapshot, { id: 'queue' });
  for (let at = 0; at < jobs; at += 1)
    submit(snapshot, { id: `job-${at}`, age: at, queueId: 'queue' });
  return onePlan(snapshot);
};

/** One gang that needs every core of every node, a pod a core: 32 pods a node. @unit ms */
export const wholePoolGang = (nodes: number): Measured => {
  const snapshot = poolOf(nodes, () => ({ cpuMilli: 32_000, memoryBytes: 256 * gib, gpuCount: 0 }));
  open(snapshot, { id: 'queue' });
  const request = { ...cards(0), cpuMilli: 1000, memoryBytes: 4 * gib };
  submit(snapshot, { id: 'gang', age: 1, queueId: 'queue', request, pods: nodes * 32 });
  return onePlan(snapshot);
};

const queues = 5;

/** A full pool of equal queues with a long line of 1 to 8 cards in each, all told why they wait. */
const crowdedPool = (nodes: number, pending: number): Snapshot => {
  const snapshot = poolOf(nodes);
  for (let at = 0; at < queues; at += 1)
    open(snapshot, { id: `queue-${at}`, gpuMilli: { quota: nodes * 1600 } });
  fill(snapshot, nodes, (at) => ({ queueId: `queue-${at % queues}` }));
  const random = randomFrom(1);
  for (let at = 0; at < pending; at += 1) {
    const request = cards([1, 2, 4, 8][Math.floor(random() * 4)] ?? 1);
    const queueId = `queue-${at % queues}`;
    submit(snapshot, { id: `wait-${at}`, age: nodes * 8 + at, queueId, request });
  }
  fold(snapshot, plan(snapshot, defaultPolicy));
  return snapshot;
};

/** A full pool with a long line in five queues: a plan after each of `rounds` exits. @unit ms, median */
export const oneExit = (nodes: number, pending: number, rounds = 100): Measured => {
  const snapshot = crowdedPool(nodes, pending);
  const random = randomFrom(7);
  const running = Array.from({ length: nodes * 8 }, (_, at) => `run-${at}`);
  const took: number[] = [];
  const plans: Plan[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const [ended] = running.splice(Math.floor(random() * running.length), 1);
    if (ended !== undefined) forget(snapshot, ended);
    const { made, ms } = timed(() => plan(snapshot, defaultPolicy));
    took.push(ms);
    plans.push(made);
    fold(snapshot, made);
    letGo(snapshot, made);
  }
  return { value: medianOf(took), digest: digestOf(plans) };
};

const kindsOfPods = (random: () => number): readonly PodRequest[] =>
  Array.from({ length: 151 }, () => ({
    gpuDevices: random() < 0.15 ? 0 : 1,
    gpuMilli: random() < 0.6 ? 100 * (1 + Math.floor(random() * 9)) : 1000,
    cpuMilli: 1000 * (1 + Math.floor(random() * 12)),
    memoryBytes: gib * (1 + Math.floor(random() * 64)),
  }));

/** Different nodes, pods of 151 kinds, one plan for each. @unit µs a plan */
export const onePodAPlan = (nodes: number, pods: number): Measured => {
  const snapshot = poolOf(nodes, (at) => ({ gpuCount: [0, 1, 2, 4, 8][at % 5] ?? 0 }));
  open(snapshot, { id: 'queue' });
  const random = randomFrom(2);
  const kinds = kindsOfPods(random);
  const plans: Plan[] = [];
  let planMs = 0;
  for (let at = 0; at < pods; at += 1) {
    const request = kinds[Math.floor(random() * random() * kinds.length)] ?? cards(1);
    submit(snapshot, { id: `pod-${at}`, age: at, queueId: 'queue', request });
    const { made, ms } = timed(() => plan(snapshot, defaultPolicy));
    planMs += ms;
    plans.push(made);
    fold(snapshot, made);
    if (at >= 1200) forget(snapshot, `pod-${at - 1200}`);
  }
  return { value: (planMs * 1000) / pods, digest: digestOf(plans) };
};
