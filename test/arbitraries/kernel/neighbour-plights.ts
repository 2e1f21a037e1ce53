import fc from 'fast-check';
import type { Affinity, PodTerm } from '../../../domain/foundation/shapes.ts';
import { bareJob, bareNode, type BarePods, bareQueue, bareWorld } from './bare.ts';
import type { World } from './worlds.ts';

const apps = fc.constantFrom('red', 'green');

const term: fc.Arbitrary<PodTerm> = fc.record({
  labels: apps.map((app) => ({ app })),
  topologyKey: fc.constantFrom('host', 'host', 'rack', 'block'),
});

const affinity: fc.Arbitrary<Affinity> = fc.oneof(
  { weight: 3, arbitrary: term.map((one): Affinity => ({ podAntiAffinity: [one] })) },
  { weight: 2, arbitrary: term.map((one): Affinity => ({ podAffinity: [one] })) },
  { weight: 1, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(term, term)
      .map(([near, far]): Affinity => ({ podAffinity: [near], podAntiAffinity: [far] })),
  },
);

const pods: fc.Arbitrary<BarePods> = fc.record({
  gpus: fc.constantFrom(0, 1, 1, 2),
  pods: fc.constantFrom(1, 1, 2, 3),
  podLabels: apps.map((app) => ({ app })),
  affinity,
});

/** Pods that must be near others, or apart from them, on nodes that mostly have room for them. */
export const parted: fc.Arbitrary<World> = fc
  .record({
    sizes: fc.array(fc.constantFrom(1, 2, 4), { minLength: 1, maxLength: 4, size: 'max' }),
    running: fc.array(pods, { maxLength: 3, size: 'max' }),
    waiting: fc.array(pods, { minLength: 1, maxLength: 3, size: 'max' }),
    quota: fc.constantFrom(-1, 0, 2000),
    isPreemptible: fc.boolean(),
  })
  .map(({ sizes, running, waiting, quota, isPreemptible }) =>
    bareWorld({
      nodes: sizes.map((size, at) =>
        bareNode(size, {
          labels: { block: 'block-0', rack: `rack-${at % 2}`, host: `host-${at}` },
        }),
      ),
      queues: [bareQueue('queue-0', { quota })],
      running: running.map((one, at) => ({ job: bareJob(0, one, { isPreemptible }), from: at })),
      waiting: waiting.map((one) => bareJob(0, one)),
    }),
  );
