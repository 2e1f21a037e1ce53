import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Gang, SubGroup } from '../../domain/foundation/shapes.ts';
import type { WorkloadEvent } from '../../domain/workload/events.ts';
import type { Workload } from '../../domain/workload/index.ts';
import type { World } from './log-world.ts';

type Asking = Extract<Workload, { readonly projectId: string }>;

type Submitted = Extract<BerthEvent, { readonly type: 'WorkloadSubmitted' }>['data'];

/** What half of all workloads say besides. */
export const extras = (
  world: World,
  workloadType: Submitted['workloadType'],
  subGroups: readonly SubGroup[],
): Partial<Submitted> => ({
  labels: { team: world.pick(['red', 'blue']) },
  container: { image: 'ubuntu' },
  backoffLimit: world.draw(4),
  timeToLiveMs: world.pick([0, 1000, 3_600_000]),
  ...(workloadType === 'inference' ? {} : { timeLimitMs: world.pick([1, 60_000, 7_200_000]) }),
  ...(workloadType === 'inference' && subGroups.length === 1
    ? { replicas: { min: 0, max: 5 } }
    : world.draw(2) === 0
      ? {}
      : { gang: gangFor(world, subGroups) }),
});

const gangFor = (world: World, subGroups: readonly SubGroup[]): Gang => ({
  podSets: subGroups.map(({ name, pods }) => ({ name, minPods: 1 + world.draw(pods) })),
  groups: [],
});

/** Some facts come never alone: a decision makes them together with others. */
export const withCompany = (event: WorkloadEvent, workload: Workload): readonly WorkloadEvent[] => {
  const stop: WorkloadEvent = { type: 'WorkloadStopRequested', data: { reason: 'asked' } };
  const isStopped = workload.phase === 'Stopped';
  const terms = 'terms' in workload ? workload.terms : undefined;
  if (event.type === 'WorkloadTimeLimitReached') return [event, stop];
  if (event.type === 'WorkloadScaled' && event.data.replicas === 0) {
    return isStopped ? [] : [event, stop];
  }
  if (event.type === 'WorkloadResumed' && terms?.desired === 0) {
    return [{ type: 'WorkloadScaled', data: { replicas: 1 } }, event];
  }
  return [event];
};

/** What only happens to workloads that were submitted with terms, and within them. */
export const ofTerms = (
  world: World,
  { attempt, terms }: Asking,
  type: 'WorkloadRetryScheduled' | 'WorkloadTimeLimitReached' | 'WorkloadScaled',
): WorkloadEvent | undefined => {
  const { backoffLimit = 0, failures = 0, timeLimitMs, replicas } = terms ?? {};
  switch (type) {
    case 'WorkloadRetryScheduled': {
      const next = { attempt: attempt + 1, failures: failures + 1 };
      const data = { ...next, backoffMs: 10_000, reason: 'out of memory', exitCode: 137 };
      return failures < backoffLimit ? { type, data } : undefined;
    }
    case 'WorkloadTimeLimitReached':
      return timeLimitMs === undefined
        ? undefined
        : { type, data: { attempt, ranMs: timeLimitMs, limitMs: timeLimitMs } };
    case 'WorkloadScaled':
      return replicas === undefined
        ? undefined
        : { type, data: { replicas: world.draw(replicas.max + 1) } };
  }
};
