import { startVitest } from 'vitest/node';
import { type Answer, type Ask, channelName } from './talk.ts';

/**
 * Holds the thread of the specs (`serve.ts`) and ends itself when one spec takes for ever: a thread in an endless loop
 * listens to nobody. Time is that of the processor, which other work on the machine does not make longer.
 */
const channel = new BroadcastChannel(channelName);
let until = Number.POSITIVE_INFINITY;
const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const tell = (answer: Answer): void => {
  if (process.send?.(answer) === undefined) process.exit(1);
};

channel.onmessage = ({ data }: { data: Answer | Ask }): void => {
  if (data.type === 'learn' || data.type === 'try') return;
  if (data.type === 'spec') {
    until = processorMs() + data.atMostMs;
    return;
  }
  until = Number.POSITIVE_INFINITY;
  tell(data);
};
process.on('message', (ask: Ask) => channel.postMessage(ask));
process.on('disconnect', () => process.exit(0));
setInterval(() => {
  if (processorMs() < until) return;
  process.send?.({ type: 'endless' } satisfies Answer, () => process.exit(0));
}, 200);

/** Mutated sources count who reaches them; once that is known, counting would cost more than all the rest. */
const countsNoMore = {
  name: 'counts-no-more',
  transform: (code: string): string | undefined =>
    code.includes('function stryCov_')
      ? code.replace('function cover() {', 'function cover() { if (ns.isTrying) return;')
      : undefined,
};

const settings = {
  watch: false,
  reporters: ['dot'],
  maxWorkers: 1,
  isolate: false,
  testTimeout: 0,
};
await startVitest(
  'test',
  [],
  { config: 'vitest.config.ts', ...settings },
  { plugins: [countsNoMore] },
);
process.exit(1);
