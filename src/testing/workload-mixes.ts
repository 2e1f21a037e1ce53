import fc from 'fast-check';
import type { ScenarioJob } from '../../adapters/ports/scenario.ts';
import { compareIds } from '../../domain/foundation/ids.ts';
import type { NodeSelector, SubGroup } from '../../domain/foundation/shapes.ts';

/** How much work is generated. */
export interface WorkloadMixBounds {
  /** 20 unless said. */
  readonly jobsMax?: number;
  /** The last instant of a submission, after the start; ten minutes unless said. @unit ms */
  readonly lastSubmitMs?: number;
}

const gib = 2 ** 30;

/** A set of equal pods: whole cards, a share of one, or processors only; now and then a gang of two or three. */
const subGroups = (name: string): fc.Arbitrary<SubGroup> =>
  fc
    .record({
      pods: fc.constantFrom(1, 1, 1, 1, 2, 3),
      gpus: fc.constantFrom(1, 1, 1, 2, 4, 0),
      shareMilli: fc.constantFrom(1000, 1000, 1000, 500, 300),
      cpuMilli: fc.constantFrom(0, 0, 1_000, 9_000),
      memoryBytes: fc.constantFrom(0, 0, gib, 20 * gib),
    })
    .map(({ pods, gpus, shareMilli, cpuMilli, memoryBytes }) => ({
      name,
      pods,
      request: {
        gpuDevices: gpus,
        gpuMilli: gpus === 0 ? 0 : gpus === 1 ? shareMilli : 1000,
        cpuMilli,
        memoryBytes,
      },
    }));

const gangs: fc.Arbitrary<readonly SubGroup[]> = fc.oneof(
  { weight: 8, arbitrary: subGroups('workers').map((group) => [group]) },
  { weight: 1, arbitrary: fc.tuple(subGroups('leader'), subGroups('workers')) },
);

type Elastic = Pick<ScenarioJob, 'gang' | 'semiPreemptible'>;

/** Now and then a gang that can do with fewer pods than it asks for, which may go although the rest may not. */
const elastic = (
  subGroupsAsked: readonly SubGroup[],
  preemptible: boolean,
): fc.Arbitrary<Elastic> => {
  const mins = fc.tuple(...subGroupsAsked.map(({ pods }) => fc.integer({ min: 1, max: pods })));
  const some = fc.record({ mins, isSemi: fc.boolean() }).map(({ mins: least, isSemi }) => ({
    gang: {
      podSets: subGroupsAsked.map(({ name }, at) => ({ name, minPods: least[at] ?? 1 })),
      groups: [],
    },
    ...(isSemi && !preemptible ? { semiPreemptible: true } : {}),
  }));
  return fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: some });
};

const selectors: fc.Arbitrary<NodeSelector> = fc.constantFrom<NodeSelector[]>(
  {},
  {},
  {},
  { zone: ['a'] },
  { zone: ['a', 'b'] },
);

/** What a job is, but for its id, its owner and its times. */
const kinds = fc.record({
  workloadType: fc.constantFrom('training', 'training', 'distributed', 'workspace', 'inference'),
  priority: fc.constantFrom(50, 50, 75, 125),
  preemptible: fc.constantFrom(true, true, true, true, false),
  subGroups: gangs,
  nodeSelector: selectors,
  exitCode: fc.constantFrom(0, 0, 0, 1),
});

/** One in ten never ends, two in five are taken back unless they end before. */
const times = (lastSubmitMs: number) =>
  fc
    .record({
      submitAtMs: fc.integer({ min: 0, max: lastSubmitMs }),
      runMs: fc.oneof(
        { weight: 9, arbitrary: fc.integer({ min: 1_000, max: 900_000 }) },
        { weight: 1, arbitrary: fc.constant(undefined) },
      ),
      patienceMs: fc.constantFrom(undefined, undefined, undefined, 60_000, 600_000),
    })
    .map(({ submitAtMs, runMs, patienceMs }) => ({
      submitAtMs,
      runMs,
      cancelAtMs: patienceMs === undefined ? undefined : submitAtMs + patienceMs,
    }));

type Terms = Pick<ScenarioJob, 'backoffLimit' | 'timeToLiveMs' | 'timeLimitMs'>;

/** Now and then tried again, cut off, or forgotten after its end; a service has no time limit. */
const terms = (workloadType: string): fc.Arbitrary<Terms> => {
  const ends = {
    backoffLimit: fc.integer({ min: 1, max: 3 }),
    timeToLiveMs: fc.constantFrom(0, 60_000),
  };
  const cutOff = { ...ends, timeLimitMs: fc.constantFrom(30_000, 300_000) };
  const options = { requiredKeys: [], noNullPrototype: true };
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    {
      weight: 1,
      arbitrary: fc.record(workloadType === 'inference' ? ends : cutOff, options),
    },
  );
};

const jobs = (
  projectIds: readonly [string, ...string[]],
  lastSubmitMs: number,
): fc.Arbitrary<Omit<ScenarioJob, 'id'>> =>
  kinds.chain((kind) =>
    fc
      .tuple(
        fc.constantFrom(...projectIds),
        times(lastSubmitMs),
        terms(kind.workloadType),
        elastic(kind.subGroups, kind.preemptible),
      )
      .map(([projectId, time, term, gang]) => ({ projectId, ...kind, ...time, ...term, ...gang })),
  );

/**
 * Workloads of every sort that the kernel tells apart, of the given projects: shares of a card, whole cards, gangs,
 * processors only, bound to a `zone`, preemptible or not; some grow from fewer pods than they ask for, some fail and are
 * tried again, some are cut off or taken back, some never end.
 *
 * @shape ascending by time of submission, then id
 */
export const workloadMixes = (
  projectIds: readonly [string, ...string[]],
  { jobsMax = 20, lastSubmitMs = 600_000 }: WorkloadMixBounds = {},
): fc.Arbitrary<readonly ScenarioJob[]> =>
  fc
    .array(jobs(projectIds, lastSubmitMs), { minLength: 1, maxLength: jobsMax, size: 'max' })
    .map((mix) =>
      mix
        .map((job, at) => ({ id: `job-${at}`, ...job }))
        .toSorted((a, b) => a.submitAtMs - b.submitAtMs || compareIds(a.id, b.id)),
    );
