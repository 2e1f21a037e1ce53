import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
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
  const { registry } = options;
  const registers = [registry];
  const build = new Gauge({
    name: 'berth_build_info',
    help: 'Which build runs; always 1.',
    labelNames: ['version', 'kernel', 'node_version'],
    registers,
  });
  build.set({ version: options.version, kernel: options.kernel, node_version: process.version }, 1);
  return { ...ledgerFigures(registry), ...engineFigures(registry), ...httpFigures(registry) };
};

const ledgerFigures = (registry: Registry): Pick<Told, 'appended' | 'followed'> => {
  const registers = [registry];
  const facts = new Counter({
    name: 'berth_ledger_facts_appended_total',
    help: 'Facts that became durable since this process became the writer.',
    registers,
  });
  const seconds = new Histogram({
    name: 'berth_ledger_append_seconds',
    help: 'Time from handing a batch to the ledger until it is durable.',
    buckets: quickBuckets,
    registers,
  });
  const sizes = new Histogram({
    name: 'berth_ledger_append_facts',
    help: 'Facts per batch that is appended.',
    buckets: sizeBuckets,
    registers,
  });
  const preemptions = new Counter({
    name: 'berth_preemptions_total',
    help: 'Workloads that the kernel took off their devices, by why.',
    labelNames: ['action'],
    registers,
  });
  for (const action of ['preempt', 'reclaim', 'consolidate', 'stale-gang']) {
    preemptions.inc({ action }, 0);
  }
  return {
    appended: (batch) => {
      facts.inc(batch.facts);
      seconds.observe(batch.ms / 1000);
      sizes.observe(batch.facts);
    },
    followed: (followed) => {
      for (const fact of followed) {
        if (fact.type === 'WorkloadPreempted') preemptions.inc({ action: fact.data.action });
      }
    },
  };
};

const engineFigures = (registry: Registry): Pick<Told, 'committed' | 'planned'> => {
  const registers = [registry];
  const requests = new Histogram({
    name: 'berth_engine_batch_requests',
    help: 'Requests that were decided and made durable together.',
    buckets: sizeBuckets,
    registers,
  });
  const seconds = new Histogram({
    name: 'berth_engine_batch_seconds',
    help: 'Time to decide a batch of requests, make it durable and fold it.',
    buckets: quickBuckets,
    registers,
  });
  const plans = new Histogram({
    name: 'berth_scheduler_plan_seconds',
    help: 'Time to plan every node pool that has changed, and to make the decisions durable.',
    buckets: quickBuckets,
    registers,
  });
  return {
    committed: (batch) => {
      requests.observe(batch.requests);
      seconds.observe(batch.ms / 1000);
    },
    planned: (ms) => plans.observe(ms / 1000),
  };
};

const httpFigures = (registry: Registry): Pick<Told, 'answered'> => {
  const registers = [registry];
  const requests = new Counter({
    name: 'berth_http_requests_total',
    help: 'Requests that were answered, by route and class of status.',
    labelNames: ['method', 'route', 'status_class'],
    registers,
  });
  const seconds = new Histogram({
    name: 'berth_http_request_seconds',
    help: 'Time to answer a request, by route; streams of events last as long as their readers.',
    labelNames: ['method', 'route'],
    buckets: quickBuckets,
    registers,
  });
  const routes = new Set<string>();
  return {
    answered: ({ method, route: pattern, status, ms }) => {
      const key = `${method} ${pattern}`;
      const isKnown = routes.has(key) || routes.size < routesMax;
      if (isKnown) routes.add(key);
      const route = isKnown ? pattern : 'other';
      requests.inc({ method, route, status_class: `${Math.floor(status / 100)}xx` });
      seconds.observe({ method, route }, ms / 1000);
    },
  };
};
