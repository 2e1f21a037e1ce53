import type { Snapshot } from '../../../../domain/allocation/index.ts';
import type { Workload } from '../../../../domain/allocation/state/snapshot.ts';
import { type BookedJob, type Books, podKey, podsAt } from '../../../oracles/books.ts';
import { gangOf, podsOfSet } from '../../../oracles/gangs.ts';
import { askedByPod, sumOf } from '../../../oracles/sums.ts';

/** What a workload asks for: how many pods of each sub-group, in the order in which they are placed, and how urgently. */
interface Asked {
  readonly pods: readonly string[];
  readonly rank: number;
}

const askIn = ({ waitingClass, shape, rank }: Workload): Asked | 'nothing' =>
  waitingClass === undefined
    ? 'nothing'
    : { pods: shape.parts.map(({ name, pods }) => `${name}*${pods}`), rank };

const placesIn = (seats: Workload['bound'], { build }: Workload): readonly string[] =>
  seats
    .map(({ part, pod, node, devices, gpuMilli }) =>
      [build.parts[part]?.name, pod, node.id, devices.join('+'), gpuMilli].join(' '),
    )
    .toSorted();

/** Each workload as the kernel has it. */
export const jobsIn = ({ workloads, broken, queues }: Snapshot): unknown =>
  [...workloads.values()]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((one) => ({
      id: one.id,
      queueId: one.queue?.id ?? '',
      isInQueue: one.queue === undefined || queues.get(one.queue.id) === one.queue,
      attempt: one.attempt,
      exit: one.exit,
      isRequested: one.isRequested,
      bound: placesIn(one.bound, one),
      held: placesIn(one.held, one),
      leaving: placesIn(one.leaving, one),
      startedAtMs: one.bound.length === 0 ? -1 : one.startedAtMs,
      brokenSinceMs: one.brokenSinceMs,
      isBroken: broken.has(one),
      asks: one.build.parts.map(({ kind }) => [kind.askedGpuMilli, kind.cpuMilli, kind.memoryMib]),
      amounts: { ...one.build.amounts },
      ask: askIn(one),
    }));

/** How many of some pods each sub-group has, in the order of the pods. */
const counted = (pods: readonly { readonly subGroup: string }[]): readonly string[] => {
  const counts = new Map<string, number>();
  for (const { subGroup } of pods) counts.set(subGroup, (counts.get(subGroup) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${name}*${count}`);
};

const askFrom = ({ submission, pods, isAsking, exit }: BookedJob): Asked | 'nothing' => {
  if (!isAsking || exit !== 'none' || pods.some(({ stage }) => stage === 'held')) return 'nothing';
  const there = new Set(pods.map(({ placement }) => podKey(placement)));
  const active = new Set(
    pods.filter(({ stage }) => stage !== 'leaving').map(({ placement }) => podKey(placement)),
  );
  const sets = gangOf(submission).podSets.map(({ name, minPods }) => {
    const all = podsOfSet(submission, name);
    const has = all.filter((pod) => active.has(podKey(pod))).length;
    const missing = all.filter((pod) => !there.has(podKey(pod)));
    return { name, minPods, has, pods: all.length, missing };
  });
  const core = sets.flatMap(({ minPods, has, missing }) =>
    missing.slice(0, Math.max(0, minPods - has)),
  );
  if (core.length > 0) return { pods: counted(core), rank: 0 };
  const filled = ({ has, minPods }: (typeof sets)[number]): number => has / Math.max(1, minPods);
  const [next] = sets
    .filter((set) => set.missing.length > 0 && set.has < set.pods)
    .toSorted((a, b) => filled(a) - filled(b) || (a.name < b.name ? -1 : 1));
  if (next === undefined) return 'nothing';
  const isAtMinimum = sets.every(({ has, minPods }) => has <= minPods);
  return { pods: counted(next.missing.slice(0, 1)), rank: isAtMinimum ? 1 : 2 };
};

const placesFrom = (job: BookedJob, stage: 'bound' | 'held' | 'leaving'): readonly string[] =>
  podsAt(job, stage)
    .map(({ subGroup, pod, nodeId, devices, gpuMilli }) =>
      [subGroup, pod, nodeId, devices.join('+'), gpuMilli].join(' '),
    )
    .toSorted();

const jobFrom = (books: Books, id: string, job: BookedJob): unknown => {
  const { subGroups } = job.submission;
  const asks = subGroups.map((group) => ({ asked: askedByPod(books, group), pods: group.pods }));
  return {
    id,
    queueId: job.queueId,
    isInQueue: true,
    attempt: job.attempt,
    exit: job.exit,
    isRequested: job.isAsking,
    bound: placesFrom(job, 'bound'),
    held: placesFrom(job, 'held'),
    leaving: placesFrom(job, 'leaving'),
    startedAtMs: podsAt(job, 'bound').length === 0 ? -1 : job.startedAtMs,
    brokenSinceMs: job.brokenSinceMs,
    isBroken: job.brokenSinceMs >= 0,
    asks: asks.map(({ asked }) => [asked.gpuMilli, asked.cpuMilli, asked.memoryMib]),
    amounts: sumOf(asks.flatMap(({ asked, pods }) => Array.from({ length: pods }, () => asked))),
    ask: askFrom(job),
  };
};

/** The same as the facts have it. */
export const jobsFrom = (books: Books): unknown =>
  [...books.jobs]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, job]) => jobFrom(books, id, job));

/** What is kept of those who wait: their lines, and what each was told. */
export const linesIn = ({ queues }: Snapshot): unknown =>
  [...queues.values()].map((queue) =>
    queue.waiting.map((one, at) => ({
      isListed: one.listedAt === at && queue.classes.get(one.key) === one && one.queue === queue,
      waiting: one.waiting,
      head: one.entries[one.head]?.id,
      told: one.byTag
        .flatMap((told, tag) => [...told].map(({ id }) => `${id} ${tag - 1}`))
        .toSorted(),
    })),
  );

const isOfClass = (one: Workload): boolean => {
  const { waitingClass: line, isPreemptible, isSemiPreemptible, rank } = one;
  return (
    line?.shape === one.shape &&
    line.rank === rank &&
    line.priority === one.priority &&
    line.maxRunMs === one.maxRunMs &&
    line.isPreemptible === (isPreemptible || (isSemiPreemptible && rank > 0)) &&
    line.isWeary === (one.pool.attemptsMax >= 0 && one.attempt > one.pool.attemptsMax) &&
    line.isBack === one.attempt > 1
  );
};

/** The same, from the workloads. */
export const linesCounted = ({ queues, workloads }: Snapshot): unknown =>
  [...queues.values()].map((queue) =>
    queue.waiting.map((line) => {
      const own = [...workloads.values()].filter((one) => one.waitingClass === line);
      const inLine = own.toSorted((a, b) => a.age - b.age || (a.id < b.id ? -1 : 1));
      return {
        isListed: own.every(isOfClass) && own.every((one) => one.queue === queue),
        waiting: own.length,
        head: inLine[0]?.id,
        told: own.map(({ id, tag }) => `${id} ${tag}`).toSorted(),
      };
    }),
  );
