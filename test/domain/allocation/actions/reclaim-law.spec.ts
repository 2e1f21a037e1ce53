import { describe, expect, it } from 'vitest';
import { reclaimLaw } from '../../../../domain/allocation/actions/reclaim.ts';
import type { Draft } from '../../../../domain/allocation/plan/draft.ts';
import type { Seeker } from '../../../../domain/allocation/search/laws.ts';
import {
  type QueueState,
  type Resource,
  resources,
  unbounded,
  type Unit,
} from '../../../../domain/allocation/state/snapshot.ts';
import type { JobWish } from '../../../../src/testing/try-pool.ts';
import { type Pool, poolUnder } from '../pool.ts';
import { draftIn, huntIn, queueIn, type Running, runs, unitIn } from '../search/hunt-of.ts';

/** Figures of a queue for one resource; the rest stays as it is. */
interface Figures {
  readonly held?: number;
  readonly most?: number;
  readonly share?: number;
  readonly quota?: number;
}

const say = (queue: QueueState, resource: Resource, figures: Figures): void => {
  const { held, most, share, quota } = figures;
  if (held !== undefined) queue.allocated[resource] = held;
  if (most !== undefined) queue.allocatable[resource] = most;
  const claim = queue.claims[resource];
  const said = {
    ...claim,
    share: share ?? claim.share,
    quota: quota ?? claim.quota,
  };
  queue.claims = { ...queue.claims, [resource]: said };
};

/** Somebody of `q` asks, and a victim of `theirs` runs; nobody has too much of anything, and shares have no end. */
interface Scene {
  readonly pool: Pool;
  readonly draft: Draft;
  readonly seeker: Seeker;
  readonly ours: QueueState;
  readonly theirs: QueueState;
  readonly unit: Unit;
}

const sceneOf = (wish: JobWish, victim: Running = {}, where = 'v: a#0'): Scene => {
  const pool = poolUnder();
  pool.node('a', 8);
  pool.queue('q');
  pool.queue('theirs');
  runs(pool, where, { queue: 'theirs', ...victim });
  pool.job('asks', wish);
  const draft = draftIn(pool);
  const [ours, theirs] = [queueIn(pool, 'q'), queueIn(pool, 'theirs')];
  for (const queue of [ours, theirs])
    for (const resource of resources)
      say(queue, resource, { most: 1_000_000, share: 1_000_000, quota: 1_000_000 });
  const { seeker } = huntIn(pool, draft, 'asks');
  return { pool, draft, seeker, ours, theirs, unit: unitIn(pool, draft, 'v') };
};

const mayTake = ({ draft, seeker, unit }: Scene, policy: Partial<Draft['policy']> = {}): boolean =>
  reclaimLaw.mayTake({ ...draft, policy: { ...draft.policy, ...policy } }, seeker, unit);

describe('reclaim › who may ask', () => {
  it('is whoever stays inside its share of everything, and who does not hears how much that is', () => {
    for (const resource of resources) {
      const { draft, seeker, ours } = sceneOf({ gpus: 2 });
      const figure = 500 + seeker.shape.amounts[resource];
      say(ours, resource, { held: 500, share: figure });
      expect(reclaimLaw.refuses(draft, seeker)).toBeUndefined();
      say(ours, resource, { share: figure - 1 });
      const refusal = { obstacle: 'AboveFairShare', figure, bound: figure - 1 };
      expect(reclaimLaw.refuses(draft, seeker)).toEqual(refusal);
    }
  });

  it('is, of those who cannot be made to give it back, whoever stays inside its quota', () => {
    const { draft, seeker, ours } = sceneOf({ gpus: 2 });
    say(ours, 'gpuMilli', { quota: 1999 });
    expect(reclaimLaw.refuses(draft, seeker)).toBeUndefined();
    const refusal = { obstacle: 'AboveQuota', figure: 2000, bound: 1999 };
    expect(reclaimLaw.refuses(draft, { ...seeker, isPreemptible: false })).toEqual(refusal);
    say(ours, 'gpuMilli', { quota: 2000 });
    expect(reclaimLaw.refuses(draft, { ...seeker, isPreemptible: false })).toBeUndefined();
  });
});

