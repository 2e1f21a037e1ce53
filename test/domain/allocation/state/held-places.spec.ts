import { describe, expect, it } from 'vitest';
import { type Plan, removeClaim } from '../../../../domain/allocation/index.ts';
import {
  bareJob,
  bareNode,
  type BarePods,
  bareQueue,
  bareWorld,
} from '../../../arbitraries/kernel/bare.ts';
import {
  claimedClass,
  named,
  topologyLevels,
  topologyName,
} from '../../../arbitraries/kernel/nodes.ts';
import { isAt } from '../../../oracles/books.ts';
import type { Fact } from '../../../oracles/facts.ts';
import { settle } from '../quiet.ts';
import { act, begin, happen, look, submit, type Tale } from '../world.ts';

const stores = { app: 'store' };
const nearStores = {
  affinity: { podAffinity: [{ labels: stores, topologyKey: 'host' }] },
};
const host = (name: string) => ({ labels: { host: name, zone: 'z', block: 'b', rack: name } });

/** Two nodes of one card each, both taken, and somebody of higher priority who wants one of them. */
const story = (wish: BarePods = {}, job: Parameters<typeof bareJob>[2] = {}): Tale => {
  const tale = begin(
    bareWorld({
      nodes: [bareNode(2, host('a')), bareNode(2, host('b'))],
      queues: [bareQueue('queue-0', { quota: -1 })],
      running: [
        { job: bareJob(0, { gpus: 1, podLabels: stores }, { priority: 125 }), from: 0 },
        { job: bareJob(0), from: 0 },
        { job: bareJob(0, { gpus: 2 }, { priority: 125, isPreemptible: false }), from: 1 },
      ],
    }),
  );
  submit(tale, bareJob(0, wish, { priority: 100, ...job }));
  expect(act(tale).nominations.map(({ workloadId }) => workloadId)).toEqual(['job-03']);
  return tale;
};

const isHeld = ({ books, snapshot }: Tale): boolean => {
  const job = books.jobs.get('job-03');
  const isBooked = job !== undefined && isAt(job, 'held');
  // The books, which know nothing of the kernel, say the same.
  expect((snapshot.workloads.get('job-03')?.held.length ?? 0) > 0).toBe(isBooked);
  return isBooked;
};

const gone = (id: string): Fact => ({ type: 'forgotten', id });

describe('a place that is held for a pod that must be near others', () => {
  it('ends with them, and the pod is considered anew', () => {
    const tale = story(nearStores);
    happen(tale, gone('job-00'));
    expect(isHeld(tale)).toBe(false);
    const { verdicts, nominations } = act(tale);
    expect([
      nominations,
      verdicts.map(({ workloadId, verdict }) => [workloadId, verdict._tag]),
    ]).toEqual([[], [['job-03', 'NoMatchingNode']]]);
    submit(tale, bareJob(0, { podLabels: stores }, { priority: 100 }));
    settle(tale, 10);
    expect(isAt(tale.books.jobs.get('job-03') ?? fail(), 'bound')).toBe(true);
  });

  it('ends when they are told to go, when they move, and when their node goes', () => {
    for (const facts of [
      [{ type: 'leaving', id: 'job-00', returns: true }],
      [{ type: 'leaving', id: 'job-00', returns: false }],
      [{ type: 'released', id: 'job-00' }],
      [{ type: 'removed', id: 'node-0' }],
    ] satisfies Fact[][]) {
      const tale = story(nearStores);
      happen(tale, ...facts);
      expect(isHeld(tale)).toBe(false);
    }
  });

  it('stays while one of them stays', () => {
    const tale = story(nearStores);
    happen(tale, { type: 'forgotten', id: 'job-02' });
    expect(isHeld(tale)).toBe(true);
  });

  it('waits for those who are placed by the same plan', () => {
    const tale = story(nearStores);
    const [held] = tale.books.jobs.get('job-03')?.pods ?? [];
    happen(tale, gone('job-00'));
    expect(isHeld(tale)).toBe(false);
    const id = submit(tale, bareJob(0, { podLabels: stores }));
    happen(
      tale,
      {
        type: 'nominated',
        id: 'job-03',
        assignment: { attempt: 1, pods: [held?.placement ?? fail()] },
      },
      { type: 'told', id: 'job-03', tag: 'AwaitingRelease' },
    );
    expect(isHeld(tale)).toBe(true);
    const at = { subGroup: 'workers', pod: 0, nodeId: 'node-0', devices: [0], gpuMilli: 1000 };
    happen(tale, { type: 'bound', id, assignment: { attempt: 1, pods: [at], atMs: 1 } });
    expect(isHeld(tale)).toBe(true);
    happen(tale, gone(id));
    expect(isHeld(tale)).toBe(false);
  });
});

