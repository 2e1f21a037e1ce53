import { allFigures } from '../../../domain/allocation/index.ts';
import { compareIds } from '../../../domain/foundation/ids.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { Brain } from '../brain.ts';
import { policyFor } from '../policy.ts';

/** What a queue held of its fair share over time. @unit thousandths of a card × ms */
interface Sum {
  owed: bigint;
  /** What it held, but for what was more than it was owed. */
  got: bigint;
}

/** How fair a queue was served. */
export interface ServedShare {
  readonly queueId: string;
  /** Held of its fair share, over time; 1000 where it was owed nothing. @unit ‰ */
  readonly servedPermille: number;
}

/** Looks at the fair shares as time passes. */
export interface ShareWatch {
  /** Told before each instant, while everything stands as it did until then. */
  readonly passTo: (brain: Brain, nowMs: InstantMs) => void;
  readonly shares: () => readonly ServedShare[];
}

/** Between two looks at the shares, at least. @unit ms */
const everyMs = 60_000;

/**
 * Sums up what queues held of their fair shares: min(held, share) over share.
 *
 * Only queues of projects count: what a department holds is theirs.
 * @cost O(queues) a minute of the time that is told
 */
export const shareWatch = (fromMs: InstantMs): ShareWatch => {
  const sums = new Map<string, Sum>();
  let lastMs = fromMs;
  return {
    passTo: (brain, nowMs) => {
      if (nowMs - lastMs < everyMs) return;
      const spanMs = BigInt(nowMs - lastMs);
      lastMs = nowMs;
      for (const [nodePoolId, snapshot] of brain.capacity.pools) {
        for (const [id, { allocated, fairShare }] of allFigures(
          snapshot,
          policyFor(brain, nodePoolId),
        )) {
          if (id.startsWith('department:') || fairShare.gpuMilli <= 0) continue;
          const sum = sums.get(id) ?? { owed: 0n, got: 0n };
          sum.owed += spanMs * BigInt(fairShare.gpuMilli);
          sum.got += spanMs * BigInt(Math.min(allocated.gpuMilli, fairShare.gpuMilli));
          sums.set(id, sum);
        }
      }
    },
    shares: () =>
      [...sums]
        .toSorted(([a], [b]) => compareIds(a, b))
        .map(([queueId, { owed, got }]) => ({
          queueId,
          servedPermille: Number((got * 2000n + owed) / (2n * owed)),
        })),
  };
};
