import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Plan } from '../../../domain/allocation/index.ts';
import { compareIds } from '../../../domain/foundation/ids.ts';
import { bareJob, bareNode, bareQueue, bareWorld } from '../../arbitraries/kernel/bare.ts';
import { podsAt } from '../../oracles/books.ts';
import { everyWorld } from './every-world.ts';
import { promptly } from './promptly.ts';
import { settle } from './quiet.ts';
import { runs } from './runs.ts';
import { begin, happen, look, type Tale, take } from './world.ts';

/** A tenant: what it is promised of all, how many one-card jobs it has, and how many of those run when the story begins. */
const tenants = fc.record({
  part: fc.nat(4),
  weight: fc.constantFrom(0, 1, 3),
  rank: fc.constantFrom(50, 100, 200),
  department: fc.nat(1),
  waiting: fc.array(fc.constantFrom(50, 75, 125), { maxLength: 6, size: 'max' }),
  running: fc.array(fc.constantFrom(50, 75, 125), { maxLength: 6, size: 'max' }),
});

const sites = fc.record({
  nodes: fc.array(fc.constantFrom(1, 2, 4), { minLength: 1, maxLength: 4, size: 'max' }),
  tenants: fc.array(tenants, { minLength: 1, maxLength: 4, size: 'max' }),
});

/** Promises that the cards can keep: each tenant its part of them, each department those of its tenants together. */
const promisesOf = (cards: number, parts: readonly number[]): readonly number[] => {
  const all = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => (all <= cards ? part : Math.floor((part * cards) / all)));
};

/** Facts about somebody who is not there, or about what was told already. */
const strayFacts = (tale: Tale): Parameters<typeof happen>[1][] => [
  { type: 'released', id: 'nobody' },
  { type: 'leaving', id: 'nobody', returns: true },
  { type: 'bound', id: 'nobody', assignment: { attempt: 1, pods: [] } },
  { type: 'nominated', id: 'nobody', assignment: { attempt: 1, pods: [] } },
  { type: 'forgotten', id: 'nobody' },
  { type: 'removed', id: 'node-that-was' },
  { type: 'closed', id: 'queue-that-was' },
  ...[...tale.books.jobs]
    .filter(([, job]) => podsAt(job, 'leaving').length === 0)
    .map(([id]) => ({ type: 'released', id, pods: [] }) as const),
];

/** Steps that choose among all workloads or all queues, of which there are more where somebody is stuck. */
const ofAll: ReadonlySet<string> = new Set([
  'cancel',
  'finish',
  'entitle',
  'close',
  'reopen',
  'use',
]);

/** What a plan decides about all but some; in which order it came to it, and with which figures, is left out. */
const without = (made: Plan, isLeftOut: (id: string) => boolean): unknown => {
  const keep = <One extends { readonly workloadId: string }>(all: readonly One[]): unknown =>
    all
      .filter(({ workloadId }) => !isLeftOut(workloadId))
      .map((one) => JSON.stringify(one))
      .toSorted(compareIds);
  const evictions = made.evictions.map(({ victimQueue: _v, preemptorQueue: _p, ...rest }) => rest);
  return [keep(made.placements), keep(made.nominations), keep(evictions), keep(made.verdicts)];
};

