import type { BookedNode } from './books.ts';
import { unless } from './figures.ts';
import { firstAsked } from './gangs.ts';
import { brokenNeighbours, neighbourOf, neighboursIn } from './neighbours.ts';
import type { Plight, Waiter } from './plight.ts';
import { admits, groupOf } from './predicates.ts';
import { withoutNeighbours } from './remedy-neighbours.ts';
import { findSeats } from './seat-search.ts';

/** How many nodes that admit the only pod of an ask have neighbours with which it may not stand there. */
const shunned = (
  { books, job }: Waiter,
  pod: { readonly subGroup: string; readonly pod: number },
): number => {
  const group = groupOf(job.submission, pod.subGroup);
  if (group === undefined) return 0;
  const standing = neighboursIn(books, ({ stage }) => stage !== 'leaving');
  const isShunned = (node: BookedNode): boolean => {
    const { id: nodeId } = node.offer;
    const there = neighbourOf(books, job, { ...pod, nodeId });
    return brokenNeighbours([[there]], standing).length > 0;
  };
  return [...books.nodes.values()].filter(
    (node) =>
      !node.isLost && !node.isCordoned && admits(node, job.submission, group) && isShunned(node),
  ).length;
};

/** With its neighbours there is no place for it, and without them there is one; no node is counted twice. */
export const wrongApart = (plight: Plight<'NoMatchingNode'>): readonly string[] => {
  const { books, job, verdict } = plight;
  const { nodes, refusedBySelector, refusedByTaint, refusals = [] } = verdict;
  const said = refusals.reduce((sum, one) => sum + one.nodes, refusedBySelector + refusedByTaint);
  const apart = refusals.find(({ reason }) => reason === 'affinity')?.nodes ?? 0;
  const pods = firstAsked(job.submission);
  const [pod] = pods;
  const free = { ...job, submission: withoutNeighbours(job) };
  const wrong = [
    ...unless(apart > 0 && said <= nodes, `${said} of ${nodes} nodes are counted`),
    ...unless(
      findSeats(books, { job: free, pods, plane: 'future' }) !== 'none',
      'it has no place without its neighbours either',
    ),
  ];
  if (pod === undefined || pods.length > 1) return wrong;
  const most = shunned(plight, pod);
  const others = refusals.filter(({ reason }) => !['affinity', 'no-room'].includes(reason));
  const isExact = others.length === 0 ? apart === most : apart <= most;
  return [
    ...wrong,
    ...unless(isExact, `neighbours stand against ${apart} nodes, by the books ${most}`),
    ...unless(
      findSeats(books, { job, pods, plane: 'future' }) === 'none',
      'it has a place with its neighbours',
    ),
  ];
};
