import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPolicy, type Snapshot } from '../../../../domain/allocation/index.ts';
import {
  fitsNow,
  lookFor,
  obstacleAt,
  pickDevices,
  refusalAt,
  roomOf,
  scoreOf,
  shareOn,
} from '../../../../domain/allocation/fit/fit.ts';
import { bestNode } from '../../../../domain/allocation/fit/seek.ts';
import { future, isFreeNow, occupy } from '../../../../domain/allocation/state/occupancy.ts';
import type { Kind, Seat } from '../../../../domain/allocation/state/snapshot.ts';
import type { PodRequest, SubGroup } from '../../../../domain/foundation/shapes.ts';
import { slowFit } from './slow-fit.ts';
import { stories, type Story, type Tale, tell } from './stories.ts';

const scoreAt = (snapshot: Snapshot, kind: Kind, slot: number): number =>
  scoreOf(lookFor(snapshot.nodes, kind, defaultPolicy), slot);

const slotsOf = (snapshot: Snapshot): readonly number[] =>
  [...snapshot.nodes.byId.values()].map(({ slot }) => slot);

/** Tells stories and looks at the pool after every step. */
const always = (runs: number, look: (tale: Tale, story: Story) => void): void => {
  fc.assert(
    fc.property(stories, (story) => {
      const tale = tell(story);
      look(tale, story);
      for (const step of story.steps) {
        tale.take(step);
        look(tale, story);
      }
    }),
    { numRuns: runs },
  );
};

const trimmed = (sums: readonly number[]): readonly number[] => {
  const end = sums.findLastIndex((one) => one !== 0);
  return sums.slice(0, end + 1);
};

/** All that pods on nodes change. */
const figuresOf = ({ nodes }: Snapshot): unknown => ({
  columns: [
    nodes.cpuNow,
    nodes.cpuFuture,
    nodes.memoryNow,
    nodes.memoryFuture,
    nodes.podsNow,
    nodes.podsFuture,
    nodes.wholeNow,
    nodes.wholeFuture,
    nodes.gpuFuture,
    nodes.usedNow,
    nodes.usedFuture,
  ].map((column) => [...column]),
  counts: [...nodes.columns.values()].map(({ name, now, future: later }) => [
    name,
    [...now],
    [...later],
  ]),
  claims: [...nodes.claimUses.values()].map(({ name, now, future: later }) => [
    name,
    now.pods > 0 && { ...now },
    later.pods > 0 && { ...later },
  ]),
  terms: [...nodes.terms.values()].map((term) => [
    term.key,
    [term.matching, term.refusing].map((sums) => [trimmed(sums.now), trimmed(sums.future)]),
    trimmed(term.liking),
    term.matchingNow,
    term.matchingFuture,
  ]),
  seated: [...nodes.neighbourly].map(({ seated }) => [...seated].toSorted(([a], [b]) => a - b)),
});

const room = { cpuMilli: 2000, labels: {}, taints: [], resources: {}, deviceClasses: {} };

const seatOn = (snapshot: Snapshot, kind: Kind, slot: number): Seat | undefined => {
  const { nodes } = snapshot;
  const node = nodes.slots[slot];
  const score = scoreAt(snapshot, kind, slot);
  if (score === 0 || node === undefined) return undefined;
  const isNow = fitsNow(score);
  const devices = pickDevices(nodes, kind, { slot, isNow, policy: defaultPolicy });
  const gpuMilli = shareOn(nodes, kind, slot);
  return { node, kind, part: 0, pod: 0, devices, gpuMilli };
};

/** A pod that takes no card, or a share of one by its memory. */
const podOf = (request: Partial<PodRequest>): SubGroup => ({
  name: 'main',
  pods: 1,
  request: { gpuDevices: 0, gpuMilli: 0, cpuMilli: 0, memoryBytes: 1000, ...request },
});

