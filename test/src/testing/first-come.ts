import type { ChangedVerdict, Placement } from '../../../domain/allocation/index.ts';
import type { BookedNode, BookedWorkload, Books } from '../../../src/testing/books.ts';
import { planLaws, type Scheduler } from '../../../src/testing/index.ts';

const planned = (placements: readonly Placement[]) => ({
  placements,
  nominations: [],
  evictions: [],
  verdicts: [],
});

const isLawful = (placements: readonly Placement[], books: Books): boolean =>
  Object.values(planLaws).every((law) => law(planned(placements), books) === undefined);

/** All pods side by side on one node, from its card `from` on. */
const onNode = (one: BookedWorkload, node: BookedNode, from: number): Placement => {
  let card = from;
  const pods = one.subGroups.flatMap(({ name, pods: count, request }) =>
    Array.from({ length: count }, (_, pod) => ({
      subGroup: name,
      pod,
      nodeId: node.id,
      devices: Array.from({ length: request.gpuDevices }, () => card++),
      gpuMilli: request.gpuMilli,
    })),
  );
  return { workloadId: one.id, attempt: one.attempt, pods };
};

const candidates = (one: BookedWorkload, books: Books): readonly Placement[] =>
  [...books.nodes.values()].flatMap((node) =>
    Array.from({ length: Math.max(1, node.gpuCount) }, (_, from) => onNode(one, node, from)),
  );

/** A scheduler of one's own: who came first is served first, on one node, whatever the priorities; nobody is evicted. */
export const firstComeFirstServed: Scheduler = ({ books, nodePoolId }) => {
  const waiting = [...books.workloads.values()].filter(
    (one) => one.stage === 'waiting' && one.nodePoolId === nodePoolId,
  );
  const placements: Placement[] = [];
  const verdicts: ChangedVerdict[] = [];
  for (const one of waiting) {
    const place = candidates(one, books).find((found) => isLawful([...placements, found], books));
    if (place !== undefined) placements.push(place);
    else if (one.verdict === undefined) {
      verdicts.push({
        workloadId: one.id,
        verdict: { _tag: 'QueueNotFound', queueId: one.queueId },
      });
    }
  }
  return { ...planned(placements), verdicts };
};
