import { compareIds } from '../../foundation/ids.ts';
import type { Amounts, Entitlements } from '../../foundation/shapes.ts';
import type { Claim } from '../state/division.ts';
import type { Resource } from '../state/snapshot.ts';

/** The smallest amount that over-quota division hands out. @unit a whole card, a millicore, a MiB */
export const divisionUnit: { readonly [Key in Resource]: number } = {
  gpuMilli: 1000,
  cpuMilli: 1,
  memoryMib: 1,
};

/** How a division rounds, and how strongly past use counts against a claim. @unit `usageFactorMilli` thousandths */
export interface DivisionRules {
  readonly unit: number;
  readonly usageFactorMilli: number;
}

const isSafe = (product: number): boolean => product <= Number.MAX_SAFE_INTEGER;

/** The sign of `a·b − c·d`, exactly. @unit non-negative integers */
export const compareProducts = (
  left: readonly [number, number],
  right: readonly [number, number],
): number => {
  const ours = left[0] * left[1];
  const theirs = right[0] * right[1];
  if (isSafe(ours) && isSafe(theirs)) return Math.sign(ours - theirs);
  const exactly = BigInt(left[0]) * BigInt(left[1]) - BigInt(right[0]) * BigInt(right[1]);
  return exactly < 0n ? -1 : exactly > 0n ? 1 : 0;
};

/** `amount · part / whole` in whole units, and what is left of it over `whole`. */
const flooredShare = (
  amount: number,
  ratio: { readonly part: number; readonly whole: number },
  unit: number,
): { readonly share: number; readonly remainder: number } => {
  const step = ratio.whole * unit;
  const product = amount * ratio.part;
  if (isSafe(product) && isSafe(step)) {
    const remainder = product % step;
    return { share: ((product - remainder) / step) * unit, remainder };
  }
  const exactly = BigInt(amount) * BigInt(ratio.part);
  const exactStep = BigInt(ratio.whole) * BigInt(unit);
  const remainder = exactly % exactStep;
  return {
    share: Number((exactly - remainder) / exactStep) * unit,
    remainder: Number(remainder),
  };
};

const requestable = (claim: Claim): number =>
  claim.limit < 0 ? claim.request : Math.min(claim.limit, claim.request);

/** w' = max(0, n + k·(n − U)) with n = w/W, made whole by W·10⁶; the bare weight where past use does not count. */
const effectiveWeight = (claim: Claim, weights: number, factorMilli: number): number =>
  factorMilli === 0
    ? claim.weight
    : Math.max(
        0,
        claim.weight * (1000 + factorMilli) * 1000 - factorMilli * claim.usageMilli * weights,
      );

/** One round: everybody who wants more gets its part of `amount`; says what is left and whether another round helps. */
const divideRound = (
  wanting: readonly Claim[],
  amount: number,
  rules: DivisionRules,
): { readonly left: number; readonly isAgain: boolean } => {
  let weights = 0;
  for (const claim of wanting) weights += claim.weight;
  let whole = 0;
  for (const claim of wanting) whole += effectiveWeight(claim, weights, rules.usageFactorMilli);
  if (whole === 0) return { left: amount, isAgain: false };
  let left = amount;
  let isAgain = false;
  for (const claim of wanting) {
    const part = effectiveWeight(claim, weights, rules.usageFactorMilli);
    const wanted = requestable(claim) - claim.share;
    const surplus = compareProducts([amount, part], [wanted, whole]);
    if (surplus >= 0) {
      claim.share += wanted;
      claim.remainder = -1;
      left -= wanted;
      isAgain ||= surplus > 0;
      continue;
    }
    const floored = flooredShare(amount, { part, whole }, rules.unit);
    claim.share += floored.share;
    claim.remainder = floored.remainder;
    left -= floored.share;
  }
  return { left, isAgain: isAgain && left > 0 };
};

const isWanting = (claim: Claim): boolean => claim.weight > 0 && requestable(claim) > claim.share;

const divideBucket = (bucket: readonly Claim[], amount: number, rules: DivisionRules): number => {
  let left = amount;
  // Whoever makes another round worth while has all it wants after this one: there are no more rounds than claims.
  while (left > 0) {
    const wanting = bucket.filter(isWanting);
    if (wanting.length === 0) return left;
    const round = divideRound(wanting, left, rules);
    left = round.left;
    if (!round.isAgain) return left;
  }
  return left;
};

/** There is enough: whoever may have more than its quota gets all that it wants, in whatever order and parts. */
const grantAll = (claims: readonly Claim[]): void => {
  for (const claim of claims) if (claim.weight > 0) claim.share = requestable(claim);
};

const largerRemainderFirst = (a: Claim, b: Claim): number =>
  b.remainder - a.remainder || a.openedAt - b.openedAt || compareIds(a.id, b.id);

const bucketsOf = (claims: readonly Claim[]): readonly (readonly Claim[])[] => {
  const first = claims[0]?.priority;
  if (claims.every((claim) => claim.priority === first)) return [claims];
  const priorities = new Set(claims.map((claim) => claim.priority));
  return [...priorities]
    .toSorted((a, b) => b - a)
    .map((priority) => claims.filter((claim) => claim.priority === priority));
};

/**
 * Divides one resource among siblings in the peer's three steps: quota, over-quota by priority and weight, leftovers
 * of rounding; the answer is written into `share` of each claim.
 *
 * @shape quotas are not scaled down when they add up to more than there is.
 * @cost O(claims²) at worst, one pass as a rule.
 * @source peer-scheduler reference §1.2
 */
export const divide = (claims: readonly Claim[], total: number, rules: DivisionRules): void => {
  let left = total;
  let wanted = 0;
  for (const claim of claims) {
    const most = requestable(claim);
    claim.share = Math.min(claim.quota < 0 ? total : claim.quota, most);
    claim.remainder = -1;
    left -= claim.share;
    if (claim.weight > 0) wanted += most - claim.share;
  }
  if (left <= 0) return;
  // Where past use counts nobody is sure to get more: a weight may come to nothing.
  if (wanted <= left && rules.usageFactorMilli === 0) return grantAll(claims);
  const buckets = bucketsOf(claims);
  for (const bucket of buckets) left = divideBucket(bucket, left, rules);
  for (const bucket of buckets) {
    if (left <= 0) return;
    const owed = bucket.filter((claim) => claim.remainder >= 0);
    for (const claim of owed.toSorted(largerRemainderFirst)) {
      const unit = Math.min(rules.unit, left);
      claim.share += unit;
      left -= unit;
    }
  }
};

/** A queue in a division. @shape `parentId` is empty at the top; `usageMilli` is its use over time, of the capacity */
export interface ShareQueue {
  readonly id: string;
  readonly parentId: string;
  readonly openedAt: number;
  readonly entitlements: Entitlements;
  /** What it and all below it have and ask for. */
  readonly requested: Amounts;
  readonly usageMilli?: Amounts;
}

/** The claim of a queue on one resource, not yet divided. */
export const claimOf = (queue: ShareQueue, resource: Resource): Claim => ({
  id: queue.id,
  openedAt: queue.openedAt,
  priority: queue.entitlements.priority,
  quota: queue.entitlements[resource].quota,
  limit: queue.entitlements[resource].limit,
  weight: queue.entitlements[resource].weight,
  usageMilli: queue.usageMilli?.[resource] ?? 0,
  request: queue.requested[resource],
  share: 0,
  before: 0,
  remainder: -1,
});
