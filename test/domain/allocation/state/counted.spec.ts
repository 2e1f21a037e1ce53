import { describe, expect, it } from 'vitest';
import { hostileWorlds, type World } from '../../../arbitraries/kernel/worlds.ts';
import type { Snapshot } from '../../../../domain/allocation/index.ts';
import { everyWorld } from '../every-world.ts';
import { known } from '../known.ts';
import { begin, take } from '../world.ts';
import {
  listsCounted,
  listsIn,
  nodesCounted,
  nodesIn,
  rollsCounted,
  rollsIn,
  tenantsCounted,
  tenantsIn,
  usersCounted,
  usersIn,
} from './recounted.ts';

/** After every step of hostile worlds two ways to count come to the same. */
const always = (
  kept: (snapshot: Snapshot) => unknown,
  counted: (snapshot: Snapshot) => unknown,
): void =>
  everyWorld(
    60,
    (world: World) => {
      const tale = begin(world);
      for (const step of world.steps) {
        take(tale, step);
        expect(kept(tale.snapshot)).toEqual(counted(tale.snapshot));
      }
    },
    hostileWorlds(known),
  );

describe('what the kernel keeps count of', () => {
  it('∀ nodes have left what their pods leave, now and later, device by device (S1, S2, S27)', () => {
    always(nodesIn, nodesCounted);
  });

  it('∀ queues list all who may be evicted and all who wait, in line, and nobody else (S20, S27)', () => {
    always(listsIn, listsCounted);
  });

  it('∀ nodes know who runs there (S27)', () => {
    always(tenantsIn, tenantsCounted);
  });

  it('∀ gangs know which of their pods are somewhere (S8)', () => {
    always(rollsIn, rollsCounted);
  });

  it('∀ what workloads ask for is kept as long as somebody asks for it (S27)', () => {
    always(usersIn, usersCounted);
  });
});
