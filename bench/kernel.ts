import { defaultPolicy, forget, plan, release } from '../domain/allocation/index.ts';
import type { PodRequest } from '../domain/foundation/shapes.ts';
import { contendedUs } from './contended-pool.ts';
import { cards, fold, openTop, poolOf, randomFrom, submit, tookMs } from './pool.ts';
import { medianOf, type Row, rowOf } from './row.ts';

/** An empty pool and one-GPU workloads for all its cards, in one plan. @unit ms */
export const emptyPoolMs = (nodes: number): number => {
  const snapshot = poolOf(nodes);
  openTop(snapshot, 'queue', { quota: -1, weight: 1 });
  for (let at = 0; at < nodes * 8; at += 1)
    submit(snapshot, { id: `job-${at}`, age: at, queueId: 'queue', request: cards(1) });
  return tookMs(() => plan(snapshot, defaultPolicy));
};

/** Jobs of 1 to 4 cards on a small empty pool, set-up excluded. @unit ms */
export const fewJobsMs = (nodes: number, jobs: number): number => {
  const snapshot = poolOf(nodes);
  openTop(snapshot, 'queue', { quota: -1, weight: 1 });
  for (let at = 0; at < jobs; at += 1)
    submit(snapshot, { id: `job-${at}`, age: at, queueId: 'queue', request: cards(1) });
  return tookMs(() => plan(snapshot, defaultPolicy));
};

/** A full pool with a long line in five queues: a plan after each of `rounds` exits. @unit ms, median */
export const oneExitMs = (nodes: number, pending: number, rounds = 100): number => {
  const snapshot = poolOf(nodes);
  const queues = 5;
  for (let at = 0; at < queues; at += 1)
    openTop(snapshot, `queue-${at}`, { quota: nodes * 1600, weight: 1 });
  const random = randomFrom(1);
  const running: string[] = [];
  let age = 0;
  for (; age < nodes * 8; age += 1) {
    const id = `run-${age}`;
    submit(snapshot, { id, age, queueId: `queue-${age % queues}`, request: cards(1) });
    running.push(id);
  }
  fold(snapshot, plan(snapshot, defaultPolicy));
  for (let at = 0; at < pending; at += 1, age += 1) {
    const request = cards([1, 2, 4, 8][Math.floor(random() * 4)] ?? 1);
    submit(snapshot, { id: `wait-${at}`, age, queueId: `queue-${at % queues}`, request });
  }
  fold(snapshot, plan(snapshot, defaultPolicy));
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const [ended] = running.splice(Math.floor(random() * running.length), 1);
    if (ended !== undefined) forget(snapshot, ended);
    took.push(tookMs(() => plan(snapshot, defaultPolicy)));
    const made = plan(snapshot, defaultPolicy);
    fold(snapshot, made);
    for (const eviction of made.evictions) release(snapshot, eviction.workloadId);
  }
  return medianOf(took);
};

const kindsOfPods = (random: () => number): readonly PodRequest[] =>
  Array.from({ length: 151 }, () => ({
    gpuDevices: random() < 0.15 ? 0 : 1,
    gpuMilli: random() < 0.6 ? 100 * (1 + Math.floor(random() * 9)) : 1000,
    cpuMilli: 1000 * (1 + Math.floor(random() * 12)),
    memoryBytes: 2 ** 30 * (1 + Math.floor(random() * 64)),
  }));

/** Different nodes, pods of 151 kinds, one plan for each. @unit µs a plan */
export const onePodUs = (nodes: number, pods: number): number => {
  const snapshot = poolOf(nodes, (at) => [0, 1, 2, 4, 8][at % 5] ?? 0);
  openTop(snapshot, 'queue', { quota: -1, weight: 1 });
  const random = randomFrom(2);
  const kinds = kindsOfPods(random);
  let planMs = 0;
  for (let at = 0; at < pods; at += 1) {
    const request = kinds[Math.floor(random() * random() * kinds.length)] ?? cards(1);
    submit(snapshot, { id: `pod-${at}`, age: at, queueId: 'queue', request });
    planMs += tookMs(() => plan(snapshot, defaultPolicy));
    fold(snapshot, plan(snapshot, defaultPolicy));
    if (at >= 1200) forget(snapshot, `pod-${at - 1200}`);
  }
  return (planMs * 1000) / pods;
};

