import type { Placement, Plan } from '../../domain/allocation/index.ts';
import { shortSetsOf } from '../../domain/foundation/gang.ts';
import type { BookedWorkload, Books } from './books.ts';

const wrongGang = (workload: BookedWorkload, placed: Placement): string | undefined => {
  const { id, stage, attempt, gang } = workload;
  const isGrowing = stage === 'bound' && gang !== undefined;
  if (stage !== 'waiting' && stage !== 'held' && !isGrowing)
    return `${id} is placed and does not wait (${stage})`;
  if (placed.attempt !== attempt)
    return `${id} is placed for its attempt ${placed.attempt} and waits for its attempt ${attempt}`;
  const seats = new Set(placed.pods.map(({ subGroup, pod }) => `${subGroup}-${pod}`));
  if (seats.size !== placed.pods.length) return `a pod of ${id} is placed twice`;
  return isGrowing ? wrongGrowth(workload, placed) : wrongStart(workload, placed);
};

const seatsAsked = ({ subGroups }: BookedWorkload): ReadonlySet<string> =>
  new Set(
    subGroups.flatMap(({ name, pods }) =>
      Array.from({ length: pods }, (_, pod) => `${name}-${pod}`),
    ),
  );

const wrongStart = (workload: BookedWorkload, { pods }: Placement): string | undefined => {
  const { id, gang, subGroups } = workload;
  const known = seatsAsked(workload);
  const found = pods.filter(({ subGroup, pod }) => known.has(`${subGroup}-${pod}`)).length;
  const [short] = gang === undefined ? [] : shortSetsOf(gang, subGroups, pods);
  if (short !== undefined)
    return `${id} needs ${short.minPods} pods of ${short.name} and ${short.pods} of them are placed`;
  if (found === pods.length && (gang !== undefined || found === known.size)) return undefined;
  return `${id} is a gang of ${known.size} pods and ${found} of them are placed, of ${pods.length} in all`;
};

/** One that has pods gets only such as it asks for and has not. */
const wrongGrowth = (workload: BookedWorkload, { pods }: Placement): string | undefined => {
  const known = seatsAsked(workload);
  const had = new Set(workload.pods.map(({ subGroup, pod }) => `${subGroup}-${pod}`));
  const stray = pods
    .map(({ subGroup, pod }) => `${subGroup}-${pod}`)
    .find((seat) => had.has(seat) || !known.has(seat));
  return stray && `${workload.id} grows by ${stray}, which it has or does not ask for`;
};

/** A workload is placed with all its pods, or with what its gang needs, or not at all; once, and only while it waits or grows. */
export const gangsAreWhole = (made: Plan, books: Books): string | undefined => {
  const after = { placed: new Set<string>(), held: new Set<string>() };
  for (const [kind, list] of [
    ['placed', made.placements],
    ['held', made.nominations],
  ] as const)
    for (const placed of list) {
      const { workloadId } = placed;
      const workload = books.workloads.get(workloadId);
      if (workload === undefined) return `${workloadId} is placed and is not there`;
      // Only a gang may get some of its pods at once and have a place held for others.
      const isTwice =
        after[kind].has(workloadId) ||
        (workload.gang === undefined && after.placed.has(workloadId));
      if (isTwice) return `${workloadId} is placed twice in one plan`;
      const isBeside = kind === 'held' && after.placed.has(workloadId);
      after[kind].add(workloadId);
      const wrong = isBeside ? undefined : wrongGang(workload, placed);
      if (wrong !== undefined) return wrong;
    }
  return undefined;
};

/** Who is told why it waits does wait after the plan, and is told once. */
export const verdictsAreSingle = (made: Plan, books: Books): string | undefined => {
  const placed = new Set(made.placements.map((one) => one.workloadId));
  const told = new Set<string>();
  for (const { workloadId, verdict } of made.verdicts) {
    if (told.has(workloadId)) return `${workloadId} is told twice in one plan why it waits`;
    told.add(workloadId);
    const stage = books.workloads.get(workloadId)?.stage ?? 'gone';
    const waits = (stage === 'waiting' || stage === 'held') && !placed.has(workloadId);
    if (!waits) return `${workloadId} is told ${verdict._tag} and does not wait (${stage})`;
  }
  return undefined;
};
