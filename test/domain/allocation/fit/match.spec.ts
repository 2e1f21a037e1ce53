import { describe, expect, it } from 'vitest';
import { defaultPolicy, type Policy } from '../../../../domain/allocation/index.ts';
import { accepted, costsMax, matchOf } from '../../../../domain/allocation/fit/match.ts';
import type { Taint, Toleration } from '../../../../domain/foundation/shapes.ts';
import { poolUnder } from '../pool.ts';
import { kind, offer, poolOf } from './pool-of.ts';

const taint = (effect: Taint['effect'], key = 'infra', value = 'yes'): Taint => ({
  key,
  value,
  effect,
});
const tolerating = (more: Partial<Toleration>): Toleration => ({
  key: 'infra',
  operator: 'Equal',
  value: 'yes',
  effect: '',
  ...more,
});

/** What labels and taints of a node with these taints say to pods with these tolerations. */
const matched = (taints: readonly Taint[], tolerations: readonly Toleration[] = []): number => {
  const snapshot = poolOf(offer('a', { taints }));
  const slot = snapshot.nodes.byId.get('a')?.slot ?? -1;
  return matchOf(snapshot.nodes, kind(snapshot, { tolerations }), slot);
};

describe('fit › taints', () => {
  const hard = [taint('NoSchedule')];

  it('keep everybody off who does not tolerate them, now or while it runs', () => {
    expect(matched(hard)).toBeLessThan(accepted);
    expect(matched([taint('NoExecute')])).toBeLessThan(accepted);
    expect(matched([])).toBe(accepted);
  });

  it('are tolerated by key and value, by key alone, or all of them', () => {
    expect(matched(hard, [tolerating({})])).toBe(accepted);
    expect(matched(hard, [tolerating({ value: 'no' })])).toBeLessThan(accepted);
    expect(matched(hard, [tolerating({ key: 'other' })])).toBeLessThan(accepted);
    expect(matched(hard, [tolerating({ operator: 'Exists', value: 'no' })])).toBe(accepted);
    expect(matched(hard, [tolerating({ operator: 'Exists', key: 'other' })])).toBeLessThan(
      accepted,
    );
    expect(matched(hard, [tolerating({ operator: 'Exists', key: '', value: '' })])).toBe(accepted);
    expect(matched(hard, [tolerating({ key: '' })])).toBeLessThan(accepted);
  });

  it('are tolerated for one effect or for all', () => {
    expect(matched(hard, [tolerating({ effect: 'NoSchedule' })])).toBe(accepted);
    expect(matched(hard, [tolerating({ effect: 'NoExecute' })])).toBeLessThan(accepted);
    const all = { operator: 'Exists', key: '', effect: 'NoExecute' } as const;
    expect(matched(hard, [tolerating(all)])).toBeLessThan(accepted);
  });

  it('must all be tolerated, each by any toleration', () => {
    const two = [taint('NoSchedule'), taint('NoSchedule', 'spot')];
    const tolerations = [tolerating({ key: 'spot' }), tolerating({})];
    expect(matched(two, tolerations)).toBe(accepted);
    expect(matched(two, tolerations.slice(1))).toBeLessThan(accepted);
  });

  it('that only cost are counted, unless tolerated, up to a bound', () => {
    const soft = (count: number): readonly Taint[] =>
      Array.from({ length: count }, (_, at) => taint('PreferNoSchedule', `key-${at}`));
    expect(matched(soft(1))).toBe(accepted + 1);
    expect(matched(soft(3))).toBe(accepted + 3);
    expect(matched(soft(3), [tolerating({ key: 'key-1' })])).toBe(accepted + 2);
    expect(matched(soft(costsMax + 2))).toBe(accepted + costsMax);
  });
});

describe('fit › what pods of cards take where fragments count', () => {
  const single = { mig: { strategy: 'single', instances: {} } } as const;
  const placedUnder = (
    gpuPlacement: Policy['gpuPlacement'],
    wish: { readonly share?: number; readonly gpus?: number },
  ) => {
    const pool = poolUnder({ ...defaultPolicy, gpuPlacement, actions: ['allocate'] });
    pool.node('sliced', 2, single);
    pool.queue('q', { quota: -1 });
    pool.job('job', wish);
    return pool.look().placed;
  };

  it.each(['binpack', 'spread', 'fgd', 'berth'] as const)(
    'is a slice as a whole device, never a share of one, under %s',
    (gpuPlacement) => {
      expect(placedUnder(gpuPlacement, { gpus: 2 })).toEqual(['job: sliced#0,1']);
      expect(placedUnder(gpuPlacement, { share: 0.5 })).toEqual([]);
    },
  );

  it('is not counted as room for shares where it is none', () => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.node('sliced', 4, single);
    pool.node('whole', 1);
    pool.queue('q', { quota: -1 });
    pool.job('halves', { pods: 3, share: 0.5 });
    expect(pool.look().plan.verdicts[0]?.verdict).toMatchObject({ podsAsked: 3, podsFit: 2 });
  });
});
