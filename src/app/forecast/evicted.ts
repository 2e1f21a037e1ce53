import type { ForetoldEviction } from '../../../adapters/ports/forecast.ts';
import { amountText, countText } from '../../../domain/foundation/amount-text.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { spanText } from '../../../domain/foundation/span-text.ts';
import type { WorkloadRow } from '../../../projections/workload-list/view.ts';
import { type Cause, cause } from '../why/cause.ts';
import { actionWords, queueCauses, type Taken } from '../why/taken.ts';

/** Somebody as it stood just before it would be taken off its devices. */
export interface Before {
  readonly row: Pick<WorkloadRow, 'name' | 'projectId' | 'priority' | 'placements'> | undefined;
  readonly startedAtMs: InstantMs;
}

/** What an eviction would cost the one who is evicted. */
export const evictionOf = (
  { subject, data }: Pick<Taken, 'subject' | 'data'>,
  { row, startedAtMs }: Before,
  nowMs: InstantMs,
): ForetoldEviction => {
  const all = row?.placements ?? [];
  const named = 'pods' in data ? new Set(data.pods.map(keyOf)) : undefined;
  const gone = named === undefined ? all : all.filter((place) => named.has(keyOf(place)));
  const { action, movesTo, victimQueue, preemptorQueue } = data;
  return {
    workloadId: subject.id,
    name: row?.name ?? subject.id,
    projectId: row?.projectId ?? '',
    priority: row?.priority ?? 0,
    action,
    pods: gone.length,
    isWhole: named === undefined,
    gpuMilli: gone.reduce((sum, { devices, gpuMilli }) => sum + devices.length * gpuMilli, 0),
    heldMs: startedAtMs < 0 ? 0 : Math.max(0, nowMs - startedAtMs),
    ...(movesTo === undefined ? {} : { movesTo }),
    victimQueue,
    preemptorQueue,
  };
};

const keyOf = ({ subGroup, pod }: { readonly subGroup: string; readonly pod: number }): string =>
  `${pod}/${subGroup}`;

const hourMs = 3_600_000;

/** An eviction in sentences: whose, of what, and how both queues stand. */
export const evictionCause = (one: ForetoldEviction, taken: Pick<Taken, 'data'>): Cause => {
  const { workloadId, name, projectId, priority, action, pods, gpuMilli, heldMs } = one;
  const called = name === workloadId ? workloadId : `${workloadId} (${name})`;
  const gpuHours = ((gpuMilli / 1000) * heldMs) / hourMs;
  const says =
    `Workload ${called} of project ${projectId}, priority ${priority}, would be ${actionWords[action]}: ` +
    `${countText(pods, 'pod')} with ${amountText(gpuMilli, 'gpuMilli')}, held for ${spanText(heldMs)} (${gpuHours.toFixed(1)} GPU hours).`;
  return cause(says, queueCauses(taken), { figures: { ...one } });
};
