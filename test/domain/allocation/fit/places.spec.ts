import { describe, expect, it } from 'vitest';
import { markDevice } from '../../../../domain/allocation/index.ts';
import {
  cards,
  fill,
  kind,
  laidOut,
  offer,
  planes,
  poolOf,
  share,
  sit,
  whereTo,
} from './pool-of.ts';

const pack = laidOut('binpack', 'binpack');
const spread = laidOut('spread', 'spread');

describe('fit › nodes', () => {
  it('packs pods of cards on the node with the fewest wholly free ones, whatever is left of shared ones', () => {
    const snapshot = poolOf(offer('a', { gpuCount: 3 }), offer('b', { gpuCount: 2 }));
    sit(snapshot, { kind: kind(snapshot, share(100)), on: 'a', devices: [0] });
    expect(whereTo(snapshot, kind(snapshot, cards(1)), pack)).toBe('a#1');
    sit(snapshot, { kind: kind(snapshot, cards(1)), on: 'b', devices: [0] });
    expect(whereTo(snapshot, kind(snapshot, cards(1)), pack)).toBe('b#1');
  });

  it('spreads pods of cards to the node with the largest part of them free', () => {
    const snapshot = poolOf(offer('a', { gpuCount: 8 }), offer('b', { gpuCount: 2 }));
    for (const device of [0, 1, 2, 3])
      sit(snapshot, { kind: kind(snapshot, cards(1)), on: 'a', devices: [device] });
    expect(whereTo(snapshot, kind(snapshot, cards(1)), spread)).toBe('b#0');
  });

  it('packs pods without cards by CPU, to the last millicore of large nodes', () => {
    const huge = { gpuCount: 0, cpuMilli: 60_000_001 };
    const snapshot = poolOf(offer('a', huge), offer('b', { ...huge, cpuMilli: 60_000_000 }));
    expect(whereTo(snapshot, kind(snapshot), pack)).toBe('b#');
  });

  it('spreads pods without cards to the node with the largest part of its CPU free', () => {
    const snapshot = poolOf(
      offer('a', { gpuCount: 0, cpuMilli: 32_000 }),
      offer('b', { gpuCount: 0, cpuMilli: 4000 }),
    );
    expect(fill(snapshot, kind(snapshot), spread).slice(0, 4)).toEqual(['a#', 'b#', 'a#', 'a#']);
  });

  it('takes the smaller id among equals', () => {
    const snapshot = poolOf(offer('b'), offer('a'), offer('c'));
    expect(whereTo(snapshot, kind(snapshot, cards(2)), pack)).toBe('a#0,1');
  });

  it('would rather start now than pack', () => {
    const snapshot = poolOf(offer('a', { gpuCount: 1 }), offer('b'));
    const one = kind(snapshot, cards(1));
    sit(snapshot, { kind: one, on: 'a', devices: [0], planes: planes.leaving });
    expect(fill(snapshot, one, pack)).toEqual(['b#0', 'b#1', 'b#2', 'b#3', '~a#0']);
  });

  it('keeps pods without devices off every node with devices of any sort while others have room', () => {
    const mixed = { strategy: 'mixed', instances: { 'nvidia.com/mig-1g.10gb': 2 } } as const;
    const snapshot = poolOf(
      offer('a', { cpuMilli: 1000 }),
      offer('b', { cpuMilli: 1000, gpuCount: 0, mig: mixed }),
      offer('c', { cpuMilli: 1000, gpuCount: 0, deviceClasses: { 'gpu.nvidia.com': 1 } }),
      offer('d', { gpuCount: 0 }),
    );
    expect(whereTo(snapshot, kind(snapshot), pack)).toBe('d#');
  });

  it('counts the pod that holds a device for those who share it, when a device is opened', () => {
    const snapshot = poolOf(offer('a', { podsMax: 1 }), offer('b', { podsMax: 2 }));
    expect(whereTo(snapshot, kind(snapshot, cards(1)), pack)).toBe('a#0');
    expect(whereTo(snapshot, kind(snapshot, share(500)), pack)).toBe('b#0');
  });
});

describe('fit › shares', () => {
  it('go to a device that others share, on any node, before packing', () => {
    const snapshot = poolOf(offer('a', { gpuCount: 1 }), offer('b'));
    sit(snapshot, { kind: kind(snapshot, share(200)), on: 'b', devices: [3] });
    expect(whereTo(snapshot, kind(snapshot, share(300)), pack)).toBe('b#3');
    expect(whereTo(snapshot, kind(snapshot, share(900)), pack)).toBe('a#0');
  });

  it('are packed on the most used device that has room, the smaller number among equals', () => {
    const snapshot = poolOf(offer('a'));
    for (const [device, gpuMilli] of [200, 600, 600, 900].entries())
      sit(snapshot, { kind: kind(snapshot, share(gpuMilli)), on: 'a', devices: [device] });
    expect(whereTo(snapshot, kind(snapshot, share(400)), pack)).toBe('a#1');
    expect(whereTo(snapshot, kind(snapshot, share(401)), pack)).toBe('a#0');
  });

  it('are spread to the least used device, a whole one first, on the node with most free', () => {
    const snapshot = poolOf(offer('a', { gpuCount: 2 }), offer('b', { gpuCount: 2 }));
    sit(snapshot, { kind: kind(snapshot, share(100)), on: 'a', devices: [0] });
    expect(fill(snapshot, kind(snapshot, share(500)), spread)).toEqual([
      'b#0',
      'a#1',
      'b#1',
      'a#0',
      'a#1',
      'b#0',
      'b#1',
    ]);
  });

  it('of several devices want all of them shared already', () => {
    const snapshot = poolOf(offer('a', { gpuCount: 2 }), offer('b', { gpuCount: 2 }));
    const pair = kind(snapshot, { request: { gpuDevices: 2, gpuMilli: 300 } });
    sit(snapshot, { kind: kind(snapshot, share(300)), on: 'a', devices: [0] });
    sit(snapshot, { kind: pair, on: 'b', devices: [0, 1] });
    expect(whereTo(snapshot, pair, pack)).toBe('b#0,1');
  });

  // Found by the law that holds fits against first principles.
  it('wait to share a device where the node has no pod left to hold another', () => {
    const snapshot = poolOf(offer('a', { gpuCount: 2, podsMax: 2 }));
    const half = kind(snapshot, share(500));
    sit(snapshot, { kind: half, on: 'a', devices: [0] });
    sit(snapshot, { kind: half, on: 'a', devices: [0], planes: planes.leaving });
    expect(whereTo(snapshot, half, pack)).toBe('~a#0');
  });

  it('wait on a device that is being left where no other has room, not on a broken one', () => {
    const snapshot = poolOf(offer('a', { gpuCount: 3 }));
    const whole = kind(snapshot, cards(1));
    sit(snapshot, { kind: whole, on: 'a', devices: [0] });
    sit(snapshot, { kind: whole, on: 'a', devices: [2], planes: planes.leaving });
    markDevice(snapshot, 'a', { device: 1, isBroken: true });
    expect(fill(snapshot, kind(snapshot, share(600)), pack)).toEqual(['~a#2']);
  });

  it('stay off a device that is promised to somebody who needs all of it', () => {
    const snapshot = poolOf(offer('a', { gpuCount: 2 }));
    sit(snapshot, {
      kind: kind(snapshot, cards(1)),
      on: 'a',
      devices: [0],
      planes: planes.promised,
    });
    expect(fill(snapshot, kind(snapshot, share(500)), pack)).toEqual(['a#1', 'a#1']);
  });
});
