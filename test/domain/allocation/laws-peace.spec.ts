import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Plan } from '../../../domain/allocation/index.ts';
import { hostileWorlds } from '../../arbitraries/kernel/worlds.ts';
import { type BookedJob, type Books, copied, isAt, podsAt } from '../../oracles/books.ts';
import { afterAll } from '../../oracles/decisions.ts';
import { isEnough, startingPods } from '../../oracles/gangs.ts';
import { everyWorld } from './every-world.ts';
import { known } from './known.ts';
import { allGone, isQuiet, settle } from './quiet.ts';
import { act, begin, type Tale, take } from './world.ts';

/** Few nodes and many who want them: whoever turns in a circle does it here. */
const tense = hostileWorlds(known, { nodesMax: 2, runningMax: 4, waitingMax: 8, stepsMax: 6 });
/** Pods that must be near others, or far from them, and nothing else that could hold them up. */
const sociable = hostileWorlds(
  {
    ...known,
    fractions: false,
    widerShares: false,
    mig: false,
    resources: false,
    claims: false,
    ports: false,
    topology: false,
  },
  { nodesMax: 3, runningMax: 6, waitingMax: 6, stepsMax: 10 },
);
const attemptsMax = 64;
const roundsMax = 1_500;

/** Tells a world to its end, and then lets time pass for gangs that are broken. */
const told = (world: Parameters<typeof begin>[0]): Tale => {
  const tale = begin(world);
  for (const step of world.steps) take(tale, step);
  return tale;
};

/** What needs no pod at all comes and goes pod by pod, without a new attempt. */
const isGang = ({ submission }: BookedJob): boolean => startingPods(submission).length > 0;

/** What makes others go and has not been sent away too often can make them go once more when it waits. */
const potential = ({ jobs }: Books): number =>
  [...jobs.values()].reduce((sum, job) => {
    const left = Math.max(0, 2 * (attemptsMax + 1 - job.attempt));
    const runs = isGang(job) && job.pods.some(({ stage }) => stage !== 'leaving');
    return sum + left - (left > 0 && runs ? 1 : 0);
  }, 0);

/** The same once everybody who goes has gone: an attempt is over when its pods are. */
const potentialAfter = (before: Books, made: Plan): number => {
  const next = afterAll(before, made);
  const jobs = [...next.jobs].map(([id, job]) => {
    const isOver = job.exit === 'returns';
    return [id, isOver ? { ...job, attempt: job.attempt + 1 } : job] as const;
  });
  return potential({ ...next, jobs: new Map(jobs) });
};

describe('allocation › laws › peace', () => {
  it('∀ without news plans come to an end, and whenever somebody is made to stop a potential falls (S11: kueue#3779, kueue#2821, kueue#14682, volcano#4947, volcano#561)', () => {
    everyWorld(
      250,
      (world) => {
        const tale = told(world);
        for (let round = 0; ; round += 1) {
          expect(round).toBeLessThan(roundsMax);
          allGone(tale);
          const before = copied(tale.books);
          const made = act(tale);
          if (isQuiet(made)) return;
          const stops = made.evictions.some(({ pods }) => pods === undefined);
          if (stops) expect(potentialAfter(before, made)).toBeLessThan(potential(before));
        }
      },
      tense,
    );
  });

  it('∀ in peace nobody holds less than its gang needs, or a place that it does not use (S8, S9, S10, S17: volcano#5805, volcano#6010, YUNIKORN-2953, YUNIKORN-3374)', () => {
    everyWorld(
      300,
      (world) => {
        const tale = told(world);
        settle(tale, roundsMax);
        // Whoever lost pods and finds no room for others goes when its grace is over.
        const { staleGraceMs } = tale.policy;
        for (const { brokenSinceMs } of tale.books.jobs.values())
          tale.nowMs = Math.max(tale.nowMs, brokenSinceMs + Math.max(0, staleGraceMs) + 1);
        settle(tale, roundsMax);
        for (const job of tale.books.jobs.values()) {
          expect(isAt(job, 'leaving')).toBe(false);
          expect(isAt(job, 'held')).toBe(false);
          const bound = podsAt(job, 'bound');
          if (bound.length > 0 && staleGraceMs >= 0 && job.exit === 'none')
            expect(isEnough(job.submission, bound)).toBe(true);
        }
      },
      fc.oneof(hostileWorlds(known), sociable),
    );
  });

  it('∀ who is promised the room of others gets it once they have left, and nobody else does (S12, S13: YUNIKORN-2699, kueue PR#13797, kueue#15211, kubernetes#72124)', () => {
    everyWorld(
      300,
      (world) => {
        const tale = told(world);
        allGone(tale);
        const made = act(tale);
        // Those who must be near others that are promised a place as well begin one after the other.
        const begun = [1, 2, 3].flatMap(() => {
          allGone(tale);
          return act(tale).placements;
        });
        for (const { workloadId, pods } of made.nominations) {
          const job = tale.books.jobs.get(workloadId);
          if (job === undefined) continue;
          const where = begun
            .filter((one) => one.workloadId === workloadId)
            .flatMap((one) => one.pods);
          expect(where).toEqual(expect.arrayContaining([...pods]));
        }
      },
      fc.oneof(hostileWorlds(known), sociable),
    );
  });
});
