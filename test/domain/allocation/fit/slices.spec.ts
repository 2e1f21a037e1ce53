import { describe, expect, it } from 'vitest';
import { refusalAt } from '../../../../domain/allocation/fit/fit.ts';
import type { Snapshot } from '../../../../domain/allocation/index.ts';
import { amountsIn } from '../../../../domain/allocation/state/seating.ts';
import type { Kind } from '../../../../domain/allocation/state/snapshot.ts';
import {
  cards,
  fill,
  kind,
  memory,
  offer,
  poolOf,
  share,
  sit,
  whereTo,
  type Wish,
} from './pool-of.ts';

const small = 'nvidia.com/mig-1g.10gb';
const large = 'nvidia.com/mig-3g.40gb';

const slices = (mig: Readonly<Record<string, number>>): Wish => ({
  request: { gpuDevices: 0, gpuMilli: 0, mig },
});
const legacy: Wish = { request: { gpuDevices: 0, gpuMilli: 0, legacyMig: true } };

const mixed = (instances: Readonly<Record<string, number>>): Parameters<typeof offer>[1] => ({
  gpuCount: 2,
  mig: { strategy: 'mixed', instances },
});

const refusal = (snapshot: Snapshot, one: Kind): string =>
  refusalAt(snapshot.nodes, one, snapshot.nodes.byId.get('a')?.slot ?? -1);

describe('fit › slices by name', () => {
  it('are taken by the names of their resources, each name for itself', () => {
    const snapshot = poolOf(offer('a', mixed({ [small]: 3, [large]: 1 })));
    expect(fill(snapshot, kind(snapshot, slices({ [small]: 2 })))).toEqual(['a#']);
    expect(fill(snapshot, kind(snapshot, slices({ [small]: 1, [large]: 1 })))).toEqual(['a#']);
    expect(fill(snapshot, kind(snapshot, slices({ [small]: 1 })))).toEqual([]);
  });

  it('leave no whole card to be had, nor a share of one', () => {
    const snapshot = poolOf(offer('a', mixed({ [small]: 3 })));
    for (const wish of [cards(1), share(100), memory(1000)]) {
      expect(whereTo(snapshot, kind(snapshot, wish))).toBe('-');
      expect(refusal(snapshot, kind(snapshot, wish))).toBe('mig');
    }
  });

  it('are refused by nodes that have none, and by those that have not so many', () => {
    const plain = poolOf(offer('a'));
    expect(refusal(plain, kind(plain, slices({ [small]: 1 })))).toBe('mig');
    const few = poolOf(offer('a', mixed({ [small]: 1 })));
    expect(refusal(few, kind(few, slices({ [small]: 2 })))).toBe('resources');
  });

  it('count in queues and in the pool as cards, by their size', () => {
    const snapshot = poolOf(offer('a', mixed({ [small]: 3, [large]: 1 })));
    expect(snapshot.total.gpuMilli).toBe(6000);
    const one = kind(snapshot, slices({ [small]: 2, [large]: 1 }));
    expect(one.askedGpuMilli).toBe(5000);
    expect(amountsIn([sit(snapshot, { kind: one, on: 'a' })]).gpuMilli).toBe(5000);
  });

  it('are not packed: of nodes that have enough the smaller id is taken', () => {
    const snapshot = poolOf(offer('b', mixed({ [small]: 1 })), offer('a', mixed({ [small]: 9 })));
    expect(whereTo(snapshot, kind(snapshot, slices({ [small]: 1 })))).toBe('a#');
  });

  it('are not given in the old way, nor to others while somebody has them in the old way', () => {
    const snapshot = poolOf(offer('a', mixed({ [small]: 3 })));
    const former = kind(snapshot, legacy);
    expect(whereTo(snapshot, former)).toBe('-');
    expect(refusal(snapshot, former)).toBe('mig');
    sit(snapshot, { kind: former, on: 'a' });
    expect(whereTo(snapshot, kind(snapshot, slices({ [small]: 1 })))).toBe('-');
    expect(whereTo(snapshot, kind(snapshot))).toBe('a#');
  });
});

describe('fit › slices as devices', () => {
  const single = { gpuCount: 4, mig: { strategy: 'single', instances: {} } } as const;

  it('are taken like whole cards and count like them', () => {
    const snapshot = poolOf(offer('a', single));
    expect(fill(snapshot, kind(snapshot, cards(2)))).toEqual(['a#0,1', 'a#2,3']);
    expect(snapshot.total.gpuMilli).toBe(4000);
  });

  it('are not shared, by portion or by memory', () => {
    const snapshot = poolOf(offer('a', { ...single, gpuMemoryMib: 10_000 }));
    for (const wish of [share(100), memory(1000)]) {
      expect(whereTo(snapshot, kind(snapshot, wish))).toBe('-');
      expect(refusal(snapshot, kind(snapshot, wish))).toBe('mig');
    }
  });
});
