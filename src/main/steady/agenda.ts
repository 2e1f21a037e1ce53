import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { randomOf } from '../../../domain/foundation/random.ts';
import type { Site } from './site.ts';
import { type Due, type Farewell, farewells } from './farewells.ts';
import { type SteadyJob, steadyJob } from './job.ts';

/** How much is wanted of what there is. @unit thousandths of a card */
export interface Demand {
  /** What workloads hold and wait for. */
  readonly requestedGpuMilli: number;
  /** The cards that work, on nodes that answer. */
  readonly totalGpuMilli: number;
}

/** Who asks for what, and when. */
export interface Agenda {
  /** What is due by now; each is given once. */
  readonly due: (nowMs: InstantMs, demand: Demand) => readonly Due[];
  /** When something is due next. */
  readonly nextAtMs: () => InstantMs;
}

/** What an agenda is made from. */
export interface AgendaParts {
  readonly seed: number;
  readonly site: Site;
  /** How much is asked for, in percent of the usual. */
  readonly load: number;
  readonly startMs: InstantMs;
  /** The number of the next workload. */
  readonly nextNumber: number;
  readonly farewells: readonly Farewell[];
}

/** Workloads that are looked at to find out how much one of them is on the average. */
const sampled = 1000;
/** The share of all GPUs that is asked for by the usual load, were every workload to run at once when asked. */
const busyPercent = 94;
/** Longest time between two looks while nobody asks because too much is asked for already. */
const holdMs = 1000;
/** Work that is this late was slept over, and is not made up for. */
const lateMsMax = 3000;

/** How much faster or slower people ask, by how much is asked for already; `undefined`: nobody does. @unit percent */
const paces = [
  { belowPercent: 82, pace: 3000 },
  { belowPercent: 92, pace: 200 },
  { belowPercent: 112, pace: 100 },
  { belowPercent: 125, pace: 40 },
] as const;

/**
 * Makes the work of a site: arrivals like Poisson's, at a rate that fills the GPUs, and owners who take services back.
 *
 * People see how long the queue is: the more is asked for already, the fewer come, so that no queue grows for ever and
 * an empty site fills quickly. What is asked depends on seed and number alone; when, also on the demand.
 */
export const createAgenda = (parts: AgendaParts): Agenda => {
  const leaving = farewells(parts.farewells);
  const coming = arrivals(parts, (job, nowMs) => leaving.expect(job, nowMs));
  return {
    due: (nowMs, demand) => [...leaving.due(nowMs), ...coming.due(nowMs, demand)],
    nextAtMs: () => Math.min(coming.nextAtMs(), leaving.nextAtMs()),
  };
};

type OnCome = (job: SteadyJob, nowMs: InstantMs) => void;

/** Those who ask for more; `onCome` is told of each. */
const arrivals = (parts: AgendaParts, onCome: OnCome): Agenda => {
  const jobs = jobsFrom(parts);
  let nextAtMs = parts.load === 0 ? Number.POSITIVE_INFINITY : parts.startMs;
  const due = (nowMs: InstantMs, { requestedGpuMilli, totalGpuMilli }: Demand): readonly Due[] => {
    const asked: Due[] = [];
    let requested = requestedGpuMilli;
    nextAtMs = Math.max(nextAtMs, nowMs - lateMsMax);
    while (nextAtMs <= nowMs) {
      const pace = paceAt(requested, totalGpuMilli);
      if (pace === undefined) nextAtMs = nowMs + holdMs;
      else {
        const { job, gapMs } = jobs.next().value;
        onCome(job, nowMs);
        asked.push(submission(job));
        requested += job.gpuMilli;
        nextAtMs += (gapMs * 100) / pace;
      }
    }
    return asked;
  };
  return { due, nextAtMs: () => nextAtMs };
};

interface Coming {
  readonly job: SteadyJob;
  /** The time until the next, at the usual pace. */
  readonly gapMs: number;
}

const jobsFrom = function* (parts: AgendaParts): Generator<Coming, never> {
  const { seed, site } = parts;
  const meanMs = meanGapMs(parts);
  for (let number = parts.nextNumber; ; number += 1) {
    yield { job: steadyJob(seed, number, site), gapMs: meanMs * exponential(seed, number) };
  }
};

const paceAt = (requested: number, total: number): number | undefined => {
  if (total === 0) return undefined;
  return paces.find(({ belowPercent }) => requested * 100 < total * belowPercent)?.pace;
};

/** The time between two workloads that keeps the GPUs as busy as they should be. @unit ms */
const meanGapMs = ({ seed, site, load }: AgendaParts): number => {
  let gpuMilliMs = 0;
  for (let number = 0; number < sampled; number += 1) {
    const { gpuMilli, runMs, deleteAfterMs } = steadyJob(seed, number, site);
    gpuMilliMs += gpuMilli * (runMs ?? deleteAfterMs ?? 0);
  }
  const { nodes, gpusPerNode } = site.shape;
  const wantedMilli = (nodes * gpusPerNode * 1000 * busyPercent * load) / 10_000;
  return gpuMilliMs / sampled / wantedMilli;
};

/** A draw from the exponential distribution with mean 1, of 1,024 steps. */
const exponential = (seed: number, number: number): number =>
  -Math.log1p(-(randomOf(`${seed}/gap/${number}`).below(1024) + 0.5) / 1024);

const submission = ({ id, actor, spec }: SteadyJob): Due => ({
  commandId: `site:job/${id}`,
  actor,
  ask: { type: 'SubmitWorkload', workloadId: id, spec },
});
