import fc from 'fast-check';
import type { Gang } from '../../../domain/foundation/shapes.ts';
import { bareJob, bareNode, bareQueue, bareWorld } from './bare.ts';
import { lending, named } from './bound-plights.ts';
import type { Job } from './jobs.ts';
import { parted } from './neighbour-plights.ts';
import { topologyName } from './nodes.ts';
import type { Rules } from './rules.ts';
import type { Step } from './steps.ts';
import type { World } from './worlds.ts';

const plan: Step = { type: 'plan' };
const rule = (rules: Rules): Step => ({ type: 'rule', rules });
const submit = (job: Job): Step => ({ type: 'submit', job });

const cards = fc.constantFrom(1, 1, 2, 3);
const few = fc.array(cards, { minLength: 1, maxLength: 3, size: 'max' });

/** A queue, or the one above it, is closed, or there is none above it that there should be. */
const closed: fc.Arbitrary<World> = fc
  .record({ gpus: few, isBelow: fc.boolean(), pick: fc.nat(2), isLost: fc.boolean() })
  .map(({ gpus, isBelow, pick, isLost }) =>
    bareWorld({
      nodes: [bareNode(4), bareNode(2)],
      queues: [
        bareQueue('queue-0'),
        bareQueue('queue-1', isBelow ? { parent: isLost ? 'nowhere' : 'queue-0' } : {}),
      ],
      waiting: gpus.map((count, at) => bareJob(at, { gpus: count })),
      steps: [{ type: 'close', pick }, plan],
    }),
  );

/** Who is owed a place waits until those who had more than their share have left it. */
const leaving: fc.Arbitrary<World> = fc
  .record({ running: fc.array(cards, { minLength: 2, maxLength: 5 }), gpus: cards })
  .map(({ running, gpus }) =>
    bareWorld({
      nodes: [bareNode(4), bareNode(2)],
      queues: [bareQueue('queue-0'), bareQueue('queue-1', { quota: 6000 })],
      running: running.map((count, at) => ({ job: bareJob(0, { gpus: count }), from: at })),
      waiting: [bareJob(1, { gpus })],
      steps: [plan, { type: 'exit', pick: 0, isWhole: true }],
    }),
  );

const together = (pods: number, required: string): Gang => ({
  podSets: [{ name: 'workers', minPods: pods }],
  groups: [],
  topology: { topology: topologyName, required },
});

/** Gangs for which there is room, but not in one rack. */
const apart: fc.Arbitrary<World> = fc
  .record({
    sizes: fc.array(fc.constantFrom(1, 2, 4), { minLength: 2, maxLength: 4 }),
    level: fc.constantFrom('rack', 'host', 'block'),
    pods: fc.constantFrom(2, 3, 4),
    running: fc.array(cards, { maxLength: 2 }),
  })
  .map(({ sizes, level, pods, running }) =>
    bareWorld({
      nodes: sizes.map((size, at) =>
        bareNode(size, { labels: { block: `block-${at % 2}`, rack: `rack-${at}` } }),
      ),
      queues: [bareQueue('queue-0', { quota: -1 })],
      running: running.map((gpus, at) => ({
        job: bareJob(0, { gpus }, { isPreemptible: false }),
        from: at,
      })),
      waiting: [bareJob(0, { pods }, { gang: together(pods, level) })],
    }),
  );

/** A stream of short work passes a gang, until room is kept for it. */
const passed: fc.Arbitrary<World> = fc
  .record({
    bypassesMax: fc.constantFrom(0, 1, 2),
    gpus: fc.array(cards, { minLength: 2, maxLength: 4, size: 'max' }),
    pods: fc.constantFrom(1, 2),
    isEnding: fc.boolean(),
  })
  .map(({ bypassesMax, gpus, pods, isEnding }) =>
    bareWorld({
      nodes: [bareNode(4), bareNode(4)],
      queues: [bareQueue('queue-0'), bareQueue('queue-1')],
      running: [
        { job: bareJob(0, { gpus: 2 }, { maxRunMs: 50_000 }), from: 0 },
        { job: bareJob(0, { gpus: 3 }, { maxRunMs: 90_000 }), from: 1 },
      ],
      waiting: [bareJob(0, { gpus: 4, pods }), bareJob(1, { gpus: 3 })],
      steps: [
        rule({ bypassesMax, actions: ['allocate'] }),
        ...gpus.flatMap((count, at): readonly Step[] => [
          submit(bareJob(at, { gpus: count }, { maxRunMs: at % 2 === 0 ? 10_000 : 100_000 })),
          plan,
          { type: 'clock', byMs: 1_000 },
          plan,
          ...(isEnding ? [{ type: 'finish', pick: at } as const] : []),
        ]),
      ],
    }),
  );

/** No more than the first few of a queue are tried. */
const deep: fc.Arbitrary<World> = fc
  .record({
    queueDepthMax: fc.constantFrom(1, 1, 2),
    gpus: fc.array(cards, { minLength: 2, maxLength: 5, size: 'max' }),
    bounds: fc.record({
      victimsMax: fc.constant(1000),
      loneVictimsMax: fc.constant(32),
      consolidationVictimsMax: fc.constant(16),
      consolidationNodesMax: fc.constant(12),
      attemptsMax: fc.constant(64),
    }),
  })
  .map(({ queueDepthMax, gpus, bounds }) =>
    bareWorld({
      nodes: [bareNode(2)],
      queues: [bareQueue('queue-0', { quota: -1 })],
      running: [{ job: bareJob(0, { gpus: 1 }, { isPreemptible: false }), from: 0 }],
      waiting: gpus.map((count) => bareJob(0, { gpus: Math.min(2, count) })),
      steps: [rule({ bounds: { ...bounds, queueDepthMax } })],
    }),
  );

/** Worlds in which somebody waits for what hardly anybody waits for by chance. */
export const rarePlights: fc.Arbitrary<World> = fc.noBias(
  fc.oneof(closed, leaving, lending, named, apart, parted, passed, deep),
);
