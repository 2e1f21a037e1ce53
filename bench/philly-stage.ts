import { type Heap, heapOf } from './heap.ts';
import { cardNodes, type CardNodes, type Held, take, turn } from './philly-nodes.ts';
import { nodeGpus, type PhillyJob, progressOf, type Tenant } from './philly-trace.ts';

/** The rules of a plain scheduler. */
export interface Discipline {
  readonly order: 'first-come' | 'shortest';
  /** Whether those behind a job that does not fit may start before it. */
  readonly mayPass: boolean;
  /** Whether the newest jobs of tenants above their promise stop for those who stay within theirs. */
  readonly reclaims: boolean;
}

/** A tenant with its jobs; `lines` are those that wait, by size, each in order. @unit cards */
export interface Account {
  readonly promised: number;
  used: number;
  readonly lines: Map<number, PhillyJob[]>;
  readonly running: Attempt[];
}

/** A job that waits or runs, with whose it is. */
export interface Claim {
  readonly account: Account;
  readonly job: PhillyJob;
}

/** A job that has its cards. */
export interface Attempt extends Claim {
  readonly startMs: number;
  readonly held: Held;
}

/** All that a plain scheduler looks at, and what has come of it so far. */
export interface Stage {
  readonly discipline: Discipline;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly nodes: CardNodes;
  readonly ends: Heap<Attempt>;
  readonly progress: ReturnType<typeof progressOf>;
  readonly sinceMs: Map<string, number>;
  readonly waitMs: Map<string, number>;
  nowMs: number;
  evictions: number;
  redoneGpuMs: number;
}

/** Nobody runs and nobody waits yet. */
export const stageOf = (tenants: readonly Tenant[], discipline: Discipline): Stage => ({
  discipline,
  accounts: new Map(
    tenants.map(({ id, nodes }) => [
      id,
      { promised: nodes * nodeGpus, used: 0, lines: new Map(), running: [] },
    ]),
  ),
  nodes: cardNodes(tenants.reduce((sum, { nodes }) => sum + nodes, 0)),
  ends: heapOf(),
  progress: progressOf(),
  sinceMs: new Map(),
  waitMs: new Map(),
  nowMs: 0,
  evictions: 0,
  redoneGpuMs: 0,
});

/** The first to come is the first to go; where durations are known, the shortest is. */
const compareJobs = ({ discipline, progress }: Stage, a: PhillyJob, b: PhillyJob): number =>
  (discipline.order === 'shortest' ? progress.leftMs(a) - progress.leftMs(b) : 0) || a.age - b.age;

/** A job waits from now on. */
export const wait = (stage: Stage, { account, job }: Claim): void => {
  stage.sinceMs.set(job.id, stage.nowMs);
  const line = account.lines.get(job.gpus) ?? [];
  account.lines.set(job.gpus, line);
  let [low, high] = [0, line.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = line[middle];
    if (there !== undefined && compareJobs(stage, there, job) < 0) low = middle + 1;
    else high = middle;
  }
  line.splice(low, 0, job);
};

/** The first of a line starts. */
export const start = (stage: Stage, { account, job }: Claim): void => {
  const { nodes, ends, waitMs, sinceMs, progress, nowMs } = stage;
  account.lines.get(job.gpus)?.shift();
  account.used += job.gpus;
  const attempt = { account, job, startMs: nowMs, held: take(nodes, job.gpus) };
  account.running.push(attempt);
  ends.push(nowMs + progress.leftMs(job), attempt);
  const waited = nowMs - (sinceMs.get(job.id) ?? nowMs);
  waitMs.set(job.id, (waitMs.get(job.id) ?? 0) + waited);
};

/** Takes an attempt off its nodes, unless it was evicted before. */
export const stop = ({ nodes }: Stage, attempt: Attempt): void => {
  const { account, job, held } = attempt;
  const at = account.running.indexOf(attempt);
  if (at < 0) return;
  account.running.splice(at, 1);
  account.used -= job.gpus;
  turn(nodes, held, 1);
};

/** Takes an attempt off its nodes before its end: it keeps what it has done, and waits again. */
export const evict = (stage: Stage, attempt: Attempt): void => {
  const { job, startMs } = attempt;
  stop(stage, attempt);
  stage.evictions += 1;
  stage.redoneGpuMs += stage.progress.cut(job, stage.nowMs - startMs) * job.gpus;
  wait(stage, attempt);
};

const isPoorer = (a: Account, b: Account): boolean => a.used * b.promised < b.used * a.promised;

/** Who is next: of the tenant that has the least of its promise, the first job that is worth a try. */
export const nextOf = (stage: Stage, isOpen: (claim: Claim) => boolean): Claim | undefined => {
  let best: Claim | undefined;
  for (const account of stage.accounts.values()) {
    let first: PhillyJob | undefined;
    for (const [job] of account.lines.values()) {
      if (job === undefined || !isOpen({ account, job })) continue;
      if (first === undefined || compareJobs(stage, job, first) < 0) first = job;
    }
    if (first === undefined) continue;
    if (best === undefined || isPoorer(account, best.account)) best = { account, job: first };
  }
  return best;
};
