import { Registry } from 'prom-client';
import type { Measured, Metrics } from '../ports/metrics.ts';
import { cachedFor } from './cached.ts';
import { happenings } from './happenings.ts';
import { gaugesOf } from './gauges.ts';
import { knownNames } from './known-names.ts';
import { processFigures } from './process-figures.ts';

/** What the page of figures is made with. */
export interface PrometheusOptions {
  /** Holds the metrics of this page and no others; a new one unless given, never the one that the library shares. */
  readonly registry?: Registry;
  readonly version: string;
  /** Of the kernel that plans. */
  readonly kernel: string;
  /** A clock that never goes back. @unit ms */
  readonly steadyMs?: () => number;
}

/** How long a page is shown again before it is made anew. @unit ms */
const pageMs = 1000;

/**
 * Makes figures in the words of Prometheus: `berth_…` with base units, and beside them the names that users of Run:ai
 * have on their dashboards, where they mean the same.
 *
 * No series is made per workload: their number would grow for ever.
 * @cost a page O(workloads + queues + nodes), at most once a second
 */
export const prometheusMetrics = (options: PrometheusOptions): Metrics => {
  const registry = options.registry ?? new Registry();
  let measured: Measured | undefined;
  const sight = (): Measured | undefined => measured;
  const told = happenings({ ...options, registry });
  const page = { registry, sight };
  gaugesOf(page);
  knownNames(page);
  const stop = processFigures(registry);
  return {
    ...told,
    contentType: registry.contentType,
    render: cachedFor(pageMs, options.steadyMs ?? (() => performance.now()), () =>
      registry.metrics(),
    ),
    measure: (given) => {
      measured = given;
    },
    close: stop,
  };
};
