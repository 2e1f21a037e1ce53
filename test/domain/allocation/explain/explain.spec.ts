import { describe, expect, it } from 'vitest';
import {
  judgeAnew,
  lineOf,
  nodesAsked,
  placeInLine,
  queueFigures,
  roomsOnNodes,
  weighedFor,
} from '../../../../domain/allocation/index.ts';
import { hostileWorlds } from '../../../arbitraries/kernel/worlds.ts';
import { everyWorld } from '../every-world.ts';
import { known } from '../known.ts';
import { isQuiet } from '../quiet.ts';
import { snapshotOf } from '../told.ts';
import { begin, look, lookAnew, type Tale, take } from '../world.ts';

/** Those of a tale that wait in a queue, by id. */
const waitersOf = ({ snapshot }: Tale): readonly string[] =>
  [...snapshot.workloads.values()]
    .filter(({ waitingClass }) => waitingClass !== undefined)
    .map(({ id }) => id)
    .toSorted();

/** Looks at tales in which nobody is told why it waits, so that every plan says all. */
const everyTale = (times: number, check: (tale: Tale) => void): void =>
  everyWorld(
    times,
    (world) => {
      const tale = begin(world, undefined, true);
      for (const step of [...world.steps, { type: 'plan' } as const]) {
        if (step.type === 'plan') check(tale);
        take(tale, step);
      }
    },
    hostileWorlds(known),
  );

describe('allocation › explain', () => {
  it('∀ who waits: judged anew it hears what a kernel that knows nothing yet would tell it, and the plan is the same', () => {
    everyTale(60, (tale) => {
      const expected = lookAnew(tale);
      const moment = { nowMs: tale.nowMs };
      for (const id of waitersOf(tale).slice(0, 3)) {
        const { verdict, plan } = judgeAnew(
          snapshotOf(tale.facts),
          { policy: tale.policy, moment },
          id,
        );
        expect(plan).toEqual(expected);
        expect(verdict).toEqual(expected.verdicts.find((one) => one.workloadId === id)?.verdict);
      }
    });
  });

  it('∀ questions: whoever asks leaves the next plan as it was', () => {
    everyTale(40, (tale) => {
      const before = look(tale);
      for (const id of waitersOf(tale)) {
        nodesAsked(tale.snapshot, id);
        placeInLine(tale.snapshot, tale.policy, id);
      }
      for (const id of tale.snapshot.queues.keys()) queueFigures(tale.snapshot, tale.policy, id);
      expect(look(tale)).toEqual(before);
    });
  });

  it('∀ who waits where a plan changes nothing: each node has room or one reason, and as many pods find room as the verdict says', () => {
    everyTale(40, (tale) => {
      const made = look(tale);
      if (!isQuiet(made)) return;
      for (const id of waitersOf(tale)) {
        const asked = nodesAsked(tale.snapshot, id);
        for (const { nodes, refusals } of asked) {
          const refused = refusals.reduce((sum, one) => sum + one.nodes, 0);
          expect(refused).toBeLessThanOrEqual(nodes);
          for (const one of refusals) expect(one.examples.length).toBeLessThanOrEqual(one.nodes);
        }
        const told = made.verdicts.find((one) => one.workloadId === id)?.verdict;
        if (told?._tag !== 'InsufficientCapacity') continue;
        const fit = asked.map(({ podsFit, podsAsked }) => Math.min(podsFit, podsAsked));
        expect(fit.reduce((sum, one) => sum + one, 0)).toBe(told.podsFit);
      }
    });
  });

  it('∀ who waits in a queue that is served: each has a place of its own, and none is left out', () => {
    everyTale(40, (tale) => {
      const places = new Map<string, number[]>();
      for (const id of waitersOf(tale)) {
        const place = placeInLine(tale.snapshot, tale.policy, id);
        const queueId = place?.queues[0]?.queueId ?? '';
        expect(place?.before).toBeLessThan(place?.waiting ?? 0);
        places.set(queueId, [...(places.get(queueId) ?? []), place?.before ?? -1]);
      }
      for (const numbers of places.values()) {
        expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, k) => k));
      }
    });
  });

  it('∀ queue: its line has everybody at the place that he is told', () => {
    let longest = 0;
    everyTale(40, (tale) => {
      const { snapshot, policy } = tale;
      for (const id of snapshot.queues.keys()) {
        const line = lineOf(snapshot, id);
        const before = line.map((one) => placeInLine(snapshot, policy, one.id)?.before);
        expect(before).toEqual(line.map((_, k) => k));
        longest = Math.max(longest, line.length);
      }
    });
    expect(longest).toBeGreaterThan(1);
  });

  it('∀ evictions: everybody else with devices is weighed once, whoever goes at its price, and the next plan stays as it was', () => {
    let seen = 0;
    everyTale(40, (tale) => {
      const { snapshot, policy, nowMs } = tale;
      const made = look(tale);
      const first = made.evictions[0];
      if (first === undefined || first.action === 'stale-gang' || first.pods !== undefined) return;
      seen += 1;
      const { action, preemptorId: seekerId, workloadId } = first;
      const victimIds = new Set([workloadId]);
      const weighed = weighedFor(snapshot, policy, { action, seekerId, victimIds, nowMs });
      const others = [...snapshot.workloads.values()].filter(
        (one) => one.id !== seekerId && one.bound.length > 0,
      );
      const kept = weighed?.kept.reduce((sum, one) => sum + one.workloads, 0) ?? 0;
      expect((weighed?.candidates ?? 0) + kept).toBe(others.length);
      expect(weighed?.taken.map((one) => one.workloadId)).toEqual([workloadId]);
      expect(look(tale)).toEqual(made);
    });
    expect(seen).toBeGreaterThan(0);
  });

  it('∀ who waits: the rooms that it is told of count every other waiter, and nobody holds less than nothing', () => {
    everyTale(40, ({ snapshot, policy, ...tale }) => {
      const waiting = waitersOf({ ...tale, snapshot, policy });
      for (const id of waiting) {
        const rooms = roomsOnNodes(snapshot, policy, id);
        if (rooms === undefined) continue;
        expect(rooms.waiters.some((one) => one.workloadId === id)).toBe(true);
        expect(rooms.waiters.length).toBeLessThanOrEqual(waiting.length);
        for (const { seats } of rooms.holders) {
          for (const { place, amount } of seats) {
            expect(amount).toBeGreaterThan(0);
            expect(place).toBeLessThan(rooms.free.length);
          }
        }
      }
    });
  });

  it('knows nothing of whom it never heard of', () => {
    everyTale(1, ({ snapshot, policy }) => {
      expect(nodesAsked(snapshot, 'nobody')).toEqual([]);
      expect(placeInLine(snapshot, policy, 'nobody')).toBeUndefined();
      expect(queueFigures(snapshot, policy, 'nowhere')).toEqual([]);
    });
  });
});
