import { describe, expect, it } from 'vitest';
import {
  addWorkload,
  createSnapshot,
  type Submission,
} from '../../../../domain/allocation/index.ts';
import type { Build, Snapshot } from '../../../../domain/allocation/state/snapshot.ts';
import type { PodRequest } from '../../../../domain/foundation/shapes.ts';

const mib = 2 ** 20;
const request: PodRequest = { gpuDevices: 2, gpuMilli: 900, cpuMilli: 900, memoryBytes: 900 * mib };

const submitted = (snapshot: Snapshot, more: Partial<Submission> = {}): Build | undefined => {
  addWorkload(snapshot, {
    id: 'job',
    age: 1,
    priority: 50,
    isPreemptible: true,
    subGroups: [{ name: 'w', pods: 900, request }],
    nodeSelector: {},
    tolerations: [],
    ...more,
  });
  return snapshot.workloads.get('job')?.build;
};
const asking = (other: Partial<PodRequest>, pods = 900, name = 'w') => ({
  subGroups: [{ name, pods, request: { ...request, ...other } }],
});

describe('workloads that ask for the same', () => {
  it('are known by a number of what they ask, without a look at the rest', () => {
    const snapshot = createSnapshot('pool');
    const first = submitted(snapshot);
    // Whoever has to be looked up by all that it asks is made anew.
    snapshot.builds.clear();
    expect(submitted(snapshot)).toBe(first);
    expect(snapshot.builds.size).toBe(0);
  });

  it('are not taken for others that have the same number', () => {
    const same = [
      asking({ memoryBytes: 901 * mib }, 900 - 31),
      asking({ cpuMilli: 901, memoryBytes: (900 - 31) * mib }),
      asking({ gpuMilli: 901, cpuMilli: 900 - 31 }),
      asking({ gpuDevices: 3, gpuMilli: 900 - 31 }),
      asking({ memoryBytes: 900 * mib + 1 }),
      asking({}, 900, 'x'),
    ];
    for (const other of same) {
      const snapshot = createSnapshot('pool');
      const first = submitted(snapshot);
      expect(submitted(snapshot, other)).not.toBe(first);
      expect(snapshot.usualBuilds.size).toBe(1);
      // The number is that of the other one now, and the first is still known by all that it asks.
      expect(submitted(snapshot)).toBe(first);
    }
  });

  it('have no such number where anything but plain pods is asked', () => {
    const one = { name: 'w', pods: 1, request };
    const others: readonly Partial<Submission>[] = [
      { subGroups: [one, { ...one, name: 'x' }] },
      { subGroups: [] },
      { subGroups: [{ ...one, podLabels: { app: 'a' } }] },
      { subGroups: [{ ...one, podPriority: 1 }] },
      asking({ claims: ['one'] }),
      { nodeSelector: { zone: ['a'] } },
      { tolerations: [{ key: 'a', operator: 'Exists', value: '', effect: '' }] },
      { gang: { podSets: [{ name: 'w', minPods: 1 }], groups: [] } },
    ];
    for (const other of others) {
      const snapshot = createSnapshot('pool');
      const first = submitted(snapshot, other);
      expect(snapshot.usualBuilds.size).toBe(0);
      expect(submitted(snapshot, other)).toBe(first);
    }
  });
});
