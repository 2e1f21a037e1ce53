import { describe, expect, it } from 'vitest';
import {
  addNode,
  addPending,
  addWorkload,
  removeNode,
  type Snapshot,
} from '../../../../domain/allocation/index.ts';
import { refusalAt, roomOf, shareOn } from '../../../../domain/allocation/fit/fit.ts';
import { fill, kind, memory, offer, openOnly, poolOf, share, sit, whereTo } from './pool-of.ts';

const slotOf = (snapshot: Snapshot, id: string): number => snapshot.nodes.byId.get(id)?.slot ?? -1;

/** What one waiting pod of so much memory counts for in its queue. @unit thousandths of a card */
const asked = (snapshot: Snapshot): number =>
  snapshot.queues.get('queue')?.requested.gpuMilli ?? -1;

const waits = (snapshot: Snapshot, gpuMemoryMib: number): void => {
  openOnly(snapshot);
  addWorkload(snapshot, {
    id: 'job',
    age: 0,
    priority: 50,
    isPreemptible: true,
    subGroups: [
      {
        name: 'main',
        pods: 1,
        request: { gpuDevices: 1, gpuMilli: 0, cpuMilli: 0, memoryBytes: 0, gpuMemoryMib },
      },
    ],
    nodeSelector: {},
    tolerations: [],
  });
  addPending(snapshot, 'job', { queueId: 'queue', attempt: 1 });
};

describe('fit › memory of devices', () => {
  it("counts as a share of the node's own memory per device, rounded up", () => {
    const snapshot = poolOf(
      offer('large', { gpuMemoryMib: 80_000 }),
      offer('odd', { gpuMemoryMib: 30_001 }),
      offer('small', { gpuMemoryMib: 10_000 }),
    );
    const one = kind(snapshot, memory(10_000));
    expect(
      ['large', 'odd', 'small'].map((id) => shareOn(snapshot.nodes, one, slotOf(snapshot, id))),
    ).toEqual([125, 334, 1000]);
  });

  it('goes nowhere where nobody knows how much memory the devices have, nor where they have less', () => {
    const snapshot = poolOf(offer('secret'), offer('small', { gpuMemoryMib: 9_999 }));
    const one = kind(snapshot, memory(10_000));
    expect(whereTo(snapshot, one)).toBe('-');
    expect(refusalAt(snapshot.nodes, one, slotOf(snapshot, 'secret'))).toBe('memory-unknown');
    expect(roomOf(snapshot.nodes, one, slotOf(snapshot, 'secret'))).toBe(0);
    expect(roomOf(snapshot.nodes, one, slotOf(snapshot, 'small'))).toBe(0);
    expect(whereTo(snapshot, kind(snapshot, share(100)))).toBe('secret#0');
  });

  it('fills a device up to its last thousandth, beside shares by portion', () => {
    const snapshot = poolOf(offer('a', { gpuMemoryMib: 3_000, gpuCount: 1 }));
    sit(snapshot, { kind: kind(snapshot, share(330)), on: 'a', devices: [0] });
    expect(fill(snapshot, kind(snapshot, memory(1_000)))).toEqual(['a#0', 'a#0']);
    expect(snapshot.nodes.usedFuture[snapshot.nodes.deviceStart[slotOf(snapshot, 'a')] ?? 0]).toBe(
      998,
    );
  });

  it('takes the same of each of several devices', () => {
    const snapshot = poolOf(offer('a', { gpuMemoryMib: 1_000, gpuCount: 3 }));
    sit(snapshot, { kind: kind(snapshot, share(700)), on: 'a', devices: [1] });
    const pair = kind(snapshot, memory(400, 2));
    expect(fill(snapshot, pair)).toEqual(['a#0,2', 'a#0,2']);
  });

  it('takes a whole device where it asks for all that one has', () => {
    const snapshot = poolOf(offer('a', { gpuMemoryMib: 1_000, gpuCount: 2 }));
    sit(snapshot, { kind: kind(snapshot, share(1)), on: 'a', devices: [0] });
    expect(fill(snapshot, kind(snapshot, memory(1_000)))).toEqual(['a#1']);
  });

  it('counts, while it waits, as the share of the smallest devices that have so much', () => {
    const snapshot = poolOf(
      offer('large', { gpuMemoryMib: 80_000 }),
      offer('middle', { gpuMemoryMib: 40_000 }),
      offer('small', { gpuMemoryMib: 10_000 }),
    );
    waits(snapshot, 20_000);
    expect(asked(snapshot)).toBe(500);
  });

  it('counts otherwise when devices of another size come or go, whatever came first', () => {
    const snapshot = poolOf(offer('secret'));
    waits(snapshot, 20_000);
    expect(asked(snapshot)).toBe(1000);
    addNode(snapshot, offer('large', { gpuMemoryMib: 80_000 }));
    expect(asked(snapshot)).toBe(250);
    addNode(snapshot, offer('middle', { gpuMemoryMib: 40_000 }));
    expect(asked(snapshot)).toBe(500);
    addNode(snapshot, offer('small', { gpuMemoryMib: 10_000 }));
    expect(asked(snapshot)).toBe(500);
    removeNode(snapshot, 'middle');
    expect(asked(snapshot)).toBe(250);
    expect(snapshot.workloads.get('job')?.shape.amounts.gpuMilli).toBe(250);
  });
});