describe('fit › laws', () => {
  it('a share waits for no device of somebody who leaves where the pod that holds it has no room', () => {
    const { snapshot, kinds, take } = tell({
      offers: [{ ...room, gpuCount: 1, gpuMemoryMib: 3000, podsMax: 2, memoryBytes: 8000 }],
      groups: [podOf({ gpuDevices: 1, gpuMemoryMib: 400 }), podOf({})],
      claims: [],
      steps: [],
    });
    const [share] = kinds;
    if (share === undefined) throw new Error('the story has a share');
    take({ type: 'seat-leaving', at: 0 });
    expect(fitsNow(scoreAt(snapshot, share, 0))).toBe(true);
    take({ type: 'seat', at: 1 });
    expect(scoreAt(snapshot, share, 0)).toBe(0);
  });

  it('∀ a pod fits a node, now or later, where first principles say so (S1, S2)', () => {
    always(400, ({ snapshot, kinds, world }, { groups }) => {
      const seen = world();
      for (const [at, kind] of kinds.entries())
        for (const node of seen.nodes) {
          const score = scoreAt(snapshot, kind, snapshot.nodes.byId.get(node.id)?.slot ?? -1);
          const group = groups[at];
          const told = score === 0 ? 'no' : fitsNow(score) ? 'now' : 'later';
          expect(group && `${node.id} ${at} ${slowFit(seen, group, node)}`).toBe(
            `${node.id} ${at} ${told}`,
          );
        }
    });
  });

  it('∀ the best node is the one that scores best, the smaller id among equals, however it was found (S24)', () => {
    always(200, ({ snapshot, kinds }) => {
      for (const kind of kinds) {
        let best = { slot: -1, score: 0 };
        for (const { slot } of [...snapshot.nodes.byId.values()].toSorted((a, b) =>
          a.id < b.id ? -1 : 1,
        )) {
          const score = scoreAt(snapshot, kind, slot);
          if (score > best.score) best = { slot, score };
        }
        expect(bestNode(snapshot.nodes, kind, defaultPolicy)).toEqual(best);
      }
    });
  });

  it('∀ who comes and goes again leaves no trace (S27)', () => {
    always(150, ({ snapshot, kinds }) => {
      const before = figuresOf(snapshot);
      const moves: (readonly [Seat, number])[] = [];
      for (const planes of [3, 2, 3])
        for (const kind of kinds)
          for (const slot of slotsOf(snapshot)) {
            const seat = seatOn(snapshot, kind, slot);
            const fits =
              seat !== undefined && (planes === future || isFreeNow(snapshot.nodes, seat));
            if (seat === undefined || !fits) continue;
            occupy(snapshot.nodes, seat, { planes, sign: 1 });
            moves.push([seat, planes]);
          }
      for (const [seat, planes] of moves.toReversed())
        occupy(snapshot.nodes, seat, { planes, sign: -1 });
      expect(figuresOf(snapshot)).toEqual(before);
    });
  });

  it('∀ a pool from which all have gone is as one to which nobody came', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const kept = story.steps.filter(({ type }) => !type.endsWith('node') && type !== 'break');
        const tale = tell(story);
        const before = figuresOf(tale.snapshot);
        for (const step of kept) tale.take(step);
        for (const [seat, planes] of tale.seats)
          occupy(tale.snapshot.nodes, seat, { planes, sign: -1 });
        expect(figuresOf(tale.snapshot)).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });

  it('∀ a node takes no more pods one after another than there is said to be room for', () => {
    always(100, ({ snapshot, kinds }) => {
      const { nodes } = snapshot;
      for (const kind of kinds)
        for (const slot of slotsOf(snapshot)) {
          const room = roomOf(nodes, kind, slot);
          const seats: Seat[] = [];
          for (let seat = seatOn(snapshot, kind, slot); seat !== undefined;) {
            occupy(nodes, seat, { planes: future, sign: 1 });
            seats.push(seat);
            seat = seatOn(snapshot, kind, slot);
          }
          for (const seat of seats.toReversed()) occupy(nodes, seat, { planes: future, sign: -1 });
          expect(seats.length).toBeLessThanOrEqual(room);
        }
    });
  });

  it('∀ a reason against a node is told only where the pod does not fit, and one that lasts only while it lasts', () => {
    always(150, ({ snapshot, kinds }) => {
      const { nodes } = snapshot;
      for (const kind of kinds)
        for (const slot of slotsOf(snapshot)) {
          const [lasting, present] = [refusalAt(nodes, kind, slot), obstacleAt(nodes, kind, slot)];
          if (lasting !== 'none') expect(present).toBe(lasting);
          if (present !== 'none') expect(scoreAt(snapshot, kind, slot)).toBe(0);
        }
    });
  });
});
