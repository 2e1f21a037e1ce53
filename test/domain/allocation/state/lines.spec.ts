import { describe, expect, it } from 'vitest';
import {
  addPending,
  addWorkload,
  bind,
  defer,
  forget,
  leave,
  release,
} from '../../../../domain/allocation/index.ts';
import type { QueueState, Workload } from '../../../../domain/allocation/state/snapshot.ts';
import { verdictTags } from '../../../../domain/allocation/state/verdict-tags.ts';
import { type Pool, poolUnder } from '../pool.ts';

const poolWithQueue = (): Pool => {
  const pool = poolUnder({ actions: ['allocate'] });
  pool.node('a', 8);
  pool.queue('q', { quota: -1 });
  return pool;
};
const workloadIn = (pool: Pool, id: string): Workload => {
  const workload = pool.snapshot.workloads.get(id);
  if (workload === undefined) throw new Error(`there is no ${id}`);
  return workload;
};
const queueIn = (pool: Pool, id = 'q'): QueueState => {
  const queue = pool.snapshot.queues.get(id);
  if (queue === undefined) throw new Error(`there is no ${id}`);
  return queue;
};
/** Who waits in each line of a queue, in order; those who left it and are not swept yet are left out. */
const linesIn = (pool: Pool, id = 'q'): readonly string[] =>
  queueIn(pool, id)
    .waiting.map((one) =>
      one.entries
        .slice(one.head)
        .filter((entry) => entry.waitingClass === one)
        .map((entry) => entry.id)
        .join(' '),
    )
    .toSorted();

describe('lines', () => {
  it('are of those who are equal in all but their age', () => {
    const pool = poolWithQueue();
    // From now on it knows after how many attempts somebody is weary.
    pool.look();
    const usual = { pods: 2, minPods: 1 };
    pool.job('one', usual);
    pool.job('two', usual);
    pool.job('urgent', { ...usual, priority: 60 });
    pool.job('firm', { ...usual, isPreemptible: false });
    pool.job('semi', { ...usual, isPreemptible: false, isSemiPreemptible: true });
    pool.job('short', { ...usual, maxRunMs: 5 });
    pool.job('larger', { pods: 2 });
    pool.job('weary', usual);
    const comesBack = (attempt: number): void => {
      for (const queueId of ['other', 'q'])
        addPending(pool.snapshot, 'weary', { queueId, attempt });
    };
    comesBack(65);
    expect(linesIn(pool)).toEqual(['firm semi', 'larger', 'one two', 'short', 'urgent', 'weary']);
    const withWeary = (): string | undefined =>
      linesIn(pool).find((line) => line.includes('weary'));
    pool.job('back', usual);
    for (const queueId of ['other', 'q'])
      addPending(pool.snapshot, 'back', { queueId, attempt: 2 });
    expect(withWeary()).toBe('weary');
    // Who came back so often as is still well stands with others who came back, and else with those who did not.
    comesBack(64);
    expect(withWeary()).toBe('weary back');
    comesBack(1);
    expect(withWeary()).toBe('one two weary');
    forget(pool.snapshot, 'back');
    expect(linesIn(pool)).toEqual(['firm semi', 'larger', 'one two weary', 'short', 'urgent']);
    pool.job('urgent too', { ...usual, priority: 60 });
    pool.job('short too', { ...usual, maxRunMs: 5 });
    expect(linesIn(pool)).toEqual([
      'firm semi',
      'larger',
      'one two weary',
      'short short too',
      'urgent urgent too',
    ]);
  });

  it('are of those who lack equally much: at their minimum or above', () => {
    const pool = poolWithQueue();
    for (const id of ['at', 'above']) pool.job(id, { pods: 4, minPods: 1 });
    const pods = [0, 1].map((pod) => ({
      subGroup: 'workers',
      pod,
      nodeId: 'a',
      gpuMilli: 1000,
      devices: [pod],
    }));
    bind(pool.snapshot, 'above', { attempt: 1, pods });
    bind(pool.snapshot, 'at', {
      attempt: 1,
      pods: pods.slice(0, 1).map((one) => ({ ...one, devices: [5] })),
    });
    expect(workloadIn(pool, 'at').shape).toBe(workloadIn(pool, 'above').shape);
    expect(linesIn(pool)).toEqual(['above', 'at']);
  });

  it('of semi-preemptible workloads above their minimum are those of preemptible ones', () => {
    const pool = poolWithQueue();
    const pods = [{ subGroup: 'workers', pod: 0, nodeId: 'a', devices: [0], gpuMilli: 1000 }];
    for (const [at, id] of ['usual', 'semi'].entries()) {
      const wish = { pods: 2, minPods: 1, isPreemptible: id === 'usual', isSemiPreemptible: true };
      pool.job(id, wish);
      bind(pool.snapshot, id, { attempt: 1, pods: pods.map((one) => ({ ...one, devices: [at] })) });
    }
    expect(linesIn(pool)).toEqual(['usual semi']);
  });

  it('are by age, then by id, whoever comes when', () => {
    const pool = poolWithQueue();
    const add = (id: string, age: number): void => {
      addWorkload(pool.snapshot, {
        id,
        age,
        priority: 50,
        isPreemptible: true,
        nodeSelector: {},
        tolerations: [],
        subGroups: [
          {
            name: 'w',
            pods: 1,
            request: { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 0, memoryBytes: 0 },
          },
        ],
      });
      addPending(pool.snapshot, id, { queueId: 'q', attempt: 1 });
    };
    for (const [id, age] of [
      ['d', 4],
      ['b', 2],
      ['f', 6],
      ['c', 3],
      ['a', 1],
      ['e', 5],
    ] as const)
      add(id, age);
    add('c2', 3);
    add('b9', 3);
    expect(linesIn(pool)).toEqual(['a b b9 c c2 d e f']);
  });

  it('take back who left them in its place, once', () => {
    const pool = poolWithQueue();
    const ids = ['a', 'b', 'c', 'd'];
    for (const id of ids) pool.job(id);
    const [line] = queueIn(pool).waiting;
    for (const id of ['b', 'a', 'b']) {
      pool.queue('other');
      addPending(pool.snapshot, id, { queueId: 'other', attempt: 1 });
      expect(linesIn(pool)).toEqual([ids.filter((one) => one !== id).join(' ')]);
      addPending(pool.snapshot, id, { queueId: 'q', attempt: 1 });
      expect(linesIn(pool)).toEqual([ids.join(' ')]);
    }
    expect(line?.entries.map(({ id }) => id)).toEqual(ids);
    expect(line?.entries[line.head]?.id).toBe('a');
  });

  it('that are empty are not listed, and the others still are', () => {
    const pool = poolWithQueue();
    for (const [at, id] of ['a', 'b', 'c'].entries()) pool.job(id, { priority: 50 + at });
    pool.queue('other');
    addPending(pool.snapshot, 'a', { queueId: 'other', attempt: 1 });
    expect(linesIn(pool)).toEqual(['b', 'c']);
    for (const [at, one] of queueIn(pool).waiting.entries()) expect(one.listedAt).toBe(at);
    addPending(pool.snapshot, 'c', { queueId: 'other', attempt: 1 });
    addPending(pool.snapshot, 'b', { queueId: 'other', attempt: 1 });
    expect(linesIn(pool)).toEqual([]);
    expect(linesIn(pool, 'other')).toEqual(['a', 'b', 'c']);
  });

  it('that nobody stands in are forgotten when there are many', () => {
    const pool = poolWithQueue();
    pool.queue('other');
    for (let at = 0; at < 700; at += 1) {
      pool.job(`job-${at}`, { priority: at, maxRunMs: 1, cpuMilli: at });
      addPending(pool.snapshot, `job-${at}`, { queueId: 'other', attempt: 1 });
    }
    const { classes, classOfShape } = queueIn(pool);
    expect(classes.size).toBeLessThanOrEqual(258);
    expect(classOfShape.size).toBeLessThanOrEqual(514);
    expect(queueIn(pool, 'other').classes.size).toBe(700);
    expect(queueIn(pool, 'other').classOfShape.size).toBeLessThanOrEqual(514);
    // Whoever comes back stands in a line that is listed, not in one that was forgotten.
    addPending(pool.snapshot, 'job-0', { queueId: 'q', attempt: 1 });
    expect(linesIn(pool)).toEqual(['job-0']);
    const [line] = queueIn(pool).waiting;
    expect(line && classes.get(line.key)).toBe(line);
  });
});

