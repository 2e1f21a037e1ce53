import type { ShareQueue } from '../../domain/allocation/index.ts';
import type { Amounts } from '../../domain/foundation/shapes.ts';
import {
  compare,
  floor,
  larger,
  minus,
  per,
  plus,
  type Ratio,
  ratio,
  times,
  whole,
  zero,
} from './ratio.ts';

/** The resources that are divided, each by itself. */
export const resources = ['gpuMilli', 'cpuMilli', 'memoryMib'] as const;
/** See `resources`. */
export type Resource = (typeof resources)[number];

/** What one division hands out at least: a card, a millicore, a MiB. */
export const unitOf: { readonly [Key in Resource]: number } = {
  gpuMilli: 1000,
  cpuMilli: 1,
  memoryMib: 1,
};

interface Sibling {
  readonly id: string;
  readonly openedAt: number;
  readonly priority: number;
  readonly weight: number;
  readonly usage: Ratio;
  /** Requestable: what it asks for, as far as its limit goes. In units. */
  readonly wants: Ratio;
  share: Ratio;
  /** What rounding down kept from it; `undefined` when nothing is remembered. */
  owed: Ratio | undefined;
}

const siblingOf = (queue: ShareQueue, resource: Resource): Sibling => {
  const { limit, weight } = queue.entitlements[resource];
  const request = queue.requested[resource];
  return {
    id: queue.id,
    openedAt: queue.openedAt,
    priority: queue.entitlements.priority,
    weight,
    usage: ratio(queue.usageMilli?.[resource] ?? 0, 1000),
    wants: ratio(limit < 0 ? request : Math.min(limit, request), unitOf[resource]),
    share: zero,
    owed: undefined,
  };
};

const sum = (ratios: readonly Ratio[]): Ratio =>
  ratios.reduce((total, one) => plus(total, one), zero);

/** w' = max(0, n + k·(n − U)) with n = w/W. */
const effective = (one: Sibling, weights: number, k: Ratio): Ratio => {
  const n = ratio(one.weight, weights);
  return larger(zero, plus(n, times(k, minus(n, one.usage))));
};

/** One round in a bucket; says what it gave and whether some asked for less than their part. */
const round = (
  wanting: readonly Sibling[],
  amount: Ratio,
  k: Ratio,
): { readonly given: Ratio; readonly isAgain: boolean } => {
  const weights = wanting.reduce((total, { weight }) => total + weight, 0);
  const parts = wanting.map((one) => effective(one, weights, k));
  const all = sum(parts);
  if (compare(all, zero) === 0) return { given: zero, isAgain: false };
  let given = zero;
  let isAgain = false;
  for (const [at, one] of wanting.entries()) {
    const part = times(amount, per(parts[at] ?? zero, all));
    const missing = minus(one.wants, one.share);
    const isSatisfied = compare(missing, part) <= 0;
    const gets = isSatisfied ? missing : whole(floor(part));
    one.owed = isSatisfied ? undefined : minus(part, gets);
    one.share = plus(one.share, gets);
    given = plus(given, gets);
    if (compare(missing, part) < 0) isAgain = true;
  }
  return { given, isAgain };
};

const overQuota = (bucket: readonly Sibling[], amount: Ratio, k: Ratio): Ratio => {
  let left = amount;
  for (;;) {
    const wanting = bucket.filter((one) => one.weight > 0 && compare(one.wants, one.share) > 0);
    if (wanting.length === 0 || compare(left, zero) <= 0) return left;
    const { given, isAgain } = round(wanting, left, k);
    left = minus(left, given);
    if (!isAgain) return left;
  }
};

const byRemainder = (a: Sibling, b: Sibling): number =>
  compare(b.owed ?? zero, a.owed ?? zero) ||
  a.openedAt - b.openedAt ||
  (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const leftovers = (bucket: readonly Sibling[], amount: Ratio): Ratio => {
  let left = amount;
  for (const one of bucket.filter(({ owed }) => owed !== undefined).toSorted(byRemainder)) {
    if (compare(left, zero) <= 0) return left;
    const gets = compare(left, whole(1)) < 0 ? left : whole(1);
    one.share = plus(one.share, gets);
    left = minus(left, gets);
  }
  return left;
};

/** The three steps for one resource and one set of siblings, straight from the text. */
const divideAmong = (
  queues: readonly ShareQueue[],
  resource: Resource,
  given: { total: number; k: Ratio },
): readonly number[] => {
  const total = ratio(given.total, unitOf[resource]);
  const siblings = queues.map((queue) => siblingOf(queue, resource));
  let left = total;
  for (const [at, one] of siblings.entries()) {
    const quota = queues[at]?.entitlements[resource].quota ?? 0;
    const deserved = quota < 0 ? total : ratio(quota, unitOf[resource]);
    one.share = compare(deserved, one.wants) < 0 ? deserved : one.wants;
    left = minus(left, one.share);
  }
  const priorities = [...new Set(siblings.map(({ priority }) => priority))].toSorted(
    (a, b) => b - a,
  );
  const buckets = priorities.map((rank) => siblings.filter(({ priority }) => priority === rank));
  for (const bucket of buckets) left = overQuota(bucket, left, given.k);
  for (const bucket of buckets) left = leftovers(bucket, left);
  return siblings.map(({ share }) => Number(floor(times(share, whole(unitOf[resource])))));
};

/**
 * The fair share of every queue by fractions that are never rounded but where the text says so: slow, and independent of
 * the kernel.
 *
 * @unit as `Amounts`; `usageFactorMilli` is k in thousandths
 * @source peer-scheduler reference §1.2
 */
export const slowFairShares = (
  total: Amounts,
  queues: readonly ShareQueue[],
  usageFactorMilli = 0,
): ReadonlyMap<string, Amounts> => {
  const shares = new Map<string, Amounts>();
  const k = ratio(usageFactorMilli, 1000);
  const below = (parentId: string, amounts: Amounts): void => {
    const siblings = queues.filter((queue) => queue.parentId === parentId);
    const [gpus, cpus, memory] = resources.map((resource) =>
      divideAmong(siblings, resource, { total: amounts[resource], k }),
    );
    for (const [at, { id }] of siblings.entries()) {
      const share = {
        gpuMilli: gpus?.[at] ?? 0,
        cpuMilli: cpus?.[at] ?? 0,
        memoryMib: memory?.[at] ?? 0,
      };
      shares.set(id, share);
      below(id, share);
    }
  };
  below('', total);
  return shares;
};
