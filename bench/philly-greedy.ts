import { hasRoom, turn } from './philly-nodes.ts';
import {
  type Account,
  type Attempt,
  type Claim,
  type Discipline,
  evict,
  nextOf,
  type Stage,
  stageOf,
  start,
  stop,
  wait,
} from './philly-stage.ts';
import type { PhillyJob, Tenant, Waited } from './philly-trace.ts';

/** Which sizes of which tenants were tried in vain. */
const triedSizes = () => {
  const tried = new Map<Account, Set<number>>();
  const add = ({ account, job }: Claim): void => {
    tried.set(account, (tried.get(account) ?? new Set()).add(job.gpus));
  };
  return { tried, add };
};

/** Starts whoever fits, tenant by tenant. */
const allocate = (stage: Stage): void => {
  const { discipline, nodes } = stage;
  const { tried, add } = triedSizes();
  const isOpen = ({ account, job }: Claim): boolean => {
    const sizes = tried.get(account);
    return sizes === undefined || (discipline.mayPass && !sizes.has(job.gpus));
  };
  for (let next = nextOf(stage, isOpen); next !== undefined; next = nextOf(stage, isOpen))
    if (hasRoom(nodes, next.job.gpus)) start(stage, next);
    else add(next);
};

const newestFirst = (a: Attempt, b: Attempt): number =>
  b.startMs - a.startMs || b.job.age - a.job.age;

/** The newest jobs of others above their promises whose going makes room; nobody falls below its promise by it. */
const victimsFor = ({ accounts, nodes }: Stage, { account, job }: Claim): readonly Attempt[] => {
  const others = [...accounts.values()].filter((one) => one !== account);
  const richer = others.filter(({ used, promised }) => used > promised);
  const left = new Map(richer.map((one) => [one, one.used]));
  const taken: Attempt[] = [];
  for (const attempt of richer.flatMap(({ running }) => running).toSorted(newestFirst)) {
    if (hasRoom(nodes, job.gpus)) break;
    const after = (left.get(attempt.account) ?? 0) - attempt.job.gpus;
    if (after < attempt.account.promised) continue;
    left.set(attempt.account, after);
    turn(nodes, attempt.held, 1);
    taken.push(attempt);
  }
  const isEnough = hasRoom(nodes, job.gpus);
  const isNeeded = ({ held }: Attempt): boolean => {
    turn(nodes, held, -1);
    if (hasRoom(nodes, job.gpus)) return false;
    turn(nodes, held, 1);
    return true;
  };
  const needed = isEnough ? taken.toReversed().filter(isNeeded) : taken;
  for (const { held } of needed) turn(nodes, held, -1);
  return isEnough ? needed : [];
};

/** Whoever stays within its promise gets room from those above theirs. */
const reclaim = (stage: Stage): void => {
  const { tried, add } = triedSizes();
  const isOpen = ({ account, job }: Claim): boolean =>
    account.used + job.gpus <= account.promised && tried.get(account)?.has(job.gpus) !== true;
  for (let next = nextOf(stage, isOpen); next !== undefined; next = nextOf(stage, isOpen)) {
    for (const attempt of victimsFor(stage, next)) evict(stage, attempt);
    if (hasRoom(stage.nodes, next.job.gpus)) start(stage, next);
    else add(next);
  }
};

/**
 * Plays jobs in virtual time under the rules of a plain scheduler: the yardstick beside which the kernel's figures stand.
 *
 * @cost 1 to 4 s for the whole trace
 * @source benchmarks reference §2.2
 */
export const playGreedy = (
  tenants: readonly Tenant[],
  jobs: readonly PhillyJob[],
  discipline: Discipline,
): Waited => {
  const stage = stageOf(tenants, discipline);
  const { accounts, ends, waitMs } = stage;
  for (let next = 0; next < jobs.length || ends.nextMs() < Infinity;) {
    stage.nowMs = Math.min(jobs[next]?.atMs ?? Infinity, ends.nextMs());
    while (ends.nextMs() <= stage.nowMs) {
      const attempt = ends.pop();
      if (attempt !== undefined) stop(stage, attempt);
    }
    for (let job = jobs[next]; job !== undefined && job.atMs <= stage.nowMs; job = jobs[next]) {
      const account = accounts.get(job.tenantId);
      if (account !== undefined) wait(stage, { account, job });
      next += 1;
    }
    allocate(stage);
    if (discipline.reclaims) reclaim(stage);
  }
  return { waitMs, evictions: stage.evictions, redoneGpuMs: stage.redoneGpuMs };
};