describe('allocation › laws › guarantees', () => {
  /*
   * HiveD promises each tenant cells of its own, so that any ask that fits them is met. Here nodes belong to nobody:
   * what is promised is a number of cards, and gangs that need them on one node, or next to work that may not be
   * evicted, may find them scattered. For asks of one card each the promise holds as stated.
   */
  it('∀ every tenant comes to what it was promised, as if it were alone, in bounded steps, whoever has it now (S15, S16: kueue#6577, kueue#9406, YUNIKORN-1988, HiveD OSDI 2020, kueue#5243)', () => {
    fc.assert(
      fc.property(sites, ({ nodes, tenants: all }) =>
        promptly(() => {
          const cards = nodes.reduce((sum, count) => sum + count, 0);
          const promises = promisesOf(
            cards,
            all.map(({ part }) => part),
          );
          const departments = [0, 1].map((which) =>
            promises.reduce((sum, one, at) => (all[at]?.department === which ? sum + one : sum), 0),
          );
          const tale = begin(
            bareWorld({
              nodes: nodes.map((count) => bareNode(count)),
              queues: [
                ...departments.map((quota, at) => bareQueue(`dept-${at}`, { quota: 1000 * quota })),
                ...all.map(({ weight, rank, department }, at) =>
                  bareQueue(`tenant-${at}`, {
                    parent: `dept-${department}`,
                    quota: 1000 * (promises[at] ?? 0),
                    weight,
                    priority: rank,
                  }),
                ),
              ],
            }),
          );
          const who = (at: number): number => tale.leaves.indexOf(`tenant-${at}`);
          const jobs = all.flatMap(({ running, waiting }, at) =>
            [...running, ...waiting].map((priority) => bareJob(who(at), {}, { priority })),
          );
          const started = begin(
            bareWorld({
              nodes: nodes.map((count) => bareNode(count)),
              queues: [...tale.books.queues.values()].map(({ isOpen: _open, ...queue }) => queue),
              running: all.flatMap(({ running }, at) =>
                running.map((priority) => ({ job: bareJob(who(at), {}, { priority }), from: at })),
              ),
              waiting: all.flatMap(({ waiting }, at) =>
                waiting.map((priority) => bareJob(who(at), {}, { priority })),
              ),
            }),
          );
          expect(settle(started, 4 * jobs.length + 4)).toBeDefined();
          for (const [at, { running, waiting }] of all.entries()) {
            const has = [...started.books.jobs.values()].filter(
              (job) => job.queueId === `tenant-${at}` && podsAt(job, 'bound').length > 0,
            ).length;
            const due = Math.min(promises[at] ?? 0, running.length + waiting.length);
            expect([at, has >= due]).toEqual([at, true]);
          }
        }),
      ),
      runs(300),
    );
  });

  it('∀ facts about nobody, or told again, change nothing: each charges and releases its own (S7, S10, S22: kueue#14630, kueue#14658, kubernetes#102790)', () => {
    everyWorld(80, (world) => {
      const tale = begin(world);
      for (const step of world.steps) {
        take(tale, step);
        const before = look(tale);
        happen(tale, ...strayFacts(tale));
        expect(look(tale)).toEqual(before);
      }
    });
  });

  /*
   * What a queue asks for counts in the shares of the others even where no node can give it, as the peer counts it: an
   * ask of nothing but a label that no node has is the strongest that changes no share. It waits in a queue of its own: inside
   * one, as with the peer, the next in its order speaks for the queue even if it then fails, which may change whose turn
   * comes first among queues.
   */
  it('∀ whoever can run nowhere stands in nobody’s way, however high its priority and however long it waits (S17, S18: slurm-bridge#45, kueue#8309, kueue#13320, volcano#5006)', () => {
    const wish = {
      priority: 1000,
      isPreemptible: true,
      nodeSelector: { zone: ['nowhere-at-all'] },
      tolerations: [],
      subGroups: [
        {
          name: 'workers',
          pods: 1,
          request: { gpuDevices: 0, gpuMilli: 0, cpuMilli: 0, memoryBytes: 0 },
        },
      ],
    };
    everyWorld(100, (world) => {
      const quiet = begin(world);
      const crowded = begin(world);
      const queueId = 'queue-stuck';
      happen(crowded, { type: 'opened', opening: bareQueue(queueId, { priority: 1000 }) });
      for (const id of ['stuck-0', 'stuck-1']) {
        happen(crowded, { type: 'submitted', submission: { ...wish, id, age: 0 } });
        happen(crowded, { type: 'queued', id, queueId, attempt: 1 });
      }
      for (const step of [...world.steps, { type: 'plan' } as const]) {
        const isStuck = (id: string): boolean => id.startsWith('stuck');
        const [one, other] = [look(quiet), look(crowded)];
        if (step.type === 'plan') expect(without(other, isStuck)).toEqual(without(one, isStuck));
        if (!ofAll.has(step.type)) {
          take(quiet, step);
          take(crowded, step);
        }
      }
    });
  });
});
