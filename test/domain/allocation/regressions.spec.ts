import { describe, expect, it } from 'vitest';
import type { SubGroup } from '../../../domain/foundation/shapes.ts';
import {
  bareJob,
  bareNode,
  barePods,
  bareQueue,
  bareWorld,
} from '../../arbitraries/kernel/bare.ts';
import { topologyName } from '../../arbitraries/kernel/nodes.ts';
import { submittedJob } from '../../oracles/book-jobs.ts';
import { podKey, podsAt } from '../../oracles/books.ts';
import { promptly } from './promptly.ts';
import { act, begin, happen, submit, take } from './world.ts';

const noJob = submittedJob({ ...bareJob(0), id: 'nobody', age: 0 });

/** Cases that a law found, as small as it could make them. */
describe('allocation › regressions', () => {
  it('a search that can take nobody more comes to an end, even where every part alone has room', () => {
    const tale = begin(
      bareWorld({
        nodes: [bareNode(4), bareNode(0)],
        queues: [
          bareQueue('queue-0', { quota: 1000 }),
          bareQueue('queue-1', { quota: 4000 }),
          bareQueue('queue-2', { parent: 'queue-1' }),
        ],
        running: [
          { job: bareJob(1), from: 0 },
          {
            job: bareJob(
              0,
              { pods: 2 },
              { gang: { podSets: [{ name: 'workers', minPods: 1 }], groups: [] } },
            ),
            from: 0,
          },
        ],
        waiting: [bareJob(1, [barePods({ name: 'leader' }), barePods({ pods: 2, gpuMilli: 700 })])],
      }),
    );
    promptly(() => {
      act(tale);
      expect(act(tale).evictions).toEqual([]);
    });
  });

  it('whoever is evicted whole gets no pod in the same plan, though it could have grown by one', () => {
    const tree = [
      barePods({ name: 'leader' }),
      barePods({ name: 'left', pods: 3 }),
      barePods({ name: 'right', gpuMilli: 500 }),
    ];
    const gang = {
      podSets: [
        { name: 'leader', minPods: 1 },
        { name: 'left', minPods: 2 },
        { name: 'right', minPods: 1 },
      ],
      groups: [],
    };
    const tale = begin(
      bareWorld({
        nodes: [bareNode(4)],
        queues: [bareQueue('queue-0')],
        running: [{ job: bareJob(0, tree, { gang }), from: 0 }],
        waiting: [bareJob(0, {}, { priority: 75 })],
      }),
    );
    const made = act(tale);
    expect(made.evictions.map(({ workloadId }) => workloadId)).toEqual(['job-00']);
    expect(made.nominations.map(({ workloadId }) => workloadId)).toEqual(['job-01']);
  });

  it('the minimum of a semi-preemptible gang stays, whoever asks for all that it has', () => {
    const gang = { podSets: [{ name: 'workers', minPods: 1 }], groups: [] };
    const tale = begin(
      bareWorld({
        nodes: [bareNode(1), bareNode(1)],
        queues: [bareQueue('queue-0', { quota: 1000 })],
        waiting: [bareJob(0, { pods: 2 }, { isPreemptible: false, isSemiPreemptible: true, gang })],
      }),
    );
    act(tale);
    submit(tale, bareJob(0, { pods: 2 }, { priority: 100 }));
    expect(act(tale).evictions).toEqual([]);
    submit(tale, bareJob(0, {}, { priority: 100 }));
    expect(act(tale).evictions.map(({ pods }) => pods?.length)).toEqual([1]);
  });

  it('a gang whose pod died gets that very pod back, though another gang has an equal one elsewhere', () => {
    const tale = begin(
      bareWorld({
        nodes: [bareNode(4)],
        queues: [bareQueue('queue-0')],
        running: [
          { job: bareJob(0, [barePods({ name: 'leader' }), barePods({})]), from: 0 },
          { job: bareJob(0), from: 0 },
        ],
      }),
    );
    take(tale, { type: 'crash', pick: 1 });
    expect(act(tale).placements).toMatchObject([
      { workloadId: 'job-00', pods: [{ subGroup: 'workers', pod: 0, nodeId: 'node-0' }] },
    ]);
    expect(act(tale).placements).toEqual([]);
  });

  it('a gang that lost a pod and got it back moves with all its pods, or not at all', () => {
    const gang = { podSets: [{ name: 'workers', minPods: 1 }], groups: [] };
    const tale = begin(
      bareWorld({
        nodes: [bareNode(4), bareNode(4)],
        queues: [bareQueue('queue-0')],
        running: [
          { job: bareJob(0, [barePods({ name: 'leader', gpus: 4 }), barePods({})]), from: 0 },
          { job: bareJob(0, { pods: 3, gpuMilli: 700 }, { gang }), from: 0 },
          { job: bareJob(0, { gpuMilli: 500 }), from: 0 },
        ],
      }),
    );
    take(tale, { type: 'crash', pick: 0 });
    act(tale);
    expect(act(tale).evictions).toEqual([]);
  });

  it('a pod that moves starts in its new place only when it has left the old one', () => {
    const two = { podSets: [{ name: 'workers', minPods: 1 }], groups: [] };
    const tale = begin(
      bareWorld({
        nodes: [bareNode(4), bareNode(4, { cpuMilli: 16_000 })],
        queues: [bareQueue('queue-0')],
        running: [
          {
            job: bareJob(0, [barePods({ name: 'leader' }), barePods({ gpuMilli: 500 })]),
            from: 0,
          },
        ],
        waiting: [
          bareJob(0, { pods: 2, gpuMilli: 500, cpuMilli: 9_000 }, { gang: two }),
          bareJob(0, { pods: 2, gpus: 0, cpuMilli: 9_000 }, { gang: two }),
          bareJob(0, { gpus: 2 }),
        ],
      }),
    );
    for (let plans = 0; plans < 4; plans += 1) {
      act(tale);
      for (const job of tale.books.jobs.values()) {
        const names = podsAt(job, 'bound', 'leaving').map(podKey);
        expect(new Set(names).size).toBe(names.length);
      }
    }
  });

  it('whoever evicts spare pods of a victim is named for them, though another evicts more in the same plan', () => {
    const gang = { podSets: [{ name: 'workers', minPods: 1 }], groups: [] };
    const tale = begin(
      bareWorld({
        nodes: [bareNode(3)],
        queues: [bareQueue('queue-0')],
        waiting: [bareJob(0, { pods: 3 }, { gang })],
      }),
    );
    act(tale);
    submit(tale, bareJob(0, {}, { priority: 75 }));
    submit(tale, bareJob(0, {}, { priority: 100 }));
    expect(act(tale).evictions.map(({ preemptorId, pods }) => [preemptorId, pods?.length])).toEqual(
      [
        ['job-02', 1],
        ['job-01', 1],
      ],
    );
  });

  it('a place held for growth stays held when the pods that start now get theirs', () => {
    const gang = { podSets: [{ name: 'workers', minPods: 1 }], groups: [] };
    const tale = begin(
      bareWorld({
        nodes: [bareNode(2)],
        queues: [bareQueue('queue-0')],
        running: [{ job: bareJob(0), from: 0 }],
      }),
    );
    take(tale, { type: 'cancel', pick: 0 });
    const id = submit(tale, bareJob(0, { pods: 2 }, { gang }));
    const made = act(tale);
    expect([made.placements.length, made.nominations.length]).toEqual([1, 1]);
    expect(podsAt(tale.books.jobs.get(id) ?? noJob, 'bound', 'held')).toHaveLength(2);
    take(tale, { type: 'exit', pick: 0, isWhole: true });
    expect(act(tale).placements).toMatchObject([{ workloadId: id, pods: [{ pod: 1 }] }]);
  });

  it('whoever is evicted while it would have grown gets nothing in the same plan, though its queue is not the one that evicts', () => {
    const gang = { podSets: [{ name: 'workers', minPods: 2 }], groups: [] };
    const tale = begin(
      bareWorld({
        nodes: [bareNode(2)],
        queues: [bareQueue('queue-0'), bareQueue('queue-1', { quota: 8000 })],
        running: [{ job: bareJob(0, { pods: 4 }, { gang }), from: 0 }],
        waiting: [bareJob(1, { gpuMilli: 500 })],
      }),
    );
    const made = act(tale);
    expect(made.evictions.map(({ workloadId }) => workloadId)).toEqual(['job-00']);
    expect(made.nominations.map(({ workloadId }) => workloadId)).toEqual(['job-01']);
  });

  it('an elastic gang whose held places are all free starts once, not with some of its pods twice', () => {
    const gang = { podSets: [{ name: 'workers', minPods: 2 }], groups: [] };
    const tale = begin(bareWorld({ nodes: [bareNode(4)], queues: [bareQueue('queue-0')] }));
    const id = submit(tale, bareJob(0, { pods: 3 }, { gang }));
    const pods = [0, 1, 2].map((pod) => ({
      subGroup: 'workers',
      pod,
      nodeId: 'node-0',
      devices: [pod],
      gpuMilli: 1000,
    }));
    happen(tale, { type: 'nominated', id, assignment: { attempt: 1, pods } });
    expect(act(tale).placements).toMatchObject([{ workloadId: id, pods }]);
  });

  it('a queue that is closed has no fair share, whatever it had', () => {
    const tale = begin(
      bareWorld({
        nodes: [bareNode(4)],
        queues: [bareQueue('queue-0')],
        running: [{ job: bareJob(0, [barePods({ name: 'leader' }), barePods({})]), from: 0 }],
      }),
    );
    act(tale);
    take(tale, { type: 'crash', pick: 0 });
    take(tale, { type: 'close', pick: 0 });
    take(tale, { type: 'clock', byMs: 60_000 });
    expect(act(tale).evictions).toMatchObject([
      { action: 'stale-gang', victimQueue: { fairShare: { gpuMilli: 0 } } },
    ]);
  });

  it('a pod that must be near another comes with it in the same plan, whether or not it was refused before', () => {
    const near = (app: string, nearTo: string): SubGroup =>
      barePods({
        podLabels: { app },
        affinity: { podAffinity: [{ labels: { app: nearTo }, topologyKey: 'host' }] },
      });
    const tale = begin(bareWorld({ nodes: [bareNode(4)], queues: [bareQueue('queue-0')] }));
    submit(tale, bareJob(0, [near('web', 'store')]));
    expect(act(tale).placements).toEqual([]);
    submit(tale, bareJob(0, [near('store', 'store')], { priority: 75 }));
    expect(act(tale).placements.map(({ workloadId }) => workloadId)).toEqual(['job-01', 'job-00']);
  });

  it('nobody is asked to move back to where it stands, so that another may come first to where it must be near', () => {
    const store = { podLabels: { app: 'store' } };
    const tale = begin(
      bareWorld({
        nodes: [bareNode(4), bareNode(4)],
        queues: [bareQueue('queue-0')],
        running: [{ job: bareJob(0, [barePods({ gpus: 4, ...store })]), from: 0 }],
        waiting: [
          bareJob(0, [
            barePods({
              ...store,
              affinity: { podAffinity: [{ labels: { app: 'store' }, topologyKey: 'host' }] },
            }),
          ]),
        ],
      }),
    );
    expect(act(tale).evictions).toEqual([]);
  });

  it('victims that move are thought to move in the order in which they do', () => {
    const tale = begin(
      bareWorld({
        nodes: [bareNode(1), bareNode(4)],
        queues: [bareQueue('queue-0'), bareQueue('queue-1')],
        running: [
          { job: bareJob(1, { pods: 3, gpus: 2, gpuMilli: 300 }), from: 1 },
          { job: bareJob(0, { pods: 2, gpuMilli: 500 }), from: 1 },
          { job: bareJob(0), from: 1 },
        ],
        waiting: [bareJob(1, { gpus: 2, gpuMilli: 500 })],
      }),
    );
    const { evictions } = act(tale);
    for (const { movesTo } of evictions) expect(movesTo).toBeDefined();
  });

  it('a place held for growth is let go of when what it would grow upon is gone', () => {
    const gang = { podSets: [{ name: 'workers', minPods: 2 }], groups: [] };
    const tale = begin(
      bareWorld({
        nodes: [bareNode(3)],
        queues: [bareQueue('queue-0')],
        running: [
          { job: bareJob(0), from: 0 },
          { job: bareJob(0, { pods: 3 }, { gang, priority: 75 }), from: 0 },
        ],
      }),
    );
    expect(act(tale).nominations).toMatchObject([{ workloadId: 'job-01', pods: [{ pod: 2 }] }]);
    take(tale, { type: 'crash', pick: 0 });
    take(tale, { type: 'crash', pick: 0 });
    expect(act(tale).placements).toMatchObject([
      { workloadId: 'job-01', pods: [{ pod: 0 }, { pod: 1 }] },
    ]);
  });

  it('a pod that died comes back into the domain of its gang, though its own set has no other pod there', () => {
    const gang = {
      podSets: [
        { name: 'leader', minPods: 1, group: 'all' },
        { name: 'workers', minPods: 1, group: 'all' },
      ],
      groups: [{ name: 'all', topology: { topology: topologyName, required: 'block' } }],
    };
    const world = bareWorld({
      nodes: [bareNode(4, { labels: { block: 'b', rack: 'r' } })],
      queues: [bareQueue('queue-0')],
      running: [
        {
          job: bareJob(0, [barePods({ name: 'leader', gpus: 0 }), barePods({})], { gang }),
          from: 0,
        },
      ],
    });
    const tale = begin(world);
    take(tale, { type: 'join', node: bareNode(4, { labels: { block: 'a', rack: 'q' } }) });
    take(tale, { type: 'crash', pick: 0 });
    expect(act(tale).placements).toMatchObject([
      { workloadId: 'job-00', pods: [{ subGroup: 'leader', nodeId: 'node-0' }] },
    ]);
  });

  it('where its queue may have no more of the only model of cards, nobody finds room by reclaim', () => {
    const others = { 'gpu:H100': { quota: -1, limit: 2000, weight: 1 } };
    const tale = begin(
      bareWorld({
        nodes: [bareNode(4)],
        queues: [{ ...bareQueue('queue-0'), terms: { others } }, bareQueue('queue-1')],
        waiting: [bareJob(0, { pods: 2 }), bareJob(0)],
      }),
    );
    const made = act(tale);
    expect(made.placements.map(({ workloadId }) => workloadId)).toEqual(['job-00']);
    expect(made.verdicts).toMatchObject([
      { workloadId: 'job-01', verdict: { _tag: 'OverNamedLimit', allocated: 2000, asked: 1000 } },
    ]);
  });
});
