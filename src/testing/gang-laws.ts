import type { Placement, Plan } from '../../domain/allocation/index.ts';
import type { BookedWorkload, Books } from './books.ts';

const wrongGang = (workload: BookedWorkload, placed: Placement): string | undefined => {
  const { id, subGroups, stage, attempt } = workload;
  if (stage !== 'waiting' && stage !== 'held')
    return `${id} is placed and does not wait (${stage})`;
  if (placed.attempt !== attempt)
    return `${id} is placed for its attempt ${placed.attempt} and waits for its attempt ${attempt}`;
  const seats = new Set(placed.pods.map(({ subGroup, pod }) => `${subGroup}-${pod}`));
  if (seats.size !== placed.pods.length) return `a pod of ${id} is placed twice`;
  const asked = subGroups.reduce((sum, { pods }) => sum + pods, 0);
  const known = subGroups.flatMap(({ name, pods }) =>
    Array.from({ length: pods }, (_, pod) => `${name}-${pod}`),
  );
  const found = known.filter((seat) => seats.has(seat)).length;
  if (found === asked && seats.size === asked) return undefined;
  return `${id} is a gang of ${asked} pods and ${found} of them are placed, of ${seats.size} in all`;
};

/** A workload is placed with all its pods, once, or not at all, and only while it waits. */
export const gangsAreWhole = (made: Plan, books: Books): string | undefined => {
  const seen = new Set<string>();
  for (const placed of [...made.placements, ...made.nominations]) {
    const { workloadId } = placed;
    if (seen.has(workloadId)) return `${workloadId} is placed twice in one plan`;
    seen.add(workloadId);
    const workload = books.workloads.get(workloadId);
    if (workload === undefined) return `${workloadId} is placed and is not there`;
    const wrong = wrongGang(workload, placed);
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
