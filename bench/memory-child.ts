import { digestOf } from './decisions.ts';
import { defaultPolicy, plan } from '../domain/allocation/index.ts';
import { cards, fill, submit } from './asking.ts';
import { fold, open, poolOf } from './pool.ts';

/** Builds a full pool with a line of those who wait, plans once, and says what the process needed at its peak. */
const [nodes = 0, live = 0] = process.argv.slice(2).map(Number);
const queues = 100;
const queueOf = (at: number): string => `queue-${at % queues}`;
const snapshot = poolOf(nodes);
for (let at = 0; at < queues; at += 1)
  open(snapshot, { id: queueOf(at), gpuMilli: { quota: Math.floor((nodes * 8000) / queues) } });
fill(snapshot, nodes, (at) => ({ queueId: queueOf(at) }));
for (let at = nodes * 8; at < live; at += 1)
  submit(snapshot, {
    id: `wait-${at}`,
    age: at,
    queueId: queueOf(at),
    request: cards([1, 2, 4, 8][at % 4] ?? 1),
  });
const made = plan(snapshot, defaultPolicy);
fold(snapshot, made);
const value = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ value, digest: digestOf([made]) }));