describe('those whom a pod must be near that is promised a place', () => {
  const crowd = (): Tale => {
    const tale = begin(
      bareWorld({
        nodes: [bareNode(2, host('a'))],
        queues: [bareQueue('queue-0', { quota: -1 })],
        running: [
          { job: bareJob(0, { podLabels: stores }), from: 0 },
          { job: bareJob(0), from: 0 },
        ],
      }),
    );
    submit(tale, bareJob(0, nearStores, { priority: 100 }));
    return tale;
  };
  const evictedBy = ({ evictions }: Plan): readonly string[] =>
    evictions.map(({ workloadId, preemptorId }) => `${workloadId} for ${preemptorId}`);

  it('do not go for others until it has begun', () => {
    const tale = crowd();
    expect(evictedBy(act(tale))).toEqual(['job-01 for job-02']);
    submit(tale, bareJob(0, {}, { priority: 125 }));
    expect(evictedBy(act(tale))).toEqual([]);
    happen(tale, { type: 'released', id: 'job-01' });
    expect(act(tale).placements.map(({ workloadId }) => workloadId)).toEqual(['job-02']);
    expect(evictedBy(act(tale))).toEqual(['job-00 for job-03']);
  });

  it('do not go for others in the plan that promises it', () => {
    const tale = crowd();
    submit(tale, bareJob(0, {}, { priority: 75 }));
    expect(evictedBy(act(tale))).toEqual(['job-01 for job-02']);
  });

  it('go as what is left of a gang one plan after it was promised, and not with it', () => {
    const tale = begin(
      bareWorld({
        nodes: [bareNode(2, host('a')), bareNode(1, host('b'))],
        queues: [bareQueue('queue-0', { quota: -1 })],
        running: [
          { job: bareJob(0, { podLabels: stores }, { priority: 125 }), from: 0 },
          { job: bareJob(0), from: 0 },
        ],
      }),
    );
    submit(tale, bareJob(0, nearStores, { priority: 100 }));
    const gang = bareJob(0, { pods: 2, podLabels: stores }, { priority: 75 });
    happen(tale, { type: 'forgotten', id: 'job-00' });
    const id = submit(tale, gang);
    const first = { subGroup: 'workers', pod: 0, nodeId: 'node-0', devices: [0], gpuMilli: 1000 };
    happen(
      tale,
      { type: 'bound', id, assignment: { attempt: 1, pods: [first], atMs: 1 } },
      { type: 'broken', id, sinceMs: 1 },
    );
    tale.nowMs += 10_000_000;
    happen(tale, { type: 'marked', id: 'node-1', news: { isLost: true } });
    expect(evictedBy(act(tale))).toEqual(['job-01 for job-02']);
    expect(evictedBy(act(tale))).toEqual([`${id} for ${id}`]);
    expect(tale.snapshot.workloads.get('job-02')?.held).toEqual([]);
  });
});

