import { compareIds } from '../../foundation/ids.ts';
import type { TypicalPod } from '../policy/policy.ts';

/** So many pods of one kind were seen. @shape the kind as in `TypicalPod` */
export interface PodCount extends Omit<TypicalPod, 'shareMicro'> {
  readonly pods: number;
}

const micro = 1_000_000;
/** How much of all pods the typical ones must cover. @unit thousandths */
const coveredMilli = 950;

const keyOf = ({ gpuDevices, gpuMilli, cpuMilli, models }: PodCount): string =>
  `${gpuDevices}x${gpuMilli}/${cpuMilli}/${models.toSorted(compareIds).join('|')}`;

const merged = (counts: readonly PodCount[]): readonly (PodCount & { readonly key: string })[] => {
  const byKey = new Map<string, PodCount & { readonly key: string }>();
  for (const count of counts) {
    const key = keyOf(count);
    const pods = (byKey.get(key)?.pods ?? 0) + count.pods;
    byKey.set(key, { ...count, key, pods });
  }
  return [...byKey.values()];
};

type Counted = ReturnType<typeof merged>[number];

const mostFirst = (a: Counted, b: Counted): number =>
  b.pods - a.pods ||
  b.gpuDevices * b.gpuMilli - a.gpuDevices * a.gpuMilli ||
  b.cpuMilli - a.cpuMilli ||
  compareIds(a.key, b.key);

/**
 * The kinds of pods that a pool usually gets: the most frequent ones until 95 % of all pods are covered.
 *
 * Equal counts are taken by size, the largest first.
 * @shape the shares add up to 1,000,000, but for rounding
 * @source Weng et al., ATC 2023, §4 (typical pods), and its simulator
 */
export const typicalPodsOf = (counts: readonly PodCount[]): readonly TypicalPod[] => {
  const ordered = merged(counts).toSorted(mostFirst);
  const all = ordered.reduce((sum, { pods }) => sum + pods, 0);
  const taken: Counted[] = [];
  let covered = 0;
  for (const count of ordered) {
    if (covered * 1000 >= all * coveredMilli) break;
    taken.push(count);
    covered += count.pods;
  }
  return taken.map(({ gpuDevices, gpuMilli, cpuMilli, models, pods }) => ({
    gpuDevices,
    gpuMilli,
    cpuMilli,
    models,
    shareMicro: Math.floor((2 * micro * pods + covered) / (2 * covered)),
  }));
};
