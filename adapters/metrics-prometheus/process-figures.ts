import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, type Registry } from 'prom-client';

/** How often the event loop is looked at. @unit ms */
const resolutionMs = 10;
const nanosecondsPerSecond = 1e9;
const microsecondsPerSecond = 1e6;

/**
 * Figures of the process itself, by the names that every dashboard knows; the answer ends what watches.
 *
 * Own lines instead of the library's defaults: those cannot be ended, and three of them break Prometheus' naming rules.
 */
export const processFigures = (registry: Registry): (() => void) => {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  loopGauges(registry, delay);
  cpuCounter(registry);
  memoryAndStart(registry);
  return () => {
    delay.disable();
  };
};

/** How late the event loop was since the last look. */
const loopGauges = (registry: Registry, delay: ReturnType<typeof monitorEventLoopDelay>): void => {
  const secondsOf = (nanoseconds: number): number =>
    Math.max(0, nanoseconds - resolutionMs * 1e6) / nanosecondsPerSecond;
  const gauge = (name: string, which: string, read: () => number): void => {
    const help = `How late the event loop was since the last look: ${which}.`;
    const registers = [registry];
    const made: Gauge = new Gauge({
      name,
      help,
      registers,
      collect: () => made.set(secondsOf(read())),
    });
  };
  gauge('nodejs_eventloop_lag_p50_seconds', 'half of the times', () => delay.percentile(50));
  gauge('nodejs_eventloop_lag_p99_seconds', '99 of 100 times', () => delay.percentile(99));
  gauge('nodejs_eventloop_lag_max_seconds', 'at most', () => {
    const { max } = delay;
    // Collected last, in the order of registration.
    delay.reset();
    return max;
  });
};

const cpuCounter = (registry: Registry): void => {
  let countedSeconds = 0;
  const spent = new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time of the process, in user and system mode.',
    registers: [registry],
    collect: () => {
      const { user, system } = process.cpuUsage();
      const seconds = (user + system) / microsecondsPerSecond;
      spent.inc(Math.max(0, seconds - countedSeconds));
      countedSeconds = seconds;
    },
  });
};

const memoryAndStart = (registry: Registry): void => {
  const gauge = (name: string, help: string, read: () => number): void => {
    const collect = (): void => made.set(read());
    const made: Gauge = new Gauge({ name, help, registers: [registry], collect });
  };
  gauge('process_resident_memory_bytes', 'Memory that the process holds.', () =>
    process.memoryUsage.rss(),
  );
  gauge(
    'nodejs_heap_size_used_bytes',
    'Heap that is in use.',
    () => process.memoryUsage().heapUsed,
  );
  gauge(
    'nodejs_active_resources',
    'What keeps the event loop alive.',
    () => process.getActiveResourcesInfo().length,
  );
  const startedAt = performance.timeOrigin / 1000;
  gauge('process_start_time_seconds', 'When the process began, since the epoch.', () => startedAt);
};