describe('reclaim › whose pods', () => {
  it('are those of a queue that has more than it can get of something, be it by one', () => {
    for (const resource of resources) {
      const scene = sceneOf({ gpus: 1 });
      expect(mayTake(scene)).toBe(false);
      say(scene.theirs, resource, { held: 7000, most: 7000 });
      expect(mayTake(scene)).toBe(false);
      say(scene.theirs, resource, { most: 6999 });
      expect(mayTake(scene)).toBe(true);
    }
  });

  it('are those of a queue above its quota, for one that stays inside its own', () => {
    for (const resource of resources) {
      const scene = sceneOf({ gpus: 1 });
      say(scene.theirs, resource, { held: 7000, quota: 6999 });
      const asked = scene.seeker.shape.amounts[resource];
      say(scene.ours, resource, { quota: scene.ours.allocated[resource] + asked });
      expect(mayTake(scene)).toBe(true);
      say(scene.ours, resource, { quota: scene.ours.allocated[resource] + asked - 1 });
      expect(mayTake(scene)).toBe(false);
      say(scene.ours, resource, { quota: -1 });
      say(scene.theirs, resource, { quota: 7000 });
      expect(mayTake(scene)).toBe(false);
      say(scene.theirs, resource, { quota: -1 });
      expect(mayTake(scene)).toBe(false);
    }
  });

  it('are of a queue that has too much of what nobody asks for where who asks never came back, and has too much of nothing', () => {
    const cores = () => {
      const scene = sceneOf({ gpus: 0, cpuMilli: 100 });
      say(scene.theirs, 'gpuMilli', { held: 7000, most: 6000 });
      return scene;
    };
    expect(mayTake(cores())).toBe(true);
    const back = cores();
    expect(mayTake({ ...back, seeker: { ...back.seeker, isBack: true } })).toBe(false);
    const rich = cores();
    say(rich.ours, 'gpuMilli', { held: 7000, most: 6999 });
    expect(mayTake(rich)).toBe(false);
  });

  it('are looked for among those who may stop, and among those who can spare some whenever they began', () => {
    const isCandidate = ({ draft, seeker, unit }: Scene, reclaimMs: number): boolean => {
      const minRun = { preemptMs: 0, reclaimMs, method: 'lca' } as const;
      const policy = { ...draft.policy, minRun };
      return reclaimLaw.isCandidate({ ...draft, policy }, seeker, unit.workload);
    };
    const whole = sceneOf({}, { sinceMs: 9000 });
    expect([isCandidate(whole, 1000), isCandidate(whole, 1001)]).toEqual([true, false]);
    const elastic = sceneOf({}, { sinceMs: 9000, minPods: 1 }, 'v: a#0 a#1');
    expect(isCandidate(elastic, 1001)).toBe(true);
  });

  it('go as a whole only where the queue has too much still once those are gone that can be spared', () => {
    const elastic = { minPods: 1, cpuMilli: 400 };
    for (const resource of resources) {
      const scene = sceneOf({ gpus: 1 }, elastic, 'v: a#0 a#1 a#2');
      const { amounts, workload } = scene.unit;
      const spared = amounts[resource] - workload.build.core.amounts[resource];
      expect(spared).toBe(2 * workload.build.core.amounts[resource]);
      say(scene.theirs, resource, { held: 9000, most: 9000 - spared });
      expect(mayTake(scene)).toBe(false);
      say(scene.theirs, resource, { most: 9000 - spared - 1 });
      expect(mayTake(scene)).toBe(true);
    }
  });
});

describe('reclaim › when both would have too much', () => {
  /** Ours would have so much of what it may have, theirs so much of what it may have once the victim has gone. */
  const both = (ours: readonly [number, number], theirs: readonly [number, number]): Scene => {
    const scene = sceneOf({ gpus: 1 });
    say(scene.ours, 'gpuMilli', { held: ours[0] - 1000, share: ours[1], most: 1 });
    say(scene.theirs, 'gpuMilli', { held: theirs[0] + 1000, share: theirs[1], most: 1 });
    return scene;
  };

  it('is for those alone who would be less far above their share than theirs would be left', () => {
    expect(mayTake(both([6000, 5000], [6000, 5000]))).toBe(false);
    expect(mayTake(both([6000, 5000], [6001, 5000]))).toBe(true);
    expect(mayTake(both([6000, 5000], [5999, 5000]))).toBe(false);
    expect(mayTake(both([6000, 4000], [3000, 2000]))).toBe(false);
    expect(mayTake(both([6000, 4000], [3001, 2000]))).toBe(true);
    expect(mayTake(both([5000, 5000], [1000, 5000]))).toBe(true);
    expect(mayTake(both([5001, 5000], [1000, 5000]))).toBe(false);
  });

  it('is weighed as the policy says', () => {
    const scene = both([6000, 5000], [3000, 5000]);
    expect(mayTake(scene, { saturationMilli: 501 })).toBe(false);
    expect(mayTake(scene, { saturationMilli: 500 })).toBe(false);
    expect(mayTake(scene, { saturationMilli: 499 })).toBe(true);
  });

  it('is never for those who would have as much as theirs, where neither is promised anything', () => {
    expect(mayTake(both([3000, 0], [3000, 0]))).toBe(false);
    expect(mayTake(both([3000, 0], [3001, 0]))).toBe(true);
    // Who is promised something takes from who is promised nothing, however little that has.
    expect(mayTake(both([3000, 1], [1, 0]))).toBe(true);
  });

  it('is nothing to weigh where ours can get without end, and always too much where theirs can', () => {
    const scene = both([6000, 5000], [1000, 5000]);
    expect(mayTake(scene)).toBe(false);
    say(scene.ours, 'gpuMilli', { most: unbounded });
    expect(mayTake(scene)).toBe(true);
    const endless = both([6000, 5000], [60_000, 5000]);
    expect(mayTake(endless)).toBe(true);
    say(endless.theirs, 'gpuMilli', { most: unbounded });
    say(endless.theirs, 'cpuMilli', { held: 9000, most: 1 });
    expect(mayTake(endless)).toBe(false);
  });

  it('is weighed for what is asked for or lost, and for nothing else', () => {
    const scene = sceneOf({ gpus: 0, cpuMilli: 100 }, { gpus: 1 });
    const firm = sceneOf({ gpus: 0, cpuMilli: 100 }, { gpus: 0 });
    for (const { ours, theirs } of [scene, firm]) {
      say(theirs, 'cpuMilli', { held: 9000, most: 1 });
      say(ours, 'gpuMilli', { held: 6000, share: 5000, most: 5000 });
      say(theirs, 'gpuMilli', { held: 2000, share: 5000 });
    }
    expect([mayTake(scene), mayTake(firm)]).toEqual([false, true]);
    const asks = sceneOf({ gpus: 1 }, { gpus: 0 });
    say(asks.theirs, 'cpuMilli', { held: 9000, most: 1 });
    say(asks.ours, 'gpuMilli', { held: 6000, share: 5000, most: 5000 });
    expect(mayTake(asks)).toBe(false);
  });
});
