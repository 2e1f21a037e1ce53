import { createHash } from 'node:crypto';
import type { Eviction, Placement, Plan } from '../domain/allocation/index.ts';
import type { PodPlacement } from '../domain/foundation/shapes.ts';

const podText = ({ subGroup, pod, nodeId, devices, gpuMilli }: PodPlacement): string =>
  `${subGroup}/${pod}@${nodeId}[${devices.join()}]x${gpuMilli}`;

const placementText = (word: string, { workloadId, attempt, pods }: Placement): string =>
  `${word} ${workloadId}#${attempt} ${pods.map(podText).join(' ')}`;

const evictionText = (eviction: Eviction): string => {
  const { workloadId, attempt, action, preemptorId, pods, movesTo } = eviction;
  const going = pods?.map(({ subGroup, pod }) => `${subGroup}/${pod}`).join(' ') ?? 'all';
  const moves = movesTo?.map(podText).join(' ') ?? '';
  return `evict ${workloadId}#${attempt} ${action} for ${preemptorId}: ${going} > ${moves}`;
};

const linesOf = (made: Plan): readonly string[] => [
  ...made.placements.map((placement) => placementText('place', placement)),
  ...made.nominations.map((nomination) => placementText('hold', nomination)),
  ...made.evictions.map(evictionText),
  ...made.verdicts.map(({ workloadId, verdict }) => `tell ${workloadId} ${verdict._tag}`),
];

/** Takes plans one by one in their order; answers the digest over all so far. */
export const digester = (): {
  readonly note: (made: Plan) => void;
  readonly digest: () => string;
} => {
  const hash = createHash('sha256');
  const note = (made: Plan): void => {
    hash.update(`plan\n${linesOf(made).join('\n')}\n`);
  };
  return { note, digest: () => hash.copy().digest('hex').slice(0, 16) };
};

/**
 * A digest over what plans decided, in their order: two machines that decide alike print the same sixteen digits.
 *
 * @shape placements, held places, evictions with whom they serve, and the tags of verdicts; no numbers of explanations.
 */
export const digestOf = (plans: readonly Plan[]): string => {
  const { note, digest } = digester();
  for (const made of plans) note(made);
  return digest();
};
