import type {
  EventExpectation,
  Expectation,
  OrderExpectation,
  QueueExpectation,
  WorkloadExpectation,
} from '../../../adapters/ports/expectation.ts';
import { amountText, countText } from '../../../domain/foundation/amount-text.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { spanText } from '../../../domain/foundation/span-text.ts';
import { rowsOf } from '../../../projections/queue-board/index.ts';
import { nodeIdsOf, pendingMsAt } from '../../../projections/workload-list/view.ts';
import { lifeOf, type Seen } from './seen.ts';

/** Something that is otherwise than expected. */
export interface Difference {
  /** The key of the expectation. */
  readonly key: string;
  readonly expected: string;
  readonly found: string;
}

/** What is otherwise than expected in what was seen up to an instant; nothing where all is as it should be. */
export const differencesOf = (
  seen: Seen,
  expectation: Expectation,
  nowMs: InstantMs,
): readonly Difference[] => {
  switch (expectation.kind) {
    case 'workload':
      return ofWorkload(seen, expectation, nowMs);
    case 'queue':
      return ofQueue(seen, expectation);
    case 'event':
      return ofEvent(seen, expectation);
    case 'order':
      return ofOrder(seen, expectation);
  }
};

/** One thing that was asked for: whether it holds, what was expected, what was found. */
type Check = readonly [key: string, holds: boolean, expected: string, found: string];

const failed = (checks: readonly (Check | undefined)[]): readonly Difference[] =>
  checks.flatMap((check) => {
    if (check === undefined) return [];
    const [key, holds, expected, found] = check;
    return holds ? [] : [{ key, expected, found }];
  });

/** A check of what is asked for; none where nothing is. */
const where = <Value>(
  value: Value | undefined,
  check: (value: Value) => Check,
): Check | undefined => (value === undefined ? undefined : check(value));

const ofWorkload = (
  seen: Seen,
  expectation: WorkloadExpectation,
  nowMs: InstantMs,
): readonly Difference[] => {
  const { workloadId, atMs } = expectation;
  const row = seen.workloads.rows.get(workloadId);
  if (row === undefined) {
    return [{ key: 'workload', expected: 'to be there', found: 'not submitted yet' }];
  }
  const { nodeIds, preemptors, reasons } = lifeOf(seen, workloadId);
  const nodes = atMs === undefined ? [...nodeIds].toSorted() : nodeIdsOf(row);
  const told =
    atMs === undefined ? [...reasons] : row.verdict === undefined ? [] : [row.verdict._tag];
  const waitedMs = pendingMsAt(row, nowMs);
  return failed([
    where(expectation.phase, (phase) => ['phase', row.phase === phase, phase, row.phase]),
    where(expectation.nodePoolId, (id) => ['pool', row.nodePoolId === id, id, row.nodePoolId]),
    where(expectation.nodeIds, (ids) => {
      const wanted = [...new Set(ids)].toSorted().join(', ');
      return ['nodes', nodes.join(', ') === wanted, wanted, nodes.join(', ') || 'none'];
    }),
    where(expectation.waitsAtMostMs, (ms) => [
      'waitsAtMost',
      waitedMs <= ms,
      `at most ${spanText(ms)}`,
      waitText(waitedMs, ms),
    ]),
    where(expectation.waitsAtLeastMs, (ms) => [
      'waitsAtLeast',
      waitedMs >= ms,
      `at least ${spanText(ms)}`,
      waitText(waitedMs, ms),
    ]),
    where(expectation.preempted, (count) => [
      'preempted',
      preemptors.length === count,
      countText(count, 'time'),
      `${countText(preemptors.length, 'time')}${preemptors.length === 0 ? '' : `, by ${preemptors.join(', ')}`}`,
    ]),
    where(expectation.preemptedBy, (id) => [
      'preemptedBy',
      preemptors.includes(id),
      id,
      preemptors.join(', ') || 'nobody',
    ]),
    where(expectation.reason, (tag) => [
      'reason',
      told.includes(tag),
      tag,
      told.join(', ') || 'none',
    ]),
  ]);
};

/** To the millisecond where less would say the same of both. */
const waitText = (ms: number, boundMs: number): string =>
  spanText(ms) === spanText(boundMs) ? `${spanText(ms)} (${ms} ms)` : spanText(ms);

const ofQueue = (seen: Seen, expectation: QueueExpectation): readonly Difference[] => {
  const { queueId, gpuMilli, atMostMilli, atLeastMilli } = expectation;
  const row = rowsOf(seen.queues).find(({ id }) => id === queueId);
  const held = row?.subtree.allocated.gpuMilli ?? 0;
  const text = (milli: number): string => amountText(milli, 'gpuMilli');
  return failed([
    where(gpuMilli, (milli) => ['gpu', held === milli, text(milli), text(held)]),
    where(atMostMilli, (milli) => [
      'gpuAtMost',
      held <= milli,
      `at most ${text(milli)}`,
      text(held),
    ]),
    where(atLeastMilli, (milli) => [
      'gpuAtLeast',
      held >= milli,
      `at least ${text(milli)}`,
      text(held),
    ]),
  ]);
};

const ofEvent = (seen: Seen, expectation: EventExpectation): readonly Difference[] => {
  const { event, workloadId, action, atLeast, atMost } = expectation;
  const times = seen.happened.filter(
    (one) =>
      one.event === event &&
      (workloadId === undefined || one.workloadId === workloadId) &&
      (action === undefined || one.action === action),
  ).length;
  if (times >= atLeast && times <= atMost) return [];
  const expected =
    atLeast === atMost
      ? countText(atLeast, 'time')
      : times < atLeast
        ? `at least ${countText(atLeast, 'time')}`
        : `at most ${countText(atMost, 'time')}`;
  return [{ key: 'event', expected, found: countText(times, 'time') }];
};

/** Each is looked for behind the one before it. */
const ofOrder = (seen: Seen, { order }: OrderExpectation): readonly Difference[] => {
  let from = 0;
  for (const [place, { event, workloadId }] of order.entries()) {
    const found = seen.happened.findIndex(
      (one, k) => k >= from && one.event === event && one.workloadId === workloadId,
    );
    if (found < 0) {
      const before = order[place - 1];
      const behind = before === undefined ? '' : ` behind ${before.event} of ${before.workloadId}`;
      const expected = `${event} of ${workloadId}${behind}`;
      return [{ key: `order/${place}`, expected, found: 'none' }];
    }
    from = found + 1;
  }
  return [];
};
