import { randomOf } from '../../domain/foundation/random.ts';

/** Something that can be drawn more than once: its GPUs, and what one of its cards asks. @unit thousandths of a card */
export interface Drawable {
  readonly id: string;
  readonly gpuMilli: number;
  readonly gpuMilliOfOne: number;
}

/** Which sample to draw: the GPUs to ask for in all, by which seed. @unit thousandths of a card */
export interface SampleTarget {
  readonly targetGpuMilli: number;
  readonly seed: number;
}

/** One draw: the place of its original in the list, and its own id. */
export interface Draw {
  readonly place: number;
  readonly id: string;
}

/** So many draws are never needed by a trace in sight, and bound what a wild `--load` can cost. */
const drawsMax = 2_000_000;

/**
 * Draws a stream of pods that asks for a given amount of GPUs, as the FGD simulator does.
 *
 * The list is ordered by name and shuffled. While it asks for too little, pods drawn uniformly from the original list
 * are appended; the first draw whose one card would pass the target ends it. While it asks for too much, pods drawn
 * uniformly are removed. A pod drawn again gets the number of its draw as a suffix.
 * @shape `undefined` when nobody in the list asks for GPUs, or the target is not reached with `drawsMax` draws
 * @source Weng et al., ATC 2023, and its simulator (`pkg/simulator`, workload tuning)
 */
export const sampleOf = (
  list: readonly Drawable[],
  target: SampleTarget,
): readonly Draw[] | undefined => {
  const random = randomOf(target.seed);
  const byName = list
    .map((pod, place) => ({ pod, place }))
    .toSorted((a, b) => (a.pod.id < b.pod.id ? -1 : a.pod.id > b.pod.id ? 1 : 0));
  const shuffled = random.shuffle(byName);
  let askedMilli = list.reduce((sum, pod) => sum + pod.gpuMilli, 0);
  if (askedMilli > target.targetGpuMilli) {
    const leaving = new Set<number>();
    for (const { pod, place } of random.shuffle(shuffled)) {
      if (askedMilli <= target.targetGpuMilli) break;
      leaving.add(place);
      askedMilli -= pod.gpuMilli;
    }
    return shuffled
      .filter(({ place }) => !leaving.has(place))
      .map(({ pod, place }) => ({ place, id: pod.id }));
  }
  if (askedMilli === 0) return undefined;
  const draws = shuffled.map(({ pod, place }) => ({ place, id: pod.id }));
  const nameOf = namesFor(list);
  while (askedMilli < target.targetGpuMilli) {
    const { pod, place } = random.pick(byName);
    if (askedMilli + pod.gpuMilliOfOne > target.targetGpuMilli) break;
    if (draws.length >= drawsMax) return undefined;
    askedMilli += pod.gpuMilli;
    draws.push({ place, id: nameOf(pod.id) });
  }
  return draws;
};

const namesFor = (list: readonly Drawable[]): ((id: string) => string) => {
  const taken = new Set(list.map((pod) => pod.id));
  const draws = new Map<string, number>();
  return (id) => {
    let draw = draws.get(id) ?? 1;
    do draw += 1;
    while (taken.has(`${id}-${draw}`));
    draws.set(id, draw);
    taken.add(`${id}-${draw}`);
    return `${id}-${draw}`;
  };
};
