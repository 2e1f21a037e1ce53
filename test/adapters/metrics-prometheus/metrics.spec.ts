import { register as shared, Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { prometheusMetrics } from '../../../adapters/metrics-prometheus/index.ts';
import type { Measured, Metrics } from '../../../adapters/ports/metrics.ts';
import { virtualSite } from '../../src/main/steady/virtual-site.ts';

const open: Metrics[] = [];
afterEach(() => {
  for (const metrics of open.splice(0)) metrics.close();
});

const metricsOf = (options: { registry?: Registry; steadyMs?: () => number } = {}): Metrics => {
  const metrics = prometheusMetrics({ version: '1.2.3', kernel: '9', ...options });
  open.push(metrics);
  return metrics;
};

/** The value of a series by its whole name; `undefined` where there is none. */
const valueOf = (page: string, series: string): number | undefined => {
  const line = page.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
};

describe('figures', () => {
  it('stand in the registry that was given, and in no other', async () => {
    const registry = new Registry();
    const one = metricsOf({ registry });
    const other = metricsOf();
    one.appended({ facts: 3, ms: 2 });
    expect(shared.getMetricsAsArray()).toEqual([]);
    expect(valueOf(await registry.metrics(), 'berth_ledger_facts_appended_total')).toBe(3);
    expect(valueOf(await one.render(), 'berth_ledger_facts_appended_total')).toBe(3);
    expect(valueOf(await other.render(), 'berth_ledger_facts_appended_total')).toBe(0);
  });

  it('count what they are told, in base units', async () => {
    const metrics = metricsOf();
    metrics.appended({ facts: 3, ms: 250 });
    metrics.committed({ requests: 2, ms: 500 });
    metrics.planned(1500);
    metrics.answered({ method: 'GET', route: '/a/:id', status: 404, ms: 20 });
    const page = await metrics.render();
    expect(valueOf(page, 'berth_ledger_append_seconds_sum')).toBe(0.25);
    expect(valueOf(page, 'berth_engine_batch_requests_sum')).toBe(2);
    expect(valueOf(page, 'berth_scheduler_plan_seconds_sum')).toBe(1.5);
    const labels = 'method="GET",route="/a/:id",status_class="4xx"';
    expect(valueOf(page, `berth_http_requests_total{${labels}}`)).toBe(1);
  });

  it('make a page once a second, and once for all who ask together', async () => {
    let nowMs = 0;
    const metrics = metricsOf({ steadyMs: () => nowMs });
    const [first, second] = await Promise.all([metrics.render(), metrics.render()]);
    metrics.appended({ facts: 1, ms: 1 });
    nowMs = 999;
    expect([second, await metrics.render()]).toEqual([first, first]);
    nowMs = 1000;
    expect(valueOf(await metrics.render(), 'berth_ledger_facts_appended_total')).toBe(1);
  });

  it('tell no more than 200 routes apart', async () => {
    const metrics = metricsOf();
    for (let k = 0; k < 1000; k += 1) {
      metrics.answered({ method: 'GET', route: `/${k}`, status: 200, ms: 1 });
    }
    const page = await metrics.render();
    expect(page.match(/^berth_http_requests_total\{/gm)).toHaveLength(201);
    expect(page).toContain('route="other"');
  });

  it('have no value for what nobody has looked at', async () => {
    const page = await metricsOf().render();
    expect(valueOf(page, 'berth_ledger_revision')).toBeUndefined();
    expect(valueOf(page, 'berth_http_event_readers')).toBeUndefined();
    expect(
      valueOf(
        page,
        'berth_build_info{version="1.2.3",kernel="9",node_version="' + process.version + '"}',
      ),
    ).toBe(1);
  });
});

describe('figures of a site', () => {
  it('say what the views say, with a series for no single workload', async () => {
    const site = await virtualSite({ seed: 5, shape: { nodes: 8, gpusPerNode: 8 } });
    const metrics = metricsOf();
    site.brain.follow(metrics.followed);
    await site.pass(900);
    metrics.measure({ brain: site.brain, eventReaders: () => 4 });
    const page = await metrics.render();
    const { held, requested } = site.gpus();
    expect(valueOf(page, 'berth_gpus{node_pool="default"}')).toBe(64);
    expect(valueOf(page, 'berth_gpus_allocated{node_pool="default"}')).toBe(held);
    expect(valueOf(page, 'berth_ledger_revision')).toBe(site.brain.revision());
    expect(valueOf(page, 'berth_http_event_readers')).toBe(4);
    const departments = ['product', 'research'].map(
      (id) =>
        valueOf(
          page,
          `berth_queue_requested_gpus{queue="department:${id}@default",node_pool="default",owner_kind="department"}`,
        ) ?? 0,
    );
    expect(departments.reduce((sum, gpus) => sum + gpus, 0)).toBe(requested);
    const past = site.brain.pastUse();
    const queues = [...site.brain.views.queues.queues.values()];
    const used = queues.map((queue) => past.of(queue).gpuMilli / 1000);
    expect(Math.max(...used)).toBeGreaterThan(0);
    expect(
      queues.map(({ id, nodePoolId, ownerKind }) => {
        const series = `{queue="${id}",node_pool="${nodePoolId}",owner_kind="${ownerKind}"}`;
        return valueOf(page, `berth_queue_gpu_usage_ratio${series}`);
      }),
    ).toEqual(used);
    const preemptions = ['preempt', 'reclaim', 'consolidate', 'stale-gang'].map(
      (action) => valueOf(page, `berth_preemptions_total{action="${action}"}`) ?? 0,
    );
    const preempted = site.facts.filter(({ type }) => type === 'WorkloadPreempted').length;
    expect(preemptions.reduce((sum, count) => sum + count, 0)).toBe(preempted);
    expect(valueOf(page, 'runai_project_guaranteed_gpus{project="language"}')).toBe(24);
    for (const id of site.brain.views.workloads.rows.keys()) expect(page).not.toContain(id);
    await site.brain.close();
  });

  it('leave out what is over the bound of a page', async () => {
    const site = await virtualSite({ seed: 5, shape: { nodes: 8, gpusPerNode: 8 }, load: 0 });
    const { nodes } = site.brain.views;
    const [row] = nodes.rows.values();
    if (row === undefined) throw new Error('no node');
    const many = new Map(
      Array.from({ length: 5000 }, (_, k) => [`n${k}`, { ...row, id: `n${k}` }]),
    );
    const views = { ...site.brain.views, nodes: { ...nodes, rows: many } };
    const { health, pastUse } = site.brain;
    const measured: Measured = { brain: { views, health, pastUse } };
    const metrics = metricsOf();
    metrics.measure(measured);
    const page = await metrics.render();
    expect(page.match(/^runai_gpu_count_per_node\{/gm)).toHaveLength(2000);
    expect(valueOf(page, 'berth_gpus{node_pool="default"}')).toBe(40_000);
    await site.brain.close();
  });
});
