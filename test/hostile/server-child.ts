/**
 * The server that hostile tests do harm to: a process of its own, so that its memory is its own too.
 *
 * A ledger file, no cluster and the usual site; told its bounds in the first argument, asked how it stands over IPC.
 */
import { realClock } from '../../adapters/clock/index.ts';
import { openLedger } from '../../adapters/event-log-sqlite/index.ts';
import { createHttpServer, type HttpBounds } from '../../adapters/http/index.ts';
import { prometheusMetrics } from '../../adapters/metrics-prometheus/index.ts';
import { patchSent } from '../../src/cli/whatif/patch-file.ts';
import { answering } from '../../src/main/inquiries/answer.ts';
import { smallSite } from '../../src/main/library-asks.ts';
import { startLiveBrain } from '../../src/main/live-brain.ts';
import { noCluster } from '../../src/main/no-cluster.ts';
import { rightOf } from '../src/app/stage.ts';
import type { Standing } from './door.ts';

interface ChildOptions {
  readonly ledger: string;
  readonly bounds: Partial<HttpBounds>;
  /** SHA-256 of a token, and who speaks by it. */
  readonly tokens: readonly (readonly [string, string])[];
}

const { ledger, bounds, tokens }: ChildOptions = JSON.parse(process.argv[2] ?? '{}');
const site = smallSite({ nodes: 4, gpusPerNode: 8, projects: { vision: 16, speech: 16 } });
const faults: string[] = [];
const log = {
  info: () => {},
  warn: () => {},
  error: (fields: object) => void faults.push(JSON.stringify(fields)),
};

const metrics = prometheusMetrics({ version: '0.0.0-test', kernel: 'test' });
const brain = rightOf(
  await startLiveBrain({
    log: rightOf(await openLedger({ path: ledger, mode: 'write' })()),
    cluster: noCluster(),
    clock: realClock(),
    holder: 'hostile',
    watch: metrics,
    bounds: { cycleMs: 20 },
  }),
);
metrics.measure({ brain });
brain.follow(metrics.followed);
for (const [place, ask] of site.entries()) {
  rightOf(rightOf(await brain.ask({ ask, commandId: `site:${place}`, actor: 'site' })));
}
const read = rightOf(await openLedger({ path: ledger, mode: 'read' })());
const server = await createHttpServer(brain, {
  host: '127.0.0.1',
  port: 0,
  tokens: new Map(tokens),
  metrics: { contentType: metrics.contentType, render: metrics.render },
  onRequest: metrics.answered,
  log,
  version: '0.0.0-test',
  inquiries: { ask: answering({ log: read, readPatch: patchSent }) },
  bounds,
});

const standing = (): Standing => {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  return {
    url: server.url,
    rssMib: Math.round(rss / 2 ** 20),
    heapMib: Math.round(heapUsed / 2 ** 20),
    sockets: resources.filter((name) => name === 'TCPSocketWrap').length,
    readers: server.eventReaders(),
    timers: resources.filter((name) => name === 'Timeout').length,
    revision: brain.revision(),
    workloads: brain.views.workloads.rows.size,
    faults,
  };
};

process.on('message', (word) => {
  if (word === 'standing') process.send?.(standing());
  if (word === 'end') void end();
});
process.send?.(standing());

const end = async (): Promise<void> => {
  await server.close();
  metrics.close();
  rightOf(await brain.close());
  process.disconnect();
};
