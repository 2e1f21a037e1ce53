import type { Build, Kind, Snapshot } from './snapshot.ts';

/**
 * Ages are told apart two to an octave, so that what a pool has seen is looked at anew when it has seen half as much
 * again, and not with every workload.
 */
const epochOf = (age: number): number => {
  let octave = 0;
  let rest = age;
  for (; rest >= 2; rest /= 2) octave += 1;
  return 2 * octave + (rest >= 1.5 ? 1 : 0);
};

/**
 * Counts the pods of a workload among those that the pool has seen.
 *
 * What counts is who was submitted, not in which order their facts came to be known.
 */
export const seePods = (snapshot: Snapshot, build: Build, age: number): void => {
  const epoch = epochOf(age);
  for (const { kind, pods } of build.parts) {
    while (kind.seen.length <= epoch) kind.seen.push(0);
    kind.seen[epoch] = (kind.seen[epoch] ?? 0) + pods;
  }
  if (epoch === snapshot.seenEpoch) return;
  snapshot.seenEpoch = Math.max(epoch, snapshot.seenEpoch);
  snapshot.seenVersion += 1;
};

/** How many pods of a kind were seen before the present epoch. */
export const seenOf = ({ seenEpoch }: Snapshot, { seen }: Kind): number => {
  let pods = 0;
  for (let epoch = 0; epoch < seenEpoch && epoch < seen.length; epoch += 1)
    pods += seen[epoch] ?? 0;
  return pods;
};
