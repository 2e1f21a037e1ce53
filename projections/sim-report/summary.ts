import { compareIds } from '../../domain/foundation/ids.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import { totalOf, type Usage, usageAt } from './usage.ts';
import type {
  GpuFigures,
  ProjectFigures,
  SimReport,
  SimTally,
  SimWorkload,
  UsagePoint,
  WorkloadCounts,
} from './view.ts';
import { divideRounded, figuresOf } from './waits.ts';

/**
 * The report of everything that was folded, as it stands at the last fact.
 *
 * Does not touch the tally, so that it can be asked for while the run goes on.
 * @cost O(waits log waits + workloads that have not ended)
 */
export const reportOf = (tally: SimTally): SimReport => {
  const live = [...tally.workloads.values()];
  const usage = usageAt(tally.usage, tally.endMs);
  const pending = live.filter((workload) => workload.stage === 'pending');
  return {
    startMs: usage.startMs ?? tally.endMs,
    endMs: tally.endMs,
    workloads: countsOf(tally, live),
    waits: figuresOf([...tally.projects.values()].map((project) => project.waits)),
    pendingByReason: mostFirst(tallied(pending.map((workload) => workload.reason))),
    preemptions: [...tally.preemptions.values()].reduce((sum, count) => sum + count, 0),
    preemptionsByAction: mostFirst(tally.preemptions),
    interruptions: tally.interruptions,
    retries: tally.retries,
    nodeLosses: tally.nodeLosses,
    gpus: gpusOf(usage),
    projects: projectsOf(tally, live),
  };
};

const countsOf = (tally: SimTally, live: readonly SimWorkload[]): WorkloadCounts => {
  const kept = live.filter((workload) => !workload.isCancelled);
  const stages = tallied(kept.map((workload) => workload.stage));
  return {
    total: tally.submitted,
    completed: tally.completed,
    failed: tally.failed,
    cancelled: tally.cancelled,
    holding: stages.get('holding') ?? 0,
    pending: stages.get('pending') ?? 0,
    idle: stages.get('idle') ?? 0,
  };
};

const tallied = (words: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};

const mostFirst = (counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> =>
  Object.fromEntries([...counts].toSorted(([a, m], [b, n]) => n - m || compareIds(a, b)));

const gpusOf = (usage: Usage): GpuFigures => {
  const held = totalOf(usage.held);
  const spanMs = BigInt(usage.atMs - (usage.startMs ?? usage.atMs));
  return {
    capacityPeakMilli: usage.capacityPeakMilli,
    heldPeakMilli: usage.heldPeakMilli,
    heldMeanMilli: divideRounded(held, spanMs),
    heldPermille: divideRounded(held * 1000n, totalOf(usage.capacity)),
    gpuHoursMilli: hoursOf(held),
    bucketMs: usage.bucketMs,
    series: seriesOf(usage),
  };
};

const seriesOf = (usage: Usage): readonly UsagePoint[] => {
  const startMs = usage.startMs ?? 0;
  return usage.held.map((held, place) => {
    const fromMs = startMs + place * usage.bucketMs;
    const spanMs = BigInt(Math.min(usage.bucketMs, usage.atMs - fromMs));
    return {
      fromMs,
      heldMilli: divideRounded(held, spanMs),
      capacityMilli: divideRounded(usage.capacity[place] ?? 0n, spanMs),
    };
  });
};

/** Thousandths of a card × ms as thousandths of a GPU-hour. */
const hoursOf = (milliMs: bigint): number => divideRounded(milliMs, 3_600_000n);

const projectsOf = (tally: SimTally, live: readonly SimWorkload[]): readonly ProjectFigures[] => {
  const held = new Map<string, bigint>();
  const pending = tallied(
    live.filter(({ stage }) => stage === 'pending').map(({ project }) => project.id),
  );
  for (const workload of live) {
    if (workload.stage !== 'holding') continue;
    const { id } = workload.project;
    held.set(id, (held.get(id) ?? 0n) + openHold(workload, tally.endMs));
  }
  return [...tally.projects.values()]
    .toSorted((a, b) => compareIds(a.id, b.id))
    .map((project) => ({
      id: project.id,
      workloads: project.workloads,
      pending: pending.get(project.id) ?? 0,
      preemptions: project.preemptions,
      waits: figuresOf([project.waits]),
      gpuHoursMilli: hoursOf(project.heldMilliMs + (held.get(project.id) ?? 0n)),
    }));
};

const openHold = (workload: SimWorkload, endMs: InstantMs): bigint =>
  BigInt(workload.gpuMilli) * BigInt(endMs - workload.heldSinceMs);
