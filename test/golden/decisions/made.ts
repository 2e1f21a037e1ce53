import {
  bareJob,
  bareNode,
  barePods,
  bareQueue,
  bareWorld,
} from '../../arbitraries/kernel/bare.ts';
import type { Job } from '../../arbitraries/kernel/jobs.ts';
import type { History, Turn } from './history.ts';
import { strays } from './strays.ts';

const plan: Turn = { type: 'plan' };
const exit: Turn = { type: 'all-exit' };
const submit = (job: Job): Turn => ({ type: 'submit', job });
const repeated = (times: number, turns: (at: number) => readonly Turn[]): readonly Turn[] =>
  Array.from({ length: times }, (_, at) => turns(at)).flat();

const usual = { rules: {}, isSilent: false, lookEvery: 1 } as const;

/** A job of a kind of its own. */
const ownKind = (at: number): Job =>
  bareJob(at, [barePods({ gpus: at % 3, cpuMilli: 10 + at }), barePods({ name: 'w' })], {
    gang: {
      podSets: [
        { name: 'workers', minPods: 1 },
        { name: 'w', minPods: at % 2 },
      ],
      groups: [],
    },
  });

/** More kinds of jobs than are remembered come and go. */
const manyKinds = (): Omit<History, 'name'> => ({
  ...usual,
  lookEvery: 97,
  world: bareWorld({
    nodes: [bareNode(4), bareNode(2)],
    queues: [bareQueue('queue-0'), bareQueue('queue-1', { quota: 2000 })],
  }),
  turns: [
    ...repeated(620, (at) => [
      submit(ownKind(at)),
      ...(at % 40 === 0 ? [plan] : []),
      { type: at % 3 === 0 ? 'finish' : 'cancel', pick: 0 },
    ]),
    ...repeated(12, () => [plan, exit, { type: 'finish', pick: 0 }]),
  ],
});

/** Equal jobs ask for what equal jobs of others have, many of them in one plan. */
const manyAsk = (priority: number, fromQueue: number): Omit<History, 'name'> => ({
  ...usual,
  world: bareWorld({
    nodes: Array.from({ length: 12 }, (_, at) => bareNode(at % 5)),
    queues: [
      bareQueue('queue-0', { quota: 8000 }),
      bareQueue('queue-1', { quota: 12_000 }),
      bareQueue('queue-2', { weight: 3 }),
    ],
    running: Array.from({ length: 26 }, (_, at) => ({
      job: bareJob(at % 4 === 3 ? 0 : 2, {}, { priority: at % 5 === 0 ? 75 : 50 }),
      from: at,
    })),
    waiting: Array.from({ length: 16 }, () => bareJob(fromQueue, {}, { priority })),
  }),
  turns: repeated(5, (at) => [
    plan,
    submit(bareJob(1, { gpus: 2 }, { priority })),
    ...(at % 2 === 0 ? [exit] : []),
  ]),
});

/** A stream of short jobs passes a large one that waits, until room is kept for it. */
const passing = (bypassesMax: number): Omit<History, 'name'> => ({
  ...usual,
  rules: { bypassesMax, actions: ['allocate'] },
  world: bareWorld({
    nodes: [bareNode(4), bareNode(4)],
    queues: [bareQueue('queue-0'), bareQueue('queue-1')],
    running: [
      { job: bareJob(0, { gpus: 2 }, { maxRunMs: 50_000 }), from: 0 },
      { job: bareJob(0, { gpus: 3 }, { maxRunMs: 90_000 }), from: 1 },
    ],
    waiting: [bareJob(0, { gpus: 4, pods: 2 }), bareJob(1, { gpus: 3 })],
  }),
  turns: repeated(9, (at) => [
    submit(bareJob(1, {}, { maxRunMs: at % 2 === 0 ? 10_000 : 100_000 })),
    plan,
    { type: 'clock', byMs: 7_000 },
    ...(at % 3 === 2 ? [{ type: 'finish', pick: at } as const] : []),
  ]),
});

const strangers = (): Omit<History, 'name'> => ({
  ...usual,
  world: bareWorld({
    nodes: [bareNode(2), bareNode(2), bareNode(2)],
    queues: [bareQueue('queue-0'), bareQueue('queue-1')],
    running: [
      { job: bareJob(0), from: 0 },
      { job: bareJob(1, { pods: 2 }), from: 0 },
    ],
    waiting: [
      bareJob(0),
      bareJob(1, { gpus: 2 }),
      bareJob(0, { gpus: 2 }),
      bareJob(0, {}, { priority: 75 }),
    ],
  }),
  turns: strays.map((facts) => ({ type: 'facts', facts })),
});

/** The histories that are made by hand, where drawing does not reach. */
export const madeHistories: readonly { readonly name: string; readonly make: () => History }[] = (
  [
    ['more kinds than are remembered', manyKinds],
    ['strangers, and facts out of order', strangers],
    ['many preempt', () => manyAsk(75, 2)],
    ['many preempt, and each is alone', () => manyAsk(100, 0)],
    ['many reclaim', () => manyAsk(50, 1)],
    ['nobody is passed', () => passing(0)],
    ['one may pass', () => passing(1)],
    ['three may pass', () => passing(3)],
  ] as const
).map(([name, make]) => ({ name, make: () => ({ name, ...make() }) }));
