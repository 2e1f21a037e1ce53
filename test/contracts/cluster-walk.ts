import fc from 'fast-check';
import type { Cluster, Effect, Observation } from '../../adapters/ports/cluster.ts';

/** One instant of a walk: how much later, whom to bind and whom to evict, and whether to listen before. */
export interface Step {
  readonly afterMs: number;
  readonly isTaken: boolean;
  readonly binds: readonly { readonly workload: number; readonly node: number }[];
  readonly evicts: readonly { readonly workload: number; readonly graceMs: number }[];
}

/** The same walk, played otherwise. */
export interface Variant {
  readonly isRepeated?: boolean;
  readonly isReversed?: boolean;
  readonly isTakenOften?: boolean;
  readonly onEvict?: (attempt: string) => void;
}

/** What an observation says, as one text; the same thing said twice has the same. */
export const keyOf = (seen: Observation): string =>
  'workloadId' in seen
    ? `${seen._tag} ${seen.workloadId} ${seen.attempt}`
    : `${seen._tag} ${seen.nodeId} ${seen.atMs}`;

const workload = fc.integer({ min: 0, max: 5 });
const bind = fc.record({ workload, node: fc.integer({ min: 0, max: 3 }) });
const evict = fc.record({ workload, graceMs: fc.constantFrom(0, 300, 30_000) });

/** Walks over a minute or two, with binds, evictions, and the loss of nodes between them. */
export const walks: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 12_000 })),
    isTaken: fc.boolean(),
    binds: fc.uniqueArray(bind, { maxLength: 3, selector: (one) => one.workload }),
    evicts: fc.uniqueArray(evict, { maxLength: 2, selector: (one) => one.workload }),
  }),
  { maxLength: 20 },
);

const endings = new Set(['WorkloadCompleted', 'WorkloadFailed', 'WorkloadPodsGone']);

/** What a well-behaved engine knows of its workloads: the last attempt, and whether it is over or on its way out. */
interface Known {
  attempt: number;
  phase: 'over' | 'bound' | 'leaving';
}

/** Plays a walk as an engine would, which binds an attempt only when the one before is over; tells what it heard. */
export const playWalk = (
  cluster: Cluster,
  walk: readonly Step[],
  variant: Variant = {},
): readonly Observation[] => {
  const heard: Observation[] = [];
  const known = new Map<string, Known>();
  /** Taken, but not acted on before the walk listens. */
  const early: Observation[] = [];
  let nowMs = 0;
  const listen = (): void => {
    for (const seen of [...early.splice(0), ...cluster.take(nowMs)]) {
      heard.push(seen);
      if (!endings.has(seen._tag) || !('workloadId' in seen)) continue;
      known.set(seen.workloadId, { attempt: seen.attempt, phase: 'over' });
    }
  };
  for (const step of walk) {
    nowMs += step.afterMs;
    if (step.isTaken) listen();
    const effects = effectsOf(step, known);
    applyAll(cluster, { effects, nowMs, variant });
    if (variant.isTakenOften === true) early.push(...cluster.take(nowMs - 1));
  }
  nowMs += 1_000_000;
  listen();
  return heard;
};

const applyAll = (
  cluster: Cluster,
  instant: {
    readonly effects: readonly Effect[];
    readonly nowMs: number;
    readonly variant: Variant;
  },
): void => {
  const { effects, nowMs, variant } = instant;
  for (const effect of variant.isReversed === true ? effects.toReversed() : effects) {
    if (effect._tag === 'Evict') variant.onEvict?.(`${effect.workloadId} ${effect.attempt}`);
    cluster.apply(effect, nowMs);
    if (variant.isRepeated === true) cluster.apply(effect, nowMs);
  }
};

const effectsOf = (step: Step, known: Map<string, Known>): readonly Effect[] => {
  const effects: Effect[] = [];
  const touched = new Set<string>();
  for (const { workload: number, node } of step.binds) {
    const workloadId = `w${number}`;
    const { attempt, phase } = known.get(workloadId) ?? { attempt: 0, phase: 'over' };
    if (phase !== 'over') continue;
    touched.add(workloadId);
    known.set(workloadId, { attempt: attempt + 1, phase: 'bound' });
    const placements = [0, 1].map((pod) => ({
      subGroup: 'main',
      pod,
      nodeId: `n${node}`,
      devices: [pod],
      gpuMilli: 1000,
    }));
    const ids = { workloadId, attempt: attempt + 1, epoch: 1 };
    effects.push({ _tag: 'Bind', subGroups: [], isEnough: true, placements, ...ids });
  }
  for (const { workload: number, graceMs } of step.evicts) {
    const workloadId = `w${number}`;
    const { attempt, phase } = known.get(workloadId) ?? { attempt: 0, phase: 'over' };
    if (phase !== 'bound' || touched.has(workloadId)) continue;
    known.set(workloadId, { attempt, phase: 'leaving' });
    effects.push({ _tag: 'Evict', workloadId, attempt, graceMs, epoch: 1 });
  }
  return effects;
};