describe('a place that is held', () => {
  const plain = (): Tale => story({});
  const rejoined = (tale: Tale, wish: Partial<Parameters<typeof bareNode>[1]>): Fact[] => {
    const nodeId = tale.books.jobs.get('job-03')?.pods[0]?.placement.nodeId ?? fail();
    return [
      { type: 'removed', id: nodeId },
      { type: 'joined', offer: named(bareNode(2, { ...host('a'), ...wish }), nodeId) },
    ];
  };

  it('ends with its node: lost, cordoned, gone, back with other labels or a taint', () => {
    const marked = (news: { isLost?: boolean; isCordoned?: boolean }) => (): Fact[] => [
      { type: 'marked', id: 'node-0', news },
    ];
    for (const facts of [
      marked({ isLost: true }),
      marked({ isCordoned: true }),
      (tale: Tale) => rejoined(tale, { labels: { host: 'another' } }),
      (tale: Tale) =>
        rejoined(tale, { taints: [{ key: 'infra', value: 'yes', effect: 'NoSchedule' }] }),
    ]) {
      const tale = plain();
      happen(tale, ...facts(tale));
      expect(isHeld(tale)).toBe(false);
    }
  });

  it('ends with its device, and not with another', () => {
    const tale = plain();
    const [device = -1] = tale.books.jobs.get('job-03')?.pods[0]?.placement.devices ?? [];
    happen(tale, { type: 'device', id: 'node-0', news: { device: 1 - device, isBroken: true } });
    expect(isHeld(tale)).toBe(true);
    happen(tale, { type: 'device', id: 'node-0', news: { device, isBroken: true } });
    expect(isHeld(tale)).toBe(false);
  });

  it('is found anew when the domains that it was found by are others, and only then', () => {
    const topology = { topology: topologyName, required: 'rack' };
    const gang = { podSets: [{ name: 'workers', minPods: 1 }], groups: [], topology };
    const tale = story({}, { gang });
    happen(tale, { type: 'topology', name: topologyName, levels: topologyLevels });
    happen(tale, { type: 'topology', name: 'another', levels: ['rack'] });
    expect(isHeld(tale)).toBe(true);
    happen(tale, { type: 'topology', name: topologyName, levels: ['rack'] });
    expect(isHeld(tale)).toBe(false);
    expect(look(tale).nominations.map(({ workloadId }) => workloadId)).toEqual(['job-03']);
    happen(tale, { type: 'topology', name: topologyName, levels: ['zone'] });
    expect(look(tale).nominations).toEqual([]);
  });

  it('is found anew when a claim of its pods is another one', () => {
    const claim = { name: 'scratch', deviceClass: claimedClass, count: 1, queueId: '' };
    const tale = begin(
      bareWorld({
        nodes: [bareNode(1, { deviceClasses: { [claimedClass]: 1 } })],
        claims: [{ ...claim, queue: -1 }],
        queues: [bareQueue('queue-0', { quota: -1 })],
        running: [{ job: bareJob(0), from: 0 }],
      }),
    );
    const request = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 0, memoryBytes: 0 };
    const named = [{ name: 'workers', pods: 1, request: { ...request, claims: ['scratch'] } }];
    submit(tale, bareJob(0, named, { priority: 100 }));
    expect(act(tale).nominations.length).toBe(1);
    happen(tale, { type: 'claim', claim: { ...claim, name: 'another' } });
    expect(isAt(tale.books.jobs.get('job-01') ?? fail(), 'held')).toBe(true);
    happen(tale, { type: 'claim', claim: { ...claim, count: 2 } });
    expect(tale.snapshot.workloads.get('job-01')?.held).toEqual([]);
    expect(isAt(tale.books.jobs.get('job-01') ?? fail(), 'held')).toBe(false);
    expect(look(tale).nominations).toEqual([]);
    happen(tale, { type: 'claim', claim });
    expect(look(tale).nominations.length).toBe(1);
    removeClaim(tale.snapshot, 'scratch');
    expect(look(tale).nominations).toEqual([]);
  });
});

const fail = (): never => {
  throw new Error('nobody is there');
};
