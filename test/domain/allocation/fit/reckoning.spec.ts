import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addClaim,
  addNode,
  addPending,
  addWorkload,
  bind,
  createSnapshot,
  removeNode,
  type Snapshot,
} from '../../../../domain/allocation/index.ts';
import { removeClaim } from '../../../../domain/allocation/state/surroundings.ts';
import type { PodRequest } from '../../../../domain/foundation/shapes.ts';
import { offer, openOnly } from './pool-of.ts';

const bare: PodRequest = { gpuDevices: 0, gpuMilli: 0, cpuMilli: 100, memoryBytes: 0 };
const gpu = 'gpu.nvidia.com';

const requests: readonly PodRequest[] = [
  { ...bare, gpuDevices: 1, gpuMemoryMib: 1000 },
  { ...bare, gpuDevices: 2, gpuMemoryMib: 2500 },
  { ...bare, claims: ['one'] },
  { ...bare, claims: ['one', 'two'], gpuDevices: 1, gpuMilli: 1000 },
  { ...bare, mig: { 'nvidia.com/mig-3g.20gb': 2 } },
  { ...bare, gpuDevices: 1, gpuMilli: 300 },
];

interface Story {
  readonly memories: readonly number[];
  readonly claims: readonly number[];
  readonly jobs: readonly {
    readonly of: number;
    readonly isBound: boolean;
    readonly safe: boolean;
  }[];
}

const stories: fc.Arbitrary<Story> = fc.record({
  memories: fc.array(fc.constantFrom(500, 1000, 2000, 4000), { maxLength: 3 }),
  claims: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
  jobs: fc.array(
    fc.record({
      of: fc.nat({ max: requests.length - 1 }),
      isBound: fc.boolean(),
      safe: fc.boolean(),
    }),
    { minLength: 1, maxLength: 5 },
  ),
});

type Deed = (snapshot: Snapshot) => void;

const submitted =
  ({ of, isBound, safe }: Story['jobs'][number], at: number): Deed =>
  (snapshot) => {
    const [id, request] = [`job-${at}`, requests[of] ?? bare];
    addWorkload(snapshot, {
      id,
      age: at,
      priority: 50,
      isPreemptible: !safe,
      subGroups: [{ name: 'main', pods: 1, request }],
      nodeSelector: {},
      tolerations: [],
    });
    addPending(snapshot, id, { queueId: 'queue', attempt: 1 });
    if (!isBound) return;
    const devices = Array.from({ length: request.gpuDevices }, (_, device) => device);
    const gpuMilli = request.gpuMemoryMib === undefined ? request.gpuMilli : 125;
    const pod = { subGroup: 'main', pod: 0, nodeId: `host-${at}`, devices, gpuMilli };
    bind(snapshot, id, { attempt: 1, pods: [pod], atMs: 0 });
  };

const named = ['one', 'two'];

const claimed =
  (count: number, at: number): Deed =>
  (snapshot) => {
    const name = named[at] ?? '';
    addClaim(snapshot, { name, deviceClass: gpu, count, queueId: '' });
  };

const joined =
  (gpuMemoryMib: number, at: number): Deed =>
  (snapshot) => {
    addNode(snapshot, offer(`node-${at}`, { gpuMemoryMib }));
  };

/** A pool with a node for every job that is to be bound. */
const begun = (): Snapshot => {
  const snapshot = createSnapshot('pool');
  openOnly(snapshot);
  for (let at = 0; at < 5; at += 1) addNode(snapshot, offer(`host-${at}`, { gpuMemoryMib: 8000 }));
  return snapshot;
};

const booksOf = (snapshot: Snapshot): unknown => {
  const queue = snapshot.queues.get('queue');
  return {
    requested: queue?.requested,
    allocated: queue?.allocated,
    nonPreemptible: queue?.nonPreemptible,
    evictable: queue?.evictableGpuMilli,
    total: snapshot.total,
    asked: [...snapshot.workloads.values()]
      .map(({ id, build, shape }) => [id, build.amounts, shape.amounts])
      .toSorted(),
  };
};

describe('fit › what pods count for', () => {
  it('∀ is the same in whichever order nodes, claims and workloads came', () => {
    fc.assert(
      fc.property(
        stories.chain((story) => {
          const deeds = [
            ...story.memories.map(joined),
            ...story.claims.map(claimed),
            ...story.jobs.map(submitted),
          ];
          const orders = fc.shuffledSubarray(deeds, {
            minLength: deeds.length,
            maxLength: deeds.length,
          });
          return fc.tuple(fc.constant(deeds), orders);
        }),
        ([deeds, shuffled]) => {
          const [plain, other] = [begun(), begun()];
          for (const deed of deeds) deed(plain);
          for (const deed of shuffled) deed(other);
          expect(booksOf(other)).toEqual(booksOf(plain));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('∀ nodes and claims that came and went again leave no trace', () => {
    fc.assert(
      fc.property(stories, stories, (story, passing) => {
        const [plain, other] = [begun(), begun()];
        const jobs = story.jobs.map(submitted);
        for (const deed of jobs) deed(plain);
        const [early = () => undefined, ...late] = jobs;
        early(other);
        for (const deed of [...passing.memories.map(joined), ...passing.claims.map(claimed)])
          deed(other);
        for (const deed of late) deed(other);
        for (const at of passing.memories.keys()) removeNode(other, `node-${at}`);
        for (const name of named) removeClaim(other, name);
        expect(booksOf(other)).toEqual(booksOf(plain));
      }),
      { numRuns: 200 },
    );
  });
});