/** A full pool of one-GPU workloads of one queue, and what another queue claims. @unit ms for one plan */
export const claimMs = (
  nodes: number,
  claims: { readonly count: number; readonly pods: number },
): { readonly ms: number; readonly evictions: number; readonly served: number } => {
  const snapshot = poolOf(nodes);
  openTop(snapshot, 'theirs', { quota: 0, weight: 0 });
  openTop(snapshot, 'ours', { quota: nodes * 8000, weight: 1 });
  for (let at = 0; at < nodes * 8; at += 1)
    submit(snapshot, { id: `run-${at}`, age: at, queueId: 'theirs', request: cards(1) });
  const borrowed = { ...defaultPolicy, version: 'filling' };
  fold(snapshot, plan(snapshot, borrowed));
  for (let at = 0; at < claims.count; at += 1)
    submit(snapshot, {
      id: `claim-${at}`,
      age: nodes * 8 + at,
      queueId: 'ours',
      request: cards(1),
      pods: claims.pods,
    });
  let [evictions, served] = [0, 0];
  const ms = tookMs(() => {
    const made = plan(snapshot, defaultPolicy);
    evictions = made.evictions.length;
    served = made.nominations.length;
  });
  return { ms, evictions, served };
};

const times = (count: number, run: () => number): readonly number[] =>
  Array.from({ length: count }, run);

const row = (
  name: string,
  figures: Pick<Row, 'unit' | 'runs' | 'target'> & Partial<Pick<Row, 'reference' | 'note'>>,
): Row => rowOf({ table: 'kernel', name, reference: '', note: '', ...figures });

const allocationRows = (): readonly Row[] => [
  ...[8, 4, 2, 1].map((part) =>
    row(`empty pool, ${10_000 / part} nodes × 8, one-GPU workloads for all cards`, {
      unit: 'placements/s',
      runs: times(3, () => ((80_000 / part) * 1000) / emptyPoolMs(10_000 / part)),
      target: '≥ 100,000',
    }),
  ),
  row('500 jobs on 100 nodes, set-up excluded', {
    unit: 'ms',
    runs: times(15, () => fewJobsMs(100, 500)),
    target: '≤ 2',
    reference: 'KAI 80 ms',
  }),
  ...[8, 4, 2, 1].map((part) =>
    row(`${10_000 / part} full nodes, ${100_000 / part} waiting, one exit`, {
      unit: 'ms',
      runs: times(3, () => oneExitMs(10_000 / part, 100_000 / part)),
      target: '≤ 10',
    }),
  ),
  row('1,213 different nodes, pods of 151 kinds, one a plan', {
    unit: 'µs',
    runs: times(3, () => onePodUs(1213, 8152)),
    target: '≤ 20',
  }),
];

const evictionRows = (): readonly Row[] => [
  ...[500, 1000].map((nodes) =>
    row(`one ${(nodes * 8) / 10}-GPU gang reclaims from ${nodes * 8} one-GPU workloads`, {
      unit: 'ms',
      runs: times(3, () => claimMs(nodes, { count: 1, pods: (nodes * 8) / 10 }).ms),
      target: nodes === 500 ? '≤ 20' : '≤ 50',
      reference: nodes === 500 ? 'KAI 8.97 s' : 'KAI no end in 40 min',
    }),
  ),
  row('500 nodes, 4,000 running, 4,000 claims of one GPU', {
    unit: 'ms',
    runs: times(3, () => claimMs(500, { count: 4000, pods: 1 }).ms),
    target: '≤ 500',
    reference: 'KAI 59–197 s',
  }),
  row('70 nodes × 8, 15 queues, up to 5,000 waiting: arrival, exit or eviction a plan', {
    unit: 'µs',
    runs: times(3, () => contendedUs(30_000, 5000).planUs),
    target: '≤ 60',
    note: 'reclaim included',
  }),
];

/** The kernel alone, on snapshots that nothing else touches, and how its cost grows. */
export const rows = (): Promise<readonly Row[]> => {
  // The first plans of a process pay for compiling: they are not what is measured.
  emptyPoolMs(1250);
  return Promise.resolve([...allocationRows(), ...evictionRows()]);
};