describe('what somebody was told', () => {
  const toldIn = (pool: Pool): readonly string[] =>
    queueIn(pool).waiting.flatMap(({ byTag }) =>
      byTag.flatMap((told, tag) => [...told].map(({ id }) => `${id} ${tag - 1}`)),
    );
  const pods = [{ subGroup: 'workers', pod: 0, nodeId: 'a', devices: [0], gpuMilli: 1000 }];

  it('is kept with it while it waits, the last of it alone', () => {
    const pool = poolWithQueue();
    pool.job('job');
    expect(toldIn(pool)).toEqual(['job -1']);
    defer(pool.snapshot, 'job', 'QueueNotFound');
    expect(toldIn(pool)).toEqual(['job 0']);
    defer(pool.snapshot, 'job', 'InsufficientCapacity');
    expect(toldIn(pool)).toEqual([`job ${verdictTags.indexOf('InsufficientCapacity')}`]);
    addPending(pool.snapshot, 'job', { queueId: 'q', attempt: 2 });
    expect(toldIn(pool)).toEqual([`job ${verdictTags.indexOf('InsufficientCapacity')}`]);
  });

  it('is forgotten when it gets its devices, so that it is told again', () => {
    const pool = poolWithQueue();
    pool.job('job');
    defer(pool.snapshot, 'job', 'OverLimit');
    bind(pool.snapshot, 'job', { attempt: 1, pods });
    defer(pool.snapshot, 'job', 'OverLimit');
    expect(workloadIn(pool, 'job').tag).toBe(-1);
    leave(pool.snapshot, 'job', { returns: true });
    release(pool.snapshot, 'job');
    expect(toldIn(pool)).toEqual(['job -1']);
  });

  it('is kept while a place is held for it, and may be said anew then', () => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.queue('q', { quota: -1 });
    pool.node('a', 1);
    pool.job('goes');
    pool.act();
    pool.job('job');
    defer(pool.snapshot, 'job', 'OverLimit');
    leave(pool.snapshot, 'goes', { returns: false });
    expect(pool.look().plan.nominations).toHaveLength(1);
    pool.act();
    expect(workloadIn(pool, 'job').held).toHaveLength(1);
    defer(pool.snapshot, 'job', 'AwaitingRelease');
    expect(workloadIn(pool, 'job').tag).toBe(1);
    defer(pool.snapshot, 'nobody', 'AwaitingRelease');
  });
});
