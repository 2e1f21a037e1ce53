import { describe, expect, it } from 'vitest';
import {
  addPending,
  bind,
  forget,
  leave,
  markDevice,
  nominate,
  release,
  stageOf,
  voidNominations,
} from '../../../domain/allocation/index.ts';
import { type Pool, poolUnder } from './pool.ts';

const names = (...pods: readonly number[]) => pods.map((pod) => ({ subGroup: 'workers', pod }));
const places = (...pods: readonly number[]) =>
  names(...pods).map((name) => ({ ...name, nodeId: 'a', devices: [name.pod], gpuMilli: 1000 }));

/** A pool with an elastic gang of three that needs one. */
const poolWithGang = (): Pool => {
  const pool = poolUnder({ actions: ['allocate'] });
  pool.node('a', 4);
  pool.queue('q', { quota: -1 });
  pool.job('gang', { pods: 3, minPods: 1 });
  return pool;
};
const stage = (pool: Pool): string => {
  const workload = pool.snapshot.workloads.get('gang');
  return workload === undefined ? 'none' : stageOf(workload);
};
const allocated = (pool: Pool): number | undefined =>
  pool.snapshot.queues.get('q')?.allocated.gpuMilli;
const requested = (pool: Pool): number | undefined =>
  pool.snapshot.queues.get('q')?.requested.gpuMilli;

describe('stages of a workload', () => {
  it('waits, has a place held, has its pods, leaves, and waits again', () => {
    const pool = poolWithGang();
    expect([stage(pool), allocated(pool), requested(pool)]).toEqual(['waiting', 0, 3000]);
    nominate(pool.snapshot, 'gang', { attempt: 1, pods: places(0) });
    expect([stage(pool), allocated(pool)]).toEqual(['nominated', 1000]);
    bind(pool.snapshot, 'gang', { attempt: 1, pods: places(0), atMs: 5 });
    expect([stage(pool), allocated(pool)]).toEqual(['bound', 1000]);
    leave(pool.snapshot, 'gang', { returns: true });
    expect([stage(pool), allocated(pool), requested(pool)]).toEqual(['leaving', 0, 3000]);
    release(pool.snapshot, 'gang');
    expect([stage(pool), allocated(pool), requested(pool)]).toEqual(['waiting', 0, 3000]);
  });

  it('is bound as long as any pod has or leaves its place while the workload stays', () => {
    const pool = poolWithGang();
    bind(pool.snapshot, 'gang', { attempt: 1, pods: places(0, 1) });
    nominate(pool.snapshot, 'gang', { attempt: 1, pods: places(2) });
    expect([stage(pool), allocated(pool)]).toEqual(['bound', 3000]);
    leave(pool.snapshot, 'gang', { returns: true, pods: names(0, 1) });
    expect(stage(pool)).toBe('bound');
    release(pool.snapshot, 'gang', names(0, 1));
    expect(stage(pool)).not.toBe('bound');
  });

  it('is over with the last pod of one that does not return, and asks for nothing', () => {
    const pool = poolWithGang();
    bind(pool.snapshot, 'gang', { attempt: 1, pods: places(0) });
    leave(pool.snapshot, 'gang', { returns: false });
    expect([stage(pool), requested(pool)]).toEqual(['leaving', 0]);
    release(pool.snapshot, 'gang');
    expect(stage(pool)).toBe('idle');
    forget(pool.snapshot, 'gang');
    expect(stage(pool)).toBe('none');
  });

  it('gives nothing back twice, and knows nothing of strangers', () => {
    const pool = poolWithGang();
    bind(pool.snapshot, 'gang', { attempt: 1, pods: places(0, 1) });
    for (const _ of [0, 1]) {
      leave(pool.snapshot, 'gang', { returns: true, pods: names(1) });
      release(pool.snapshot, 'gang', names(1));
    }
    expect([stage(pool), allocated(pool)]).toEqual(['bound', 1000]);
    for (const id of ['nobody']) {
      leave(pool.snapshot, id, { returns: true });
      release(pool.snapshot, id);
      forget(pool.snapshot, id);
      bind(pool.snapshot, id, { attempt: 1, pods: places(3) });
    }
    expect(allocated(pool)).toBe(1000);
  });

  it('moves with its queue: what it has and wants counts where it is', () => {
    const pool = poolWithGang();
    pool.queue('other');
    addPending(pool.snapshot, 'gang', { queueId: 'other', attempt: 1 });
    expect(requested(pool)).toBe(0);
    expect(pool.snapshot.queues.get('other')?.requested.gpuMilli).toBe(3000);
  });

  it('keeps no place that it cannot use: one on a node that is gone, or for a gang below its minimum', () => {
    const pool = poolWithGang();
    nominate(pool.snapshot, 'gang', {
      attempt: 1,
      pods: [{ subGroup: 'workers', pod: 0, nodeId: 'gone', devices: [0], gpuMilli: 1000 }],
    });
    expect(stage(pool)).toBe('waiting');
    bind(pool.snapshot, 'gang', { attempt: 1, pods: places(0) });
    nominate(pool.snapshot, 'gang', { attempt: 1, pods: places(1) });
    leave(pool.snapshot, 'gang', { returns: true, pods: names(0) });
    // The place that is held makes up for the pod that goes: one is all that it needs.
    expect(allocated(pool)).toBe(1000);
  });

  it('keeps no place on a device that breaks, and gets none on one that is broken', () => {
    const pool = poolWithGang();
    nominate(pool.snapshot, 'gang', { attempt: 1, pods: places(0, 1) });
    markDevice(pool.snapshot, 'a', { device: 2, isBroken: true });
    voidNominations(pool.snapshot);
    expect(stage(pool)).toBe('nominated');
    markDevice(pool.snapshot, 'a', { device: 1, isBroken: true });
    voidNominations(pool.snapshot);
    expect([stage(pool), allocated(pool)]).toEqual(['waiting', 0]);
    nominate(pool.snapshot, 'gang', { attempt: 1, pods: places(2) });
    expect(stage(pool)).toBe('waiting');
    nominate(pool.snapshot, 'gang', { attempt: 1, pods: places(3) });
    expect(stage(pool)).toBe('nominated');
  });

  it('knows no pods of parts that it does not have', () => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.node('a', 4);
    pool.queue('q', { quota: -1 });
    const request = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 1, memoryBytes: 1 };
    const part = (name: string) => ({ name, pods: 1, request });
    pool.job('gang', { subGroups: [part('one'), part('two')] });
    const pods = [{ subGroup: 'three', pod: 0, nodeId: 'a', devices: [0], gpuMilli: 1000 }];
    bind(pool.snapshot, 'gang', { attempt: 1, pods });
    expect(allocated(pool)).toBe(0);
  });
});
