import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { preemptionActions } from '../../domain/workload/events.ts';
import type { Metrics } from '../ports/metrics.ts';

/** What is counted as it happens. */
type Told = Pick<Metrics, 'appended' | 'committed' | 'planned' | 'followed' | 'answered'>;

/** From a tenth of a millisecond to ten seconds. @unit s */
const quickBuckets = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];
const sizeBuckets = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096, 16_384];

/** Most routes that are told apart: patterns are few, and a defect must not make them many. */
const routesMax = 200;

/** Counters and histograms of what the program tells. */
export const happenings = (options: {
  readonly registry: Registry;
  readonly version: string;
  readonly kernel: string;
}): Told => {
  const { registry, version, kernel } = options;
  new Gauge({
    ...said('berth_build_info', 'Which build runs; always 1.'),
    labelNames: ['version', 'kernel', 'node_version'],
    registers: [registry],
  }).set({ version, kernel, node_version: process.version }, 1);
  return { ...ledgerFigures(registry), ...engineFigures(registry), ...httpFigures(registry) };
};

const said = (name: string, help: string) => ({ name, help });

const seconds = (registry: Registry, naming: { name: string; help: string }): Histogram =>
  new Histogram({ ...naming, buckets: quickBuckets, registers: [registry] });

const sizes = (registry: Registry, naming: { name: string; help: string }): Histogram =>
  new Histogram({ ...naming, buckets: sizeBuckets, registers: [registry] });

const ledgerFigures = (registry: Registry): Pick<Told, 'appended' | 'followed'> => {
  const facts = new Counter({
    ...said('berth_ledger_facts_appended_total', 'Facts that this process has made durable.'),
    registers: [registry],
  });
  const timesHelp = 'Time from handing a batch to the ledger until it is durable.';
  const times = seconds(registry, said('berth_ledger_append_seconds', timesHelp));
  const batches = sizes(
    registry,
    said('berth_ledger_append_facts', 'Facts per batch that is appended.'),
  );
  return {
    appended: (batch) => {
      facts.inc(batch.facts);
      times.observe(batch.ms / 1000);
      batches.observe(batch.facts);
    },
    followed: preemptionsIn(registry),
  };
};

const preemptionsIn = (registry: Registry): Told['followed'] => {
  const preemptions = new Counter({
    ...said('berth_preemptions_total', 'Workloads that were taken off their devices, by why.'),
    labelNames: ['action'],
    registers: [registry],
  });
  for (const action of preemptionActions) preemptions.inc({ action }, 0);
  return (facts) => {
    for (const fact of facts) {
      if (fact.type === 'WorkloadPreempted') preemptions.inc({ action: fact.data.action });
    }
  };
};

const engineFigures = (registry: Registry): Pick<Told, 'committed' | 'planned'> => {
  const batchHelp = 'Requests that were decided and made durable together.';
  const requests = sizes(registry, said('berth_engine_batch_requests', batchHelp));
  const timesHelp = 'Time to decide a batch of requests, make it durable and fold it.';
  const times = seconds(registry, said('berth_engine_batch_seconds', timesHelp));
  const plansHelp = 'Time to plan every node pool that has changed, and to make that durable.';
  const plans = seconds(registry, said('berth_scheduler_plan_seconds', plansHelp));
  return {
    committed: (batch) => {
      requests.observe(batch.requests);
      times.observe(batch.ms / 1000);
    },
    planned: (ms) => plans.observe(ms / 1000),
  };
};

const httpFigures = (registry: Registry): Pick<Told, 'answered'> => {
  const requests = new Counter({
    ...said('berth_http_requests_total', 'Requests that were answered, by route and status.'),
    labelNames: ['method', 'route', 'status_class'],
    registers: [registry],
  });
  const times = new Histogram({
    ...said('berth_http_request_seconds', 'Time to answer; streams last as long as their readers.'),
    labelNames: ['method', 'route'],
    buckets: quickBuckets,
    registers: [registry],
  });
  const routeOf = boundedRoutes();
  return {
    answered: ({ method, route: pattern, status, ms }) => {
      const route = routeOf(`${method} ${pattern}`) ? pattern : 'other';
      requests.inc({ method, route, status_class: `${Math.floor(status / 100)}xx` });
      times.observe({ method, route }, ms / 1000);
    },
  };
};

/** Whether a route is among the first that were seen. */
const boundedRoutes = (): ((key: string) => boolean) => {
  const known = new Set<string>();
  return (key) => {
    const isKnown = known.has(key) || known.size < routesMax;
    if (isKnown) known.add(key);
    return isKnown;
  };
};
